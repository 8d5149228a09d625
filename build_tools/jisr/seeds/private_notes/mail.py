"""What of a mail was pasted with the text: who wrote it to whom, and when; who is answered; the signature."""

import re
from collections.abc import Iterator, Sequence

from jisr.seeds.decoding import Line, strip_blanks

_KEYS = {
    "from": r"[Ff]rom|FROM|من|المرسلة?|المرسِل",
    "to": r"[Tt]o|TO|[Cc][Cc]|[Bb][Cc][Cc]|[Rr]eply-[Tt]o|[إا]لى|المرسل [إا]ليه|نسخة(?: [إا]لى)?|نسخة مخفية",
    "about": r"[Ss]ubject|SUBJECT|(?:ال)?موضوع",
    "when": r"[Dd]ate|DATE|[Ss]ent|(?:ال)?تاريخ|[أا]رسلت?|تاريخ ال[إا]رسال",
}
_KEY = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _KEYS.items()) + r")\s?:(?:\s|$)"
)
_OTHER_KEY = re.compile(r"[A-Z][A-Za-z]+(?:-[A-Za-z0-9]+)*:(?:\s|$)|المرفقات\s?:")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_FORWARDED = re.compile(r"-{4,} ?[^\W\d_][^-\n]{3,60}-{4,}|_{20,}")  # Forwarded message, رسالة معاد توجيهها
_QUOTED = re.compile(r"^[ \t>*]+")
_MOST = 40  # lines of a head
_REPLY = re.compile(
    r"\b(?:wrote|كتبت?)\b[^\n]*:$|:\s?[^\n]*\b(?:wrote|كتبت?)\b:$"
)  # who is answered, with an address
_SIGNATURE, _LONGEST = 8, 80  # lines of one, and characters of those below words that end a letter
# How letters end; «شكر وتقدير» ("thanks and appreciation"), «التقدير: جيد» ("grade: good"), «تحية إلى …»
# ("a salute to …") are headings.
_CLOSING = re.compile(
    r"(?!(?:ال)?(?:شكر|تقدير)\b|تحية [إا]لى\b)"
    r"(?:مع )?(?:(?:خالص|فائق|[أا]طيب|كل) )?(?:ال)?(?:تحي[ةا]ت?ي?|شكر|تقدير|احترام|مود[ةت]ي?|تمنيات)\b"
    r"[^:]{0,40}"
    r"|وتفضلوا.{0,60}|وتقبلوا.{0,60}|ودمتم.{0,30}"
    r"|(?i:(?:best|kind|warm) (?:regards|wishes)|regards|sincerely|thanks).{0,20}"
)
_BY_PROGRAM = re.compile(
    r"(?i:sent from my |get outlook for ).{1,40}"
    r"|(?:[أا]ُ?رسلت?|مرسلة?|تم ال[إا]رسال) من (?:الـ? ?|جهاز(?:ي| ال)? ?)?"
    r"(?:[A-Za-z]{3,}|[آا]يفون|[آا]يباد|هاتفي?|جوالي?)(?: (?![إا]لى )\S+){0,3}"
)
# A letter that is published is headed as one («رسالة مفتوحة», "open letter", «بيان», "statement"): those who
# signed it are text.
_PUBLISHED = re.compile(r"(?:ال)?(?:رسالة|بيان|نداء|عريضة|مناشدة)(?!\w)")
_STAMP = re.compile(r"\d{4}|\d:\d\d")  # a program says when somebody wrote, to the minute
_TELEPHONE = re.compile(r"(?<![\d٠-٩])(?:\+|[0٠])[\d٠-٩][\d٠-٩ ()-]{6,18}")


