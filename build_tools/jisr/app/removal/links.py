"""Links to what goes: their words stay, their addresses go; what a person has to see to is said."""

from collections.abc import Collection

from jisr.app.removal.plans import Files
from jisr.model.diagnostics import Finding
from jisr.removal.file_names import link_remover
from jisr.removal.ledgers import redact_text
from jisr.removal.traces import NOT_MENDED, kind_of, project_files
from jisr.removal.views import decode_text
from jisr.translation.removed import REMOVED_FILE

_LISTS = ("settings", "look")  # a sign in place of an address would break them


def without_links(
    files: Files, slug: str, key: str, others: Collection[str]
) -> tuple[dict[str, bytes | None], list[Finding]]:
    """Files but `others` without the addresses of an article or a block; where a person has to cut them."""
    contents: dict[str, bytes | None] = {}
    notices = []
    for file in project_files(files.root):
        if file in others or kind_of(file) in NOT_MENDED or file == REMOVED_FILE:
            continue
        read = decode_text(data := files.read(file) or b"")
        if read is None:
            continue
        drop = link_remover(slug, key, file)
        if kind_of(file) in _LISTS:
            lines = [n for n, line in enumerate(read[0].splitlines(), 1) if drop(line) != line]
            message, remedy = "this still leads to what was removed", "take the address out of this line"
            notices += [Finding("remove", message, file, line, remedy=remedy) for line in lines]
        elif drop(read[0]) != read[0]:
            now = redact_text(file, read[0], drop, {}).encode(read[1])
            contents |= {file: now} if now != data else {}
    return contents, notices
