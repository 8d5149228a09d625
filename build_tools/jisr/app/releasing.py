"""What readers may see, and from when on: a person releases an article, or holds it, in either language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jisr import seeds as readers
from jisr.app.articles.writing import find_seed
from jisr.app.asked import BACK_FROM_WITHDRAWN
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, Severity, notice
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, language
from jisr.model.publication import ArticleHead
from jisr.model.release import (
    AT_ONCE,
    HELD,
    NOW,
    WAITS,
    find_hold,
    format_moment,
    instant,
    parse_moment,
    released_langs,
)
from jisr.model.settings import Settings
from jisr.model.source import Meta, SeedFile, sidecar_of
from jisr.storage import disk, transaction
from jisr.storage.config import parse_meta, read_settings
from jisr.storage.yaml.edit import parse_plain, rewrite
from jisr.translation import article_files
from jisr.translation.decisions import events, records


def release(
    root: Path, slug: str, langs: Collection[Lang], now: datetime, at: str = "", by: str = ""
) -> Result:
    """Let readers see an article in `langs` (in both, for none) from the moment `at` on, or from `now` on.

    Raises `JisrError` for a moment that there is not.
    """
    settings = read_settings(root)
    try:
        moment = parse_moment(at) if at else now
        word = format_moment(moment, settings)
    except ValueError as error:
        remedy = f'jisr release {slug} --at "{format_moment(now, settings)}", by the publication\'s clock'
        raise JisrError(Finding("release", "no such moment", text=at, remedy=remedy)) from error
    if at and instant(moment, settings) <= now:
        message = f"this hour is past: by the publication's clock it is {format_moment(now, settings)}"
        remedy = f"jisr release {slug}, without --at, if readers may see it now"
        raise JisrError(Finding("release", message, text=at, remedy=remedy))
    return _say(root, slug, dict.fromkeys(langs or LANGS, word), settings, now, "release", by)


def hold(root: Path, slug: str, langs: Collection[Lang], now: datetime, by: str = "") -> Result:
    """Let readers no longer see an article in `langs` (in both, for none)."""
    return _say(root, slug, dict.fromkeys(langs or LANGS, HELD), read_settings(root), now, "hold", by)


def _say(
    root: Path, slug: str, words: Mapping[Lang, str], settings: Settings, now: datetime, kind: str, by: str
) -> Result:
    """Write into the sidecar what it says of the release of some languages; the others stay as they are."""
    with transaction.lock_project(root):
        seed = find_seed(root, slug)
        file = sidecar_of(seed.file)
        before = readers.apply_withholding(parse_meta(seed.sidecar, file), seed.data, seed.file)
        said = {lang: words.get(lang) or _unsaid(before, lang, settings, now) for lang in LANGS}
        wanted = (
            dict(words) if before.release is not None else {lang: word for lang, word in said.items() if word}
        )
        data = set_in_languages(seed.sidecar, "release", wanted)
        after = readers.apply_withholding(parse_meta(data, file), seed.data, seed.file)
        event = events.new(kind, by, data={"release": dict(words)})
        contents, expected = records.files_with_events(root, slug, [event])
        contents |= {root / file: data}
        done = transaction.commit(root, contents, {**expected, root / file: disk.fingerprint(seed.sidecar)})
    return Result(findings=tuple(_still_held(after, words, file, settings, now)), written=tuple(done))


def _unsaid(meta: Meta, lang: Lang, settings: Settings, now: datetime) -> str:
    """What `release:` has to say of a language, for all to stay as it is, where it said nothing before."""
    if settings.release != AT_ONCE:
        return ""
    held = find_hold(meta, lang, now, settings)
    return format_moment(held.until, settings) if held and held.until else NOW


def _still_held(
    meta: Meta, words: Mapping[Lang, str], file: str, settings: Settings, now: datetime
) -> Iterable[Finding]:
    """What readers go on not to see though it was released: a draft, an embargo, what was withdrawn."""
    if meta.status == "withdrawn" and any(word != HELD for word in words.values()):
        yield notice("withdrawn", "the text was withdrawn", file, remedy=BACK_FROM_WITHDRAWN)
    for lang, word in words.items():
        held = find_hold(meta, lang, now, settings)
        if held and word != HELD and held.why != WAITS:
            message = f"the {language(lang).name} stays held: {held.why}"
            remedy = "take out what says so, in the sidecar or in the front matter of the seed"
            yield Finding("held", message, file, remedy=remedy, severity=Severity.NOTICE)


def held_rows(articles: Iterable[ArticleHead], settings: Settings, now: datetime) -> list[dict[str, str]]:
    """What readers do not see: `[{"slug", "lang", "why", "until"}]`; without an end `until` is empty."""
    return [
        {
            "slug": article.slug,
            "lang": lang,
            "why": held.why,
            "until": format_moment(held.until, settings) if held.until else "",
        }
        for article in articles
        for lang in LANGS
        if (held := find_hold(article.meta, lang, now, settings))
    ]


@dataclass(frozen=True)
class Stand:
    """How an article stands in a language: from when on it is released (`""` where it is not).

    `still` is the status that holds it all the same.
    """

    lang: Lang
    begins: str
    still: str


def find_stands(root: Path, slug: str, langs: Collection[str], now: datetime) -> list[Stand]:
    """How an article stands in those of `langs` that there are; nothing where nobody said anything of it."""
    settings = read_settings(root)
    meta = None
    with suppress(JisrError):  # it is gone, or cannot be read
        meta = _released(find_seed(root, slug), settings, now)[0]
    if meta is None or meta.release is None:
        return []
    found = []
    for lang in LANGS:
        if lang in langs:
            begins, held = meta.release.get(lang), find_hold(meta, lang, now, settings)
            keeps = meta.status == "withdrawn" or (held and held.why != WAITS)
            still = meta.status if begins and keeps else ""
            found.append(Stand(lang, format_moment(begins, settings) if begins else "", still))
    return found


def find_faults(root: Path, slug: str) -> tuple[Finding, ...]:
    """Why nothing can be said of an article's release, such as a sidecar that cannot be read."""
    try:
        readers.open_seed(find_seed(root, slug))
    except JisrError as error:
        return error.findings
    return ()


