"""What front matter of a seed of any format says: title, author, date, and what holds the text back."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any

from jisr.markup.html import names
from jisr.model.diagnostics import Finding, JisrError, Severity, notice
from jisr.model.languages import LANGS, ORIGINAL
from jisr.model.release import parse_moment
from jisr.model.source import Meta, PublicationDate
from jisr.seeds.content import SeedText
from jisr.seeds.decoding import Line, decode_anyway, empty_finding, strip_blanks
from jisr.seeds.facts import complete_author, line_facts
from jisr.storage.yaml import YamlDocument, parse_yaml

_MOST_LINES = 300
_KEY = re.compile(r"[\"']?[\w-]+[\"']?[ \t]*:")
_PAIR = re.compile(r"^[\"']?([\w-]+)[\"']?[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_OWN = re.compile(
    r"(?:title|draft|date|author|status|published|layout|tags|slug|description|lang)[ \t]*:", re.IGNORECASE
)

# Front matter in TOML and JSON, as other programs have it.
_OTHER_FORM = re.compile(r"\s*(?:\+\+\+[ \t]*\n\s*[\w.\"'-]+[ \t]*=|\{\s*\"[\w-]+\"[ \t]*:)")

# What content systems call a text that is not to be read yet.
_WITHHELD_IF = names(
    """draft private hidden unpublished unlisted embargoed withheld wip isdraft isprivate ishidden
    donotpublish مسودة محجوب سري"""
)
_SHOWN_IF = names(
    "published publish public listed visible released live ready ispublished ispublic isvisible منشور"
)
_FOR_SOME = names("password postpassword")
_STATES = ("status", "state", "visibility", "poststatus", "stage", "publishstatus", "الحالة", "حالة")
_HELD = names(
    """draft held hold private hidden unpublished embargoed embargo pending review in-review withheld
    withdrawn archived trash unlisted future scheduled مسودة محجوب مؤجل مؤجلة"""
) | {"in review", "غير منشور", "غير منشورة", "قيد المراجعة", "للمراجعة"}
_UNTIL = names(
    """embargo embargountil embargoeduntil until publishdate publishon publishat publishedat pubdate
    scheduled scheduledat scheduledfor releasedate releaseon releaseat datepublished publisheddate
    publicationdate availablefrom notbefore"""
)
_EXPIRES = names("expirydate expires expireson expiresat expiration expirationdate unpublishdate unpublishon")
_STATUS = names("status poststatus publishstatus visibility")  # of which every word has to be known
_PUBLISHED = names("published publish public live visible released منشور")
_YES, _NO = ("true", "yes", "on", "1", "نعم"), ("false", "no", "off", "0", "لا")
_HOLDING = ((_WITHHELD_IF, _YES), (_SHOWN_IF, _NO), (_STATES, _HELD))
_MAY_HOLD = _WITHHELD_IF | _SHOWN_IF | _FOR_SOME | _UNTIL | _EXPIRES | {*_STATES, "date"}
_WRITE_DAY = "write the day as 2023-10-05, with an hour as 2023-10-05 18:00; or take the line out"
_NO_EXPIRY = "no day takes a text down here: take the line out; once it has come, withdraw the text"
_WRITE_STATUS = "write published, draft, embargoed or withdrawn; or take the line out"
_WRITE_FLAG = "write true or false; or take the line out"
_UNUSABLE = {_WRITE_STATUS: "no status that is known, so ", _WRITE_FLAG: "neither yes nor no, so "}
_CALLED = {
    **dict.fromkeys(("العنوان", "عنوان"), "title"),
    **dict.fromkeys(("authors", "byline", "الكاتب", "الكاتبة", "المؤلف", "المؤلفة", "بقلم"), "author"),
    **dict.fromkeys(("التاريخ", "تاريخ"), "date"),
}
"""What authors call what is known here by another name."""
_UNFENCED = (
    frozenset(_CALLED)
    | names(
        """title subtitle date modified author tags category categories keywords slug status draft summary
    description lang layout النص الحالة created owner assignee type priority url"""
    )
    | {"created time", "created by", "last edited", "last edited time", "last edited by", "publish date"}
)
"""What stands at the top without fences, as Pelican and Notion have it, and forms that authors fill in."""
# «العنوان» is an address as well: شارع ("street"), بناية ("building"), الطابق ("floor"), ص.ب ("P.O. box")
_ADDRESS = re.compile(
    r"(?=.*(?:[،,–—-]|\d)).*(?<!\w)(?:(?:ال)?(?:شارع|حي|بناية|مبنى|عمارة|طابق|شقة|حارة|جادة|زقاق)"
    r"|ص ?\. ?ب|صندوق (?:ال)?بريد|هاتف)(?!\w)"
)
_TEXT = "النص"  # ("the text")
# unlike YAML's, a value may begin or end with a quotation mark of its own
_LINE = re.compile(r"([\w-]+(?: [\w-]+){0,2})[ \t]*:[ \t]*(?:([\"'])(?P<inside>[^\"']*)\2|(?P<words>.*?))")
_ORIGINAL = "original"  # of which file of a word processor a seed was made: `word.conversion`
_NULL = ("null", "~")  # of YAML
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def read_front_matter(seed: SeedText) -> tuple[Meta, list[Line], list[Finding]]:
    """The seed's meta with what front matter adds to it, the lines below, and notices of what is not used.

    A rule (`---`) at the top with anything but `key:` below it is none; without one, lines are that say the
    title and more of what is known. Raises `JisrError` if it is no YAML.
    """
    start, end = _find_ends(seed)
    if not end:
        return seed.meta, list(seed.lines), []
    is_fenced = start >= 0 and _is_rule(seed.lines[start].text, "---")
    above = seed.lines[: start + 1] if start >= 0 and not is_fenced else ()
    lines, body = seed.lines[start + 1 : end], [*above, *seed.lines[end + is_fenced :]]
    if not any(strip_blanks(line.text) for line in body):
        raise JisrError(empty_finding("there is no text below the front matter", seed.file))
    texts = [line.text for line in lines]
    about: list[Finding] = []
    if not is_fenced:  # what is not fenced need be no YAML
        pairs = _unfenced(texts)
        texts = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in pairs]
        message = "what stands at the top is taken as facts of the article, not as text"
        remedy = "nothing needs doing; what is text, part from it by a blank line"
        others = [key if _called(key) == "title" else f"{key}: {value}" for key, value in pairs]
        about.append(notice("front-matter", message, seed.file, lines[0].number, " | ".join(others), remedy))
    # As many line ends before it as in the file, so that errors name the file's lines.
    text = "\n" * (lines[0].number - 1) + "\n".join(texts)
    document = parse_yaml(text, seed.file)
    data: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    called = {k: _called(k) for k in map(str, data)}
    called = {k: name for k, name in called.items() if name not in data and name in _CALLED.values()}
    said = {called.get(key, key): value for key, value in data.items()}
    title, author = _title(said.get("title")), author_of(said.get("author"))
    meta = replace(
        seed.meta, title=seed.meta.title or title, author=complete_author(seed.meta.author, author)
    )
    meta = _dated(meta, said)
    meta, withheld = withhold(meta, data)
    understood = {"title": title, "author": author, "date": meta.published, _ORIGINAL: True}
    unused = [
        k for k, v in data.items() if v and k not in withheld and not understood.get(called.get(k, k.lower()))
    ]
    return meta, body, [*about, *_notices(document, unused, withheld, meta)]


def _find_ends(seed: SeedText) -> tuple[int, int]:
    """The places among the lines where front matter begins and ends; 0 and 0 where there is none."""
    lines = seed.lines
    start = next(i for i, line in enumerate(lines) if strip_blanks(line.text))
    if _OTHER_FORM.match("\n".join(line.text for line in lines[start : start + 9])):
        message = (
            "front matter in TOML or JSON, which is not read: it may say that nobody is to see the text yet"
        )
        remedy = "write it between two lines of three hyphens (---), as key: value"
        text = lines[start].text.strip()
        raise JisrError(Finding("front-matter", message, seed.file, lines[start].number, text, remedy))
    below = (line.text for line in lines[start + 1 :] if line.text.strip() and line.text[0] != "#")
    key = next(below, "")
    if not _is_rule(lines[start].text, "---") or not _KEY.match(key):
        first = [line.text for line in lines[start : start + len(_UNFENCED)]]
        if unfenced := _count_unfenced(first):
            return start - 1, start + unfenced
        properties = _count_properties(first) if _is_md(seed.file) else 0
        return (start + 1, start + 2 + properties) if properties else (0, 0)
    last = min(len(lines), _MOST_LINES)
    end = next((i for i in range(start + 1, last) if _is_rule(lines[i].text, "---", "...")), 0)
    said = _PAIR.findall("\n".join(line.text for line in lines[start + 1 : end or last]))
    if not _is_md(seed.file) and _MAY_HOLD.isdisjoint(_bare(key) for key, _ in said):
        return 0, 0  # «بقلم: …» ("by …") between two rules is text
    if not end and _OWN.match(key):
        message = "front matter begins here and never ends"
        remedy = "put a line of three hyphens (---) below it"
        raise JisrError(Finding("front-matter", message, seed.file, lines[start].number, remedy=remedy))
    return start, end


def _called(key: str) -> str:
    """What a key is called here."""
    return _CALLED.get(key.lower(), key.lower())


def _count_unfenced(texts: Sequence[str]) -> int:
    """How many of the first lines say `key: value` of a text, its title among them; 0 where all are text."""
    pairs = _unfenced(takewhile(str.strip, texts))
    said = list(takewhile(lambda pair: not (pair[0] == _TEXT and pair[1]), pairs))  # there it begins
    is_titled = any(_called(key) == "title" and not _ADDRESS.match(value) for key, value in said)
    are_facts = _UNFENCED.issuperset(key.lower() for key, _ in said)
    return len(said) if len(said) > 1 and is_titled and are_facts else 0


def _count_properties(texts: Sequence[str]) -> int:
    """How many lines below a title say `key: value` of a text, as in what Notion exports."""
    if not re.match(r"# \S", texts[0]) or len(texts) < 3 or texts[1].strip():
        return 0
    said = [key.lower() for key, _ in _unfenced(takewhile(str.strip, texts[2:]))]
    return len(said) if len(said) > 1 and _UNFENCED.issuperset(said) else 0


def _unfenced(texts: Iterable[str]) -> list[tuple[str, str]]:
    """What each line says: a key and its value, both empty where it is no such line."""
    lines = (_LINE.fullmatch(text.strip()) for text in texts)
    return [(line[1], line["inside"] or line["words"] or "") if line else ("", "") for line in lines]


def _notices(
    document: YamlDocument, unused: Iterable[str], withheld: Mapping[str, str], meta: Meta
) -> Iterator[Finding]:
    """What front matter says that is not used, and what holds the text back."""
    sidecar = PurePosixPath(document.file).with_suffix(".yml").name
    remedy = f"of front matter title, author and date (YYYY-MM-DD) count; say what else there is in {sidecar}"
    for key in unused:
        finding = document.finding("front-matter", "not used", key, text=key, remedy=remedy)
        yield replace(finding, severity=Severity.NOTICE)
    until = f"before {meta.until:%Y-%m-%d %H:%M}" if meta.until else "until somebody takes this line out"
    held = f"readers do not see the text {until}: its front matter says so"
    for key, remedy in withheld.items():
        message = why_unusable(remedy) + held
        text = f"{key}: {document.data[key]}"
        remedy = remedy or "take the line out once the text may be read"
        finding = document.finding("held", message, key, text=text, remedy=remedy)
        yield replace(finding, severity=Severity.ERROR if withheld[key] else Severity.NOTICE)


def why_unusable(remedy: str) -> str:
    """What is wrong with a line that holds a text back, by its remedy, before that is said; else nothing."""
    return _UNUSABLE.get(remedy, "a day that cannot be used, so ") if remedy else ""


def withhold_by_front_matter(meta: Meta, data: bytes) -> Meta:
    """`meta` with what a seed's front matter says of holding it back, also where the seed cannot be read.

    Whatever looks as if it said so is taken for it.
    """
    head = decode_anyway(data)[:20_000].lstrip()
    if _OTHER_FORM.match(head) and meta.status == "published":
        return replace(meta, status="draft")
    unfenced = _count_unfenced(head.split("\n"))
    if not head.startswith("---") and not unfenced:
        return meta
    lines = "\n".join(head.split("\n")[:unfenced]) if unfenced else head[3:].split("\n---")[0]
    found = _PAIR.findall(re.sub(r"[ \t]#.*", "", lines))
    pairs = [(key, value) for key, value in found if value not in _NULL]
    return withhold(_dated(meta, dict(pairs)), dict(pairs))[0]


def _dated(meta: Meta, data: Mapping[str, Any]) -> Meta:
    """`meta` with the date, and the hour, that front matter has, where the sidecar has no date."""
    if meta.published:
        return meta
    said = next((value for key, value in data.items() if str(key).lower() == "date"), "")
    day, moment = read_day(said)
    return replace(meta, published=day, dated=moment)


def read_day(value: Any) -> tuple[PublicationDate | None, datetime | None]:
    """The day, month or year that a value names, in any calendar and digits, and the moment where it has one.

    12/01/2030 is none: it may be of January or of December.
    """
    said = str(value or "").strip().translate(_WESTERN)
    if moment := moment_of(said):
        return day_of(f"{moment:%Y-%m-%d}"), moment
    in_words = line_facts(said) if re.search("[ء-ي]", said) and ":" not in said else None
    return day_of(in_words.published if in_words and in_words.is_day_alone else said), None


def moment_of(value: Any) -> datetime | None:
    """The moment that a value names, if it names a day, with or without an hour."""
    said = re.sub(r"^(\d{4})[-/.](\d\d?)[-/.](\d\d?)", lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", str(value))
    try:
        return parse_moment(said)
    except ValueError:
        return None


def withhold(meta: Meta, data: Mapping[str, Any]) -> tuple[Meta, dict[str, str]]:
    """`meta` held back where `data` say that nobody is to read the text yet, and the keys that do.

    With each key stands what to do, where it names a day that nobody can read, or use.
    """
    held: dict[str, str] = {}
    until: datetime | None = None
    for key, value in data.items():
        name, said = _bare(key), "" if value is None else str(value).strip().lower()
        is_locked = name in _FOR_SOME and said not in ("", *_NO)
        if is_locked or any(name in keys and said in values for keys, values in _HOLDING):
            held[key] = ""
        elif said and name in _STATUS and said not in _PUBLISHED:
            held[key] = _WRITE_STATUS
        elif not said or said in (*_NO, *_YES):
            continue
        elif name in _UNTIL | _SHOWN_IF and (moment := _begin(name, said)):
            until = max(filter(None, (until, moment)), key=lambda one: one.replace(tzinfo=None))
            held[key] = ""
        elif name in _EXPIRES:
            held[key] = _NO_EXPIRY
        elif name in _UNTIL | {"published", "publish"} or (name == "date" and not meta.published):
            held[key] = _WRITE_DAY  # «بعد العيد» ("after the feast") has no end
        elif name in _WITHHELD_IF | _SHOWN_IF:
            held[key] = _WRITE_FLAG
    if not held or meta.status != "published":
        return meta, held
    if until and all(_bare(key) in _UNTIL | _SHOWN_IF and not remedy for key, remedy in held.items()):
        return replace(meta, status="embargoed", until=until), held
    return replace(meta, status="draft"), held


def says_held(key: str, value: str) -> bool:
    """Whether a key says the state of a text, and that nobody is to read it yet."""
    return _bare(key) in _STATES and value.lower() in _HELD


def _begin(name: str, said: str) -> datetime | None:
    """When readers may see a text that is to appear then; what is held until a month or year names no day."""
    day, moment = read_day(said)
    if day and day.precision != "day" and name.startswith(("embargo", "until")):
        return None
    return moment or (datetime.fromisoformat(day.first_day) if day else None)


def _bare(key: Any) -> str:
    """A key without what content systems write differently: capitals, hyphens, low lines."""
    return re.sub("[-_]", "", str(key).lower())


def _is_md(file: str) -> bool:
    return file.lower().endswith(".md")


def _is_rule(text: str, *rules: str) -> bool:
    return text.rstrip() in rules


def _title(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def author_of(value: Any) -> dict[str, str]:
    """The author by language, from a name or from names by language; empty for anything else."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        value = "، ".join(value)
    if isinstance(value, str) and value.strip():
        return {ORIGINAL.code: value.strip()}
    pairs = value.items() if isinstance(value, dict) else ()
    return {lang: name for lang, name in pairs if lang in LANGS and isinstance(name, str)}


def day_of(value: Any) -> PublicationDate | None:
    """The date of publication from `2023`, `2023-10` or `2023-10-05`; None for anything else."""
    text = str(value or "")
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    day = PublicationDate(text)
    return day if moment_of(day.first_day) else None
