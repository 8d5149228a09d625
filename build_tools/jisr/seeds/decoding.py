"""Bytes as handed in → lines of clean text, or an error that says which byte is wrong and what to do.

Encodings are recognised, never guessed from the language alone: a byte order mark, valid UTF-8, UTF-16 whose
characters are plausible, and Windows-1256 where nothing else fits and the result is Arabic.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jisr.lang.typography.characters import SHAPES, fold_shapes, is_reversed, part_words
from jisr.model.diagnostics import Finding, JisrError, notice, unfinished_merge, warning

MAX_BYTES = 8_000_000  # a book of a thousand pages; more is a mistake, and must not hold up the others
MAX_LINE = 500_000  # characters
_PICTURE = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{100,}")  # whole in a text

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1256": "Windows-1256",
    "cp1252": "Windows-1252",
}
_SAVE = "open the file in an editor, save it as UTF-8, and check its text"
_MOST_FINDINGS = 20  # of one kind in one file; more would bury the rest


# White space and invisible marks; a line of nothing else is blank.
_EDGES = "".join(
    map(chr, (9, 32, 0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x2060, 0x3000, 0x61C))
)


def strip_blanks(text: str) -> str:
    """`text` without white space and invisible marks at both ends."""
    return text.strip(_EDGES)


@dataclass(frozen=True)
class Line:
    """A line of a seed without its end; `number` counts from 1 as editors do, at LF, CR and CRLF."""

    number: int
    text: str


def read_lines(data: bytes, file: str) -> tuple[list[Line], list[Finding]]:
    """The lines of a seed, clean, and notices of what was removed.

    Raises `JisrError` for what cannot be read or must not be published: nothing in the file, too much,
    bytes that are no text, control characters, characters that turn the direction of others around.
    """
    text, findings = decode(data, file)
    lines = split_lines(_PICTURE.sub("data:", text))
    if long := next((line for line in lines if len(line.text) > MAX_LINE), None):
        message = f"a line of {len(long.text):,} characters"
        remedy = f"break it into paragraphs; up to {MAX_LINE:,} characters a line are read"
        raise JisrError(Finding("seed-size", message, file, long.number, long.text[:80], remedy))
    odd = [] if _USUAL.fullmatch(text) else lines
    if errors := [*_unfinished_merge(lines, file), *_forbidden(odd, file)]:
        raise JisrError(errors)
    cleaned = [Line(line.number, clean_line(line.text)) for line in lines] if odd else lines
    if not any(strip_blanks(line.text) for line in cleaned):
        raise JisrError(empty_finding("there is no text in this file", file))
    return cleaned, [*findings, *_removed(odd, file), *_presentation_forms(odd, file)]


def _unfinished_merge(lines: Iterable[Line], file: str) -> list[Finding]:
    """The first of the marks that git leaves around two versions: they would be published as text."""
    marked = [line for line in lines if re.match(r"<{7} \S|>{7} \S", line.text)]
    if {line.text[0] for line in marked} != {"<", ">"}:
        return []
    return [unfinished_merge(file, marked[0].number, marked[0].text)]


# --- encoding ----------------------------------------------------------------------------------------


def decode(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """The text of `data`, with a notice where its encoding was concluded from its content.

    Raises `JisrError` where it is empty, too large, binary, or holds bytes that are no text.
    """
    if not data:
        raise JisrError(empty_finding("the file is empty", file))
    if len(data) > MAX_BYTES:
        raise JisrError(size_finding(len(data), file))
    bom, encoding = next((one for one in _BOMS if data.startswith(one[0])), (b"", "utf-8"))
    try:
        text = _strict(data, encoding, len(bom), file) if bom else data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, file)
    mended, numbers = _unmangled(text, file)
    if bom or not _is_binary(mended):
        return mended, [_mangled(numbers, file)] if numbers else []
    if encoding := _utf16(data):
        return data.decode(encoding), [_concluded(encoding, file)]
    raise JisrError(_binary_finding(text, file))


def decode_anyway(data: bytes) -> str:
    """The text of `data` as far as it can be read, its lines ended by LF; never fails."""
    try:
        text = decode(data, "")[0]
    except JisrError:
        encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
        text = data[:MAX_BYTES].decode(encoding, "replace")
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def empty_finding(message: str, file: str) -> Finding:
    """The error about a file without text."""
    return Finding("seed-empty", message, file, 1, remedy="put the text in, or remove the file")


def size_finding(size: int, file: str) -> Finding:
    """The error about a file of `size` bytes, which is too large to be an article."""
    remedy = f"split it into articles; up to {MAX_BYTES:,} bytes are read"
    return Finding("seed-size", f"the file has {size:,} bytes", file, 1, remedy=remedy)


def _decode_other(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """What is not valid UTF-8: UTF-16, Windows-1256, or UTF-8 with damaged bytes."""
    if encoding := _utf16(data):
        return data.decode(encoding), [_concluded(encoding, file)]
    text = data.decode("cp1256")  # gives every byte a character, so the result has to be judged
    arabic = _arabic_share(text) > 0.6 and not _is_another_code_page(text)
    if arabic and not _is_utf8_at_heart(data) and not _is_binary(text):
        return text, [_concluded("cp1256", file)]
    if _is_binary(text):
        raise JisrError(_binary_finding(text, file))
    return _strict(data, "utf-8", 0, file), []


def _strict(data: bytes, encoding: str, start: int, file: str) -> str:
    """Decode, or raise a `JisrError` that names the first bytes that are no text."""
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        at = start + error.start
        wrong = data[at : start + error.end]
        before = data[start:at].decode(encoding, "ignore")
        message = f"not {_NAMES[encoding]} (at byte {at + 1}: {wrong.hex(' ').upper()})"
        line = len(_LINE_END.findall(before)) + 1
        excerpt = before[-40:].split("\n")[-1]
        raise JisrError(Finding("seed-encoding", message, file, line, excerpt, _SAVE)) from error


_ARABIC = re.compile("[\u0621-\u063a\u0641-\u0652]")
_TORN = re.compile(rf"{_ARABIC.pattern}[\u00c0-\u024f]|[\u00c0-\u024f](?={_ARABIC.pattern})")
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]"
)


def _arabic_share(text: str) -> float:
    """The share of Arabic letters among all that is neither white space nor ASCII."""
    others = sum(1 for c in text if c > "\x7f" and not c.isspace())
    return len(_ARABIC.findall(text)) / others if others else 0.0


def _is_another_code_page(text: str) -> bool:
    """Whether × or French letters stand within Arabic words, as where ISO 8859-6 is read as Windows-1256."""
    return 50 * len(_TORN.findall(text)) > len(_ARABIC.findall(text))


def _is_utf8_at_heart(data: bytes) -> bool:
    """Whether most bytes above ASCII form UTF-8 sequences: then the others are damage, not another encoding.

    Windows-1256 makes some by chance (a letter before ، or «); Arabic in UTF-8 read as Windows-1256 is Arabic
    letters too, so that the share of those alone does not tell.
    """
    lengths = [len(sequence) for sequence in _UTF8_SEQUENCE.findall(data)]
    single = lengths.count(1)
    return sum(lengths) - single > single


def _utf16(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where `data` without a mark is plausible as one of them, else empty."""
    if len(data) % 2:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        usual = sum(1 for c in text if "\x20" <= c <= "\x7e" or c in "\r\n\t" or "\u0600" <= c <= "\u06ff")
        if usual > 0.9 * len(text):
            return encoding
    return ""


