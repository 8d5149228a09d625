"""A file of any kind without the name that must go."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from jisr.removal.encodings import decode_text
from jisr.removal.file_names import follow_renames
from jisr.removal.glossary_entry import drop_former_names, remove_actors
from jisr.removal.ledgers import redact_text
from jisr.removal.redact import Redact
from jisr.removal.spellings import Spellings


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
    return redact_text(name, text, redact, sources).encode(encoding, "replace")
