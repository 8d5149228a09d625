"""The verbs that take in what others made elsewhere."""

from argparse import Namespace
from pathlib import Path

from jisr.app.articles.printed import take_seed
from jisr.app.exchange.finished import Translation, has_markers, import_translation, make_clue_reader
from jisr.app.exchange.folder import import_folder
from jisr.app.exchange.review import import_review
from jisr.app.exchange.translators import READERS, import_format, import_project
from jisr.app.exchange.wordpress import import_wordpress
from jisr.cli.messages import report_result
from jisr.cli.options import slug_argument
from jisr.cli.verbs.decisions import decider_name, misused, signer_name
from jisr.exchange.formats.omegat import PROJECT_FILE
from jisr.exchange.review.reading import is_review, read_around, read_review
from jisr.model.ledger import State
from jisr.seeds import suggest_slug
from jisr.storage.inputs.clock import today


def import_files(root: Path, args: Namespace) -> bool:
    """Take over a translation, a folder of them, or what reviewers and translators made of an export."""
    path = args.file or Path(args.article)
    if args.seed:
        slug = slug_argument(args.article) if args.file else suggest_slug(path.stem)
        return report_result(root, take_seed(root, slug, path.name, _read(args, path), today()), most=None)
    slug = slug_argument(args.article) if args.file else ""
    if args.wordpress:
        _read(args, path)
        result = import_wordpress(root, path, _worker(args, f"--wordpress {path}"), today())
        return report_result(root, result, most=None)
    if not slug and (path / PROJECT_FILE).is_file():
        result = import_project(root, path, _worker(args, str(path)), today())
        return report_result(root, result, most=None)
    if not slug and path.is_dir():
        result = import_folder(root, path, _read_how(root, args, b"", str(path)), today())
        return report_result(root, result, most=None)
    data, name = _read(args, path), str(path)
    if is_review(name, data):
        by = _worker(args, " ".join(filter(None, [slug, name])))
        around = read_around(name, data)
        result = import_review(root, read_review(name, data), name, by, today(), slug, around)
    elif path.suffix.lower() in READERS:
        by = _worker(args, " ".join(filter(None, [slug, name])))
        result = import_format(root, slug, name, data, by, today())
    elif slug:
        how = _read_how(root, args, data, name)
        result = import_translation(root, slug, how, make_clue_reader(root), today())
    else:
        remedy = "jisr import ARTICLE FILE, or: jisr import FOLDER"
        raise misused(args, "which article is this a translation of? it does not say so itself", remedy, name)
    return report_result(root, result, most=None)


def _worker(args: Namespace, what: str) -> str:
    """Whose work the rows of `what` are. Raises `JisrError` for nobody's or a machine's."""
    if args.state == State.DRAFT or args.origin:
        message = "the rows of such a file are taken as the work of whoever --by names, never as drafts"
        remedy = "hand in a machine's words as a text: jisr import ARTICLE FILE.md --as draft --origin NAME"
        raise misused(args, message, remedy, what)
    return signer_name(args, what)


def _read_how(root: Path, args: Namespace, data: bytes, name: str) -> Translation:
    """A file as what it is to be taken. Raises `JisrError` where that is not said."""
    state = State(args.state or State.EDITED)
    origin = args.origin.strip()
    if state is State.DRAFT and not origin:
        remedy = '--origin "language model", or the name of the system'
        raise misused(args, "a draft must say what made it", remedy)
    if origin and state is not State.DRAFT:
        remedy = "add --as draft, or leave --origin out"
        raise misused(args, "--origin says what made a draft", remedy, origin)
    if state is State.DRAFT or (args.state and has_markers(name, data)):
        return Translation(name, data, state, decider_name(root, args), origin)
    what = args.article if args.file is None else f"{args.article} {args.file}"
    return Translation(name, data, state, signer_name(args, what))


def _read(args: Namespace, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "name a text, such as FILE.docx, .md or .txt, or a folder"
        raise misused(args, f"cannot be read ({error.strerror})", remedy, str(path)) from error
