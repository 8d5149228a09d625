"""A file of any kind without the name that must go."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from jisr.removal.file_names import follow_renames
from jisr.removal.glossary_entry import drop_former_names, remove_actors
from jisr.removal.ledgers import redact_ledger
from jisr.removal.redact import Redact, redact_json_lines, redact_page, redact_yaml
from jisr.removal.spellings import Spellings
from jisr.removal.traces import decode_text


def redact_file(
    name: str,
    data: bytes,
    redact: Redact,
    spellings: Spellings,
    parts: Mapping[str, str],
    sources: Mapping[str, str],
) -> bytes:
    """The content of a file without the name, in its own encoding; what is no text stays as it is.

    `parts` are the new names of files, `sources` is as in `redact_ledger`.
    """
    read = decode_text(data)
    if read is None:
        return data
    text, encoding = read
    if name == "seeds/actors.yml":
        text = remove_actors(text, spellings.ids)
    if PurePosixPath(name).suffix in (".yml", ".yaml"):
        text = drop_former_names(text, lambda was: spellings.find(was, near=False))
    text = follow_renames(text, parts)
    return _redact_text(name, text, redact, sources).encode(encoding, "replace")


def _redact_text(name: str, text: str, redact: Redact, sources: Mapping[str, str]) -> str:
    match PurePosixPath(name).suffix.lower():
        case ".yml" | ".yaml":
            return redact_yaml(text, redact)
        case ".po":
            return redact_ledger(text, name, redact, sources)
        case ".md":
            return redact_page(text, redact)
        case ".jsonl" | ".json":
            return redact_json_lines(text, redact)
        case _:
            return redact(text)