def _is_binary(text: str) -> bool:
    """Whether more than one character in twenty is a control character; a few are mended by hand."""
    return 20 * len(_CONTROL.findall(text)) > len(text)


def _binary_finding(text: str, file: str) -> Finding:
    match = _CONTROL.search(text)
    assert match  # there are so many that the file is binary
    line = len(_LINE_END.findall(text, 0, match.start())) + 1
    message = f"this is not a text file: it holds control characters (the first is {ord(match[0]):02X})"
    remedy = "export the text from the program that made it as plain text in UTF-8"
    return Finding("seed-binary", message, file, line, remedy=remedy)


def _concluded(encoding: str, file: str) -> Finding:
    message = f"read as {_NAMES[encoding]}, which was concluded from its content"
    remedy = "save the file as UTF-8, so that nothing has to be concluded"
    return notice("seed-encoding", message, file, 1, remedy=remedy)


# --- UTF-8 that was read as another encoding, and saved so --------------------------------------------------

_LEADS = {"cp1256": "طظ", "cp1252": "ØÙ"}  # what the first byte of most Arabic letters is there
_SECONDS = {
    encoding: re.escape(bytes(range(0x80, 0xC0)).decode(encoding, "ignore")) + "\x80-\x9f"
    for encoding in _LEADS
}
_MANGLED = {  # the first letter outside of the group: a search runs to it at ten times the speed
    encoding: re.compile(f"[{lead}][{_SECONDS[encoding]}] ?(?:[{lead}][{_SECONDS[encoding]}] ?){{3}}")
    for encoding, lead in _LEADS.items()
}
_STOPS = "()[]،؛؟.,:!…–—-"  # what may stand beside a word, and quotes within that
_AROUND = f"{_STOPS}«»“”‘’\"'"
_SOUND = f"{_AROUND}\xa0\u200c\u200d"
_DAMAGED = {  # signs that no sound word has
    encoding: re.compile(
        "[âÂØÙ\ufffd" + "".join(c for c in _SECONDS[encoding] if not c.isalpha() and c not in _SOUND) + "]"
    )
    for encoding in _LEADS
}


