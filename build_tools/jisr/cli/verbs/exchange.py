"""The verbs that take in what others made elsewhere."""

from argparse import Namespace
from pathlib import Path

from jisr.app.exchange.finished import Translation, has_markers, import_translation, make_clue_reader
from jisr.app.exchange.folder import import_folder
from jisr.cli.commands import slug_argument
from jisr.cli.messages import report_result
from jisr.cli.verbs.decisions import decider_name, misused, signer_name
from jisr.model.ledger import State
from jisr.storage.inputs.clock import today


def import_files(root: Path, args: Namespace) -> bool:
    """Take over a translation, or a folder of them."""
    folder = Path(args.article)
    if args.file is None and not folder.is_dir():
        remedy = "jisr import SLUG FILE, or: jisr import FOLDER"
        raise misused(args, "name a file, or a folder of translations", remedy, args.article)
    if args.file is None:
        result = import_folder(root, folder, _read_how(root, args, b"", str(folder)), today())
    else:
        how = _read_how(root, args, _read(args), str(args.file))
        slug = slug_argument(args.article)
        result = import_translation(root, slug, how, make_clue_reader(root), today())
    return report_result(root, result, most=None)


def _read_how(root: Path, args: Namespace, data: bytes, name: str) -> Translation:
    """A file as what it is to be taken. Raises `JisrError` where that is not said."""
    state = State(args.state or State.EDITED)
    origin = args.origin.strip() if state is State.DRAFT else ""
    if state is State.DRAFT and not origin:
        remedy = '--origin "language model", or the name of the system'
        raise misused(args, "a draft must say what made it", remedy)
    if state is State.DRAFT or (args.state and has_markers(name, data)):
        return Translation(name, data, state, decider_name(root, args), origin)
    what = args.article if args.file is None else f"{args.article} {args.file}"
    return Translation(name, data, state, signer_name(args, what))


def _read(args: Namespace) -> bytes:
    try:
        data: bytes = args.file.read_bytes()
    except OSError as error:
        remedy = "name a text, such as FILE.docx, .md or .txt"
        raise misused(args, f"cannot be read ({error})", remedy, str(args.file)) from error
    return data