@dataclass(frozen=True)
class HeldArticle:
    """An article that is held in a language (as a `whole` in both), and the files with words of it."""

    slug: str
    files: tuple[str, ...]
    is_whole: bool


def held_articles(root: Path, now: datetime, *, withdrawn: bool = False) -> list[HeldArticle]:
    """The articles that readers do not see in both languages at the moment `now`, by slug.

    With `withdrawn` also those of which they see nothing but that there was one, and its name.
    """
    try:
        settings = read_settings(root)
    except JisrError:  # nobody knows what is held: nothing is said of any text
        settings = Settings(root, release="by-hand")
    found = []
    for seed in readers.find_files(root)[0]:
        meta, langs = _released(seed, settings, now)
        gone = withdrawn and meta is not None and meta.status == "withdrawn"
        if langs == LANGS and not gone:
            continue
        po, translation, original, *events = article_files.all_names(seed.slug)
        files = [po, *events, sidecar_of(seed.file)]
        files += [translation] if gone or TRANSLATION.code not in langs else []
        files += [original, seed.file] if gone or ORIGINAL.code not in langs else []
        found.append(HeldArticle(seed.slug, tuple(files), not langs))
    return found


def _released(seed: SeedFile, settings: Settings, now: datetime) -> tuple[Meta | None, Sequence[Lang]]:
    """An article's data, and its languages that readers see: none where what may hold it is unreadable."""
    with suppress(JisrError):
        opened = readers.open_seed(seed)
        meta = readers.apply_withholding(opened.meta, opened.data, seed.file)
        langs = released_langs(meta, now, settings)
        if langs and meta.release is None:
            with suppress(JisrError):  # a text may tell its date itself
                langs = released_langs(readers.read(opened)[0].meta, now, settings)
        return meta, langs
    return None, ()


# --- the sidecar: people's file, in which everything else stays ---------------------------------------------


def set_in_languages(sidecar: bytes | None, key: str, words: Mapping[Lang, str]) -> bytes:
    """A sidecar in which `key` says `words` by language; comments, order and what else it says are kept.

    A language that is not among `words` keeps what `key` says of it, or of both.
    """
    text = (sidecar or b"").decode("utf-8")
    said = parse_plain(text)
    before = said.get(key) or {}
    if isinstance(before, str):
        before = dict.fromkeys(LANGS, before)
    return rewrite(text, {**said, key: {**before, **words}}).encode()