def find_mail_heads(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The indexes at which heads of mails begin and end: keys of mail in a row of lines, and an address.

    An open letter that is published («إلى: السيد الوزير») has such a head too, but no address. Below a line
    that a program drew, a mail that is shorter than what stands above it is the one that is answered.
    """
    i = 0
    while i < len(lines):
        end = _end_of_head(lines, i) if _is_first(lines, i) else i
        if end > i:
            is_forwarded = bool(i and _FORWARDED.fullmatch(_bare(lines[i - 1])))
            above, below = (sum(len(line.text) for line in part) for part in (lines[: i - 1], lines[end:]))
            yield i - is_forwarded, len(lines) if is_forwarded and above > below else end
        i = max(end, i + 1)


def find_mail_ends(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The indexes of signatures, and of lines that say whose mail is answered, with that if nothing follows.

    Signatures, below `--` or the words that end a letter, and those lines only where they tell an address or
    a telephone: nobody means that for readers there, but in a letter that is published.
    """
    bare = [_bare(line) for line in lines]
    end = len(lines) - next((n for n, one in enumerate(reversed(bare)) if one), len(lines))
    first = next((n for n, one in enumerate(bare) if one), 0)
    is_published = bool(bare and _PUBLISHED.match(bare[first].lstrip("# ")))
    for i, line in enumerate(lines):
        if "@" in line.text and _tells_who_is_answered(bare[i]):
            yield i, end if _STAMP.search(bare[i]) and _is_answered_below(lines[:end], i) else i + 1
        elif i > first and _BY_PROGRAM.fullmatch(bare[i]):
            yield i, i + 1
        elif line.text.rstrip() == "--" and not (i and bare[i - 1]):
            if _is_signature(bare[i + 1 : end]):
                yield i, end
        elif not is_published and _CLOSING.fullmatch(bare[i]):
            said = _to_next_end(bare[i + 1 : end])
            if _is_signature(said) and max(map(len, said)) < _LONGEST:
                yield i, i + 1 + len(said)


def _is_signature(said: Sequence[str]) -> bool:
    return len(said) <= _SIGNATURE and any(_ADDRESS.search(one) or _TELEPHONE.search(one) for one in said)


def _to_next_end(bare: Sequence[str]) -> Sequence[str]:
    """The lines above one that ends a mail in another way, or all."""
    ends = (
        n
        for n, one in enumerate(bare)
        if one == "--"
        or any(p.fullmatch(one) for p in (_BY_PROGRAM, _FORWARDED))
        or _tells_who_is_answered(one)
    )
    return bare[: next(ends, len(bare))]


def _is_answered_below(lines: Sequence[Line], i: int) -> bool:
    """Whether all below a line is the mail that is answered, and less than the answer: that is the text."""
    below = [line.text for line in lines[i + 1 :] if strip_blanks(line.text)]
    is_quoted = all(text.lstrip().startswith(">") for text in below)
    return is_quoted and sum(map(len, below)) < sum(len(line.text) for line in lines[:i])


def _tells_who_is_answered(text: str) -> bool:
    return bool(len(text) < 200 and _ADDRESS.search(text) and _REPLY.search(text))


def _bare(line: Line) -> str:
    return strip_blanks(_QUOTED.sub("", line.text)).replace("**", "")


def _is_first(lines: Sequence[Line], i: int) -> bool:
    """Whether a head may begin on a line: what stands above it is no line of a text."""
    above = _bare(lines[i - 1]) if i else ""
    return (not above or _FORWARDED.fullmatch(above) is not None) and _is_key(_bare(lines[i]))


def _is_key(text: str) -> bool:
    return bool(_KEY.match(text) or _OTHER_KEY.match(text))


def _end_of_head(lines: Sequence[Line], start: int) -> int:
    """Behind the last line of a head that begins there; `start` if it is none.

    A word processor has a blank line between any two.
    """
    end = at = start
    head: list[str] = []
    while at < min(len(lines), start + _MOST):
        text = _bare(lines[at])
        goes_on = end == at > start and lines[at].text[:1] in (" ", "\t")
        if text and not (_is_key(text) or goes_on):
            break
        at += 1
        if text:
            head.append(text)
            end = at
    keys = {key.lastgroup for line in head if (key := _KEY.match(line))}
    is_below_line = bool(start and _FORWARDED.fullmatch(_bare(lines[start - 1])))
    is_mail = "from" in keys and len(keys) > 1 and (is_below_line or any(map(_ADDRESS.search, head)))
    return end if is_mail else start