def _unmangled(text: str, file: str) -> tuple[str, list[int]]:
    """`text` with Arabic in place of «ط§ظ„ظ…» or `Ø§Ù„Ù…`, and the numbers of the lines on which that was.

    Arabic never is UTF-8 by chance, so that a line which can be read so was meant so. Raises `JisrError`
    where signs of it are lost.
    """
    encoding = next((name for name, signs in _MANGLED.items() if signs.search(text)), "")
    if not encoding:
        return text, []
    mended: list[int] = []
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            lines[n] = _decode_again(line, encoding)
        except UnicodeError as error:
            if not _MANGLED[encoding].search(line):
                continue
            if sound := _mended_within(line, encoding):
                lines[n] = sound
            else:
                message = f"letters of UTF-8 that were read as {_NAMES[encoding]}, and some of them are lost"
                remedy = "take the text from where it came from anew; nobody can put these letters right"
                finding = Finding("seed-encoding", message, file, n + 1, line[:40], remedy)
                raise JisrError(finding) from error
        mended.append(n + 1)
    return "\n".join(lines), mended


def _mended_within(line: str, encoding: str) -> str:
    """A line of sound words with the mangled ones put right; nothing where signs of one are lost."""
    words = line.split(" ")
    for n, word in enumerate(words):
        for one in (word, word.strip(_STOPS), word.strip(_AROUND)):
            try:
                words[n] = word.replace(one, _decode_again(one, encoding))
                break
            except UnicodeError:
                continue
        else:
            if _DAMAGED[encoding].search(word):
                return ""
    return " ".join(words)


def _decode_again(text: str, encoding: str) -> str:
    return b"".join(_byte(c, encoding) for c in text).decode("utf-8")


def _byte(character: str, encoding: str) -> bytes:
    return bytes([ord(character)]) if "\x80" <= character <= "\x9f" else character.encode(encoding)


def _mangled(numbers: Sequence[int], file: str) -> Finding:
    message = f"letters of UTF-8 that were read in another encoding were put right ({len(numbers):,} lines)"
    remedy = "look the text over, and save it anew as UTF-8"
    return warning("seed-encoding", message, file, numbers[0], remedy=remedy)


# --- lines -----------------------------------------------------------------------------------------------

_LINE_END = re.compile(r"\r\n?|\n")
_INNER_END = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # ends that only some programs count as a line's


def split_lines(text: str) -> list[Line]:
    """The lines of `text` at line ends of all kinds; a form feed or U+2029 leaves a blank line behind."""
    lines: list[Line] = []
    for number, raw in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        if not _INNER_END.search(raw):
            lines.append(Line(number, raw))
            continue
        start = 0
        for end in _INNER_END.finditer(raw):
            lines.append(Line(number, raw[start : end.start()]))
            if end[0] in "\x0c\u2029":
                lines.append(Line(number, ""))
            start = end.end()
        lines.append(Line(number, raw[start:]))
    return lines


