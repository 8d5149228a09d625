"""What WhatsApp and Telegram put before each message of a chat that was saved or copied: who wrote, and when.

Of one who sent an article piece by piece both are left out; where several write by turns their names stay,
but not their telephones.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jisr.lang.arabic import fold
from jisr.lang.word_lists import folded_words, read_word_lists
from jisr.seeds.decoding import Line

_UNSEEN = "[\u200e\u200f]*"
_SLASH = rf"{_UNSEEN}[./-]"  # in Arabic WhatsApp has marks of direction around it
_DAY = rf"[\d٠-٩]{{1,4}}{_SLASH}[\d٠-٩]{{1,2}}{_SLASH}[\d٠-٩]{{2,4}}"
_HOUR = r"[\d٠-٩]{1,2}:[\d٠-٩]{2}(?::[\d٠-٩]{2})?(?:[ \u00a0\u202f]?[^\W\d]{1,2})?"
_STAMP = re.compile(
    rf"{_UNSEEN}(?P<stamp>(?:\[{_DAY}[,،]? {_HOUR}\]|{_DAY}[,،] {_HOUR} -) {_UNSEEN})"
    rf"(?:(?P<who>~?[^\n:]{{1,40}}): )?(?P<words>.*)"
)
_ABOVE = re.compile(rf"(?P<who>[^\n,،]{{1,40}})(?P<stamp>[,،] \[{_DAY} {_HOUR}\]:?)(?P<words>)")  # Telegram's
_TELEPHONE = re.compile(r"\W*[\d٠-٩][\d٠-٩ \u00a0()-]{6,20}\W*")
# <Media omitted>, <تم استبعاد الوسائط>, and what is said of encryption
_BY_PROGRAM = re.compile(rf"{_UNSEEN}<[^<>\n]{{3,60}}>{_UNSEEN}|.*(?:end-to-end encrypted|مشف[ّ]?رة).*")

_NO_WRITERS = folded_words(read_word_lists("seeds/private_notes/chat.toml")["no_writers"])


def find_chat(lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """The index of each line that has such, and where on it that begins and ends; of one message none.

    A chronicle is none either, in which places or witnesses stand before the colons, or often nobody does.
    """
    found = [(n, _STAMP.match(line.text) or _ABOVE.fullmatch(line.text)) for n, line in enumerate(lines)]
    people = Counter(m["who"] for _, m in found if m and m["who"])
    silent = sum(1 for _, m in found if m and not m["who"] and not _BY_PROGRAM.fullmatch(m["words"]))
    first = {fold(who).text.split()[0] for who in people if who.strip()}
    if max(people.values(), default=0) < 2 or 2 * silent > people.total() or first & _NO_WRITERS:
        return
    for n, m in found:
        if m and _BY_PROGRAM.fullmatch(m["words"]):
            yield n, 0, len(m.string)
        elif m and m["who"] and len(people) == 1:
            yield n, 0, m.start("words")
        elif m and m["who"] and _TELEPHONE.fullmatch(m["who"]):
            yield n, 0, m.end("who")  # the colon stays: somebody else speaks
        elif m and m["who"]:
            yield n, *m.span("stamp")