# --- characters --------------------------------------------------------------------------------------------

# C0 and C1 without tab and line ends; tags (invisible copies of ASCII); what Unicode will never assign.
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_NEVER = re.compile("[\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]")
# Nothing but what none of these patterns, those below and no form of a letter is: one look at most texts.
_USUAL = re.compile("[\t\n\r -~\u00a0-\u00ac\u00ae-\u1fff\u2010-\u2027\u2030-\u205f]*")

# Embeddings and isolates (word processors leave them behind; pages isolate other scripts themselves), marks
# of byte order, soft hyphens, zero-width spaces, annotations. ZWNJ, ZWJ, LRM, RLM and ALM may stay.
_UNWANTED = re.compile("[\u202a-\u202c\u2066-\u2069\ufeff\u00ad\u200b\u206a-\u206f\ufff9-\ufffb]")


def clean_line(text: str) -> str:
    """A line without what pages go without; a zero-width space between two words becomes a space."""
    return _UNWANTED.sub("", part_words(text))


def is_allowed_text(text: str) -> bool:
    """Whether no character of `text` must not reach a page; entities of HTML stand for any."""
    return not any(pattern.search(text) for pattern, *_ in _FORBIDDEN)


_DELETE = "delete it, or put in what was meant"
_DELETE_ALL = (
    "delete it, pages set directions themselves; all at once: sed -i 's/\\xE2\\x80[\\xAD\\xAE]//g' FILE"
)
_FORBIDDEN = (
    (_CONTROL, "seed-control", "a control character", _DELETE),
    (
        _OVERRIDE,
        "seed-bidi",
        "a character that turns the direction of the text behind it around",
        _DELETE_ALL,
    ),
    (_NEVER, "seed-control", "a character that is none", _DELETE),
)


def _forbidden(lines: list[Line], file: str) -> Iterator[Finding]:
    """An error for each line with characters that must not reach a page, up to twenty of a kind."""
    for pattern, check, what, remedy in _FORBIDDEN:
        hits = [(line, m) for line in lines if (m := pattern.search(line.text))]
        remedy = remedy.replace("FILE", file)
        for line, match in hits[:_MOST_FINDINGS]:
            around = line.text[max(0, match.start() - 20) : match.end() + 20]
            message = f"{what}: {_name(match[0])}, character {match.start() + 1} of the line"
            yield Finding(check, message, file, line.number, around, remedy)
        for line, _ in hits[_MOST_FINDINGS : _MOST_FINDINGS + 1]:
            more = f"{what} in {len(hits) - _MOST_FINDINGS:,} more lines"
            yield Finding(check, more, file, line.number, remedy=remedy)


def _removed(lines: list[Line], file: str) -> Iterator[Finding]:
    """One notice for each kind of invisible character that the pages go without."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        for character in _UNWANTED.findall(line.text):
            places[character].append(line.number)
    remedy = "nothing needs doing; delete it from the seed to be rid of this notice"
    for character, numbers in sorted(places.items()):
        times = f"{len(numbers):,} times" if len(numbers) > 1 else "once"
        times += "; a space between words" if character == "\u200b" else ""
        message = f"{_name(character)} is left out of the pages ({times})"
        yield notice("seed-invisible", message, file, numbers[0], remedy=remedy)


def fold_presentation_forms(lines: list[Line]) -> list[Line]:
    """The lines with letters for a PDF file's forms of them: else no word of a byline or note were known."""
    text = "\n".join(line.text for line in lines)
    if _USUAL.fullmatch(text) or (folded := fold_shapes(text)) == text:
        return lines
    return [Line(line.number, new) for line, new in zip(lines, folded.split("\n"), strict=True)]


def _presentation_forms(lines: list[Line], file: str) -> Iterator[Finding]:
    """One notice where letters stand in a PDF file's forms: pages have letters in their place."""
    hits = [line for line in lines if SHAPES.search(line.text)]
    if hits and not is_reversed("\n".join(line.text for line in hits)):
        message = f"presentation forms, as from a PDF file, are folded to letters ({len(hits):,} lines)"
        remedy = "nothing needs doing"
        yield notice("seed-invisible", message, file, hits[0].number, hits[0].text[:80], remedy)


def _name(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()
