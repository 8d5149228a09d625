"""What of an article readers get to see: by its release, by the hour, and by the state of its translation.

`readers_articles` leaves nothing in an article that its readers may not see, so that no maker of pages, files
or indexes can show it: a language that is held has no words there. Whoever shows articles asks `published`
and `withdrawn` for them, and nothing else what their status is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import unquote

from jisr.articles.facts import ORDER, KnownArticle
from jisr.model.diagnostics import Finding, Severity
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.release import DATED, find_hold, format_moment, released_langs
from jisr.model.settings import Settings
from jisr.model.source import LeadImage, Meta
from jisr.seeds import pictures
from jisr.storage.cleaned_files import SiteFiles

Shown = TypeVar("Shown", Article, ArticleHead)


def readers_articles(
    articles: Iterable[ArticleHead], settings: Settings, moment: datetime
) -> list[ArticleHead]:
    """The articles that readers may see at `moment`, each with the words of those languages alone."""
    found = []
    for article in articles:
        if langs := released_langs(article.meta, moment, settings):
            meta = _shown_meta(article.meta, langs, settings)
            other = "" if meta is article.meta else repr(meta)  # what it says of itself is in its own digest
            inputs = f"{article.digest} {settings.publish} {langs} {other}"
            digest = sha256(inputs.encode("utf-8", "surrogatepass"))
            load = ReadersText(article.load, meta, langs, settings.publish)
            found.append(replace(article, meta=meta, langs=langs, digest=digest.hexdigest(), load=load))
    return found


@dataclass(frozen=True)
class ReadersText:
    """Reads an article with what its readers may see of it, in any process."""

    load: Callable[[], Article]
    meta: Meta
    langs: tuple[Lang, ...]
    publish: str

    def __call__(self) -> Article:
        """The article. Raises `JisrError` where it was changed since."""
        shown = replace(self.load(), meta=self.meta)
        return _only(visible_article(shown, self.publish), self.langs)


def _shown_meta(meta: Meta, langs: Sequence[Lang], settings: Settings) -> Meta:
    """What readers are told of an article that is shown in `langs`."""
    if meta.status == "embargoed":  # it has ended
        meta = replace(meta, status="published")
    hidden = meta.hide_title and meta.status == "withdrawn"
    if (meta.until, meta.release, meta.hide_title) != (None, None, hidden):  # most say nothing of it
        meta = replace(meta, until=None, release=None, hide_title=hidden)
    return meta if tuple(langs) == LANGS else _meta_in(meta, langs[0], settings)


def held_pages(articles: Iterable[ArticleHead], shown: Iterable[ArticleHead]) -> frozenset[str]:
    """The addresses that no page may lead to: those of `articles` in languages that `shown` does not show."""
    langs = {article.slug: article.langs for article in shown}
    return frozenset(
        f"{lang}/{folder}/{slug}"
        for article in articles
        for slug in (article.slug, *article.meta.was)
        for lang in LANGS
        if lang not in (*langs.get(article.slug, ()), *langs.get(slug, ()))
        for folder in ("articles", "parallel")
    )


def published(articles: Iterable[Shown]) -> tuple[Shown, ...]:
    """Those of `articles` that have pages."""
    return tuple(article for article in articles if article.meta.status == "published")


def withdrawn(articles: Iterable[Shown]) -> tuple[Shown, ...]:
    """Those of `articles` that were published, and of which a page says no more than that."""
    return tuple(article for article in articles if article.meta.status == "withdrawn")


def visible_article(article: Article, publish: str) -> Article:
    """The article with only the English that has come as far as `publish`; Arabic stands for the rest.

    What is held back counts as missing everywhere: on pages, in feeds, in the search.
    """
    least = ORDER.index(State(publish))
    if all(p.entry.state is State.MISSING or ORDER.index(p.entry.state) >= least for p in article.passages):
        return article
    return replace(article, passages=tuple(_visible_block(p, least) for p in article.passages))


def _visible_block(passage: BilingualBlock, least: int) -> BilingualBlock:
    if ORDER.index(passage.entry.state) >= least:
        return passage
    return _without_translation(passage)


def _without_translation(passage: BilingualBlock) -> BilingualBlock:
    return replace(passage, translation="", entry=Entry(passage.key, passage.entry.source))


def _without_original(passage: BilingualBlock) -> BilingualBlock:
    entry = replace(passage.entry, source="", previous="")
    return replace(passage, block=replace(passage.block, text="", names=()), entry=entry)


def _only(article: Article, langs: Sequence[Lang]) -> Article:
    """The article with the words of some languages alone."""
    if tuple(langs) == LANGS:
        return article
    if TRANSLATION.code not in langs:
        passages = tuple(map(_without_translation, article.passages))
    else:
        passages = tuple(_without_original(p) for p in article.passages if p.translation)
    return replace(article, passages=passages, repairs=(), langs=tuple(langs))


def _meta_in(meta: Meta, lang: Lang, settings: Settings) -> Meta:
    """What a sidecar says in one language. Titles, corrections and credits are in that of the seed."""
    author, summary = _in_language(meta.author, lang), _in_language(meta.summary, lang)
    told = ((notice, _in_language(notice.text, lang)) for notice in meta.notices)
    notices = tuple(replace(notice, text=text) for notice, text in told if text)
    reason = _in_language(meta.reason, lang)
    meta = replace(meta, author=author, summary=summary, reason=reason, notices=notices)
    if image := meta.image:
        words = (_in_language(said, lang) for said in (image.alt, image.credit))
        meta = replace(meta, image=LeadImage(image.file, *words))
    if lang == ORIGINAL.code:
        return meta
    return replace(
        meta,
        title="",
        kicker="",
        source="",
        topics=tuple(topic for topic in meta.topics if _is_known(topic, settings.topics)),
        series=meta.series if _is_known(meta.series, settings.series) else "",
        corrections=(),
        credits=(),
    )


def _in_language(texts: Mapping[str, str], lang: Lang) -> Mapping[str, str]:
    return {one: text for one, text in texts.items() if one == lang}


def _is_known(said: str, table: Mapping[str, Mapping[str, str]]) -> bool:
    return said.isascii() or said in table or any(said in names.values() for names in table.values())


def shown_images(
    articles: Iterable[KnownArticle], shown: Iterable[ArticleHead], settings: Settings
) -> Iterator[pictures.ShownImage]:
    """The images of the author's that readers see: those of the original, or of the translation alone."""
    here = {article.slug: article for article in published(shown)}
    for article in articles:
        if seen := here.get(article.head.slug):
            for named in article.text.images:
                if named.lang == seen.langs[0] and named.is_seen(seen.langs, settings.publish):
                    yield pictures.ShownImage(seen.file, seen.slug, seen.langs, named.line, named.text)
            if image := seen.meta.image:
                yield pictures.ShownImage(seen.file, seen.slug, seen.langs, 0, image.file, leads=True)


def without_held_files(
    docs: SiteFiles,
    articles: Iterable[KnownArticle],
    shown: Iterable[ArticleHead],
    settings: Settings,
) -> SiteFiles:
    """`docs` without files that lie with a held or withdrawn text, have its name, or that only it names.

    `docs` are the files of `docs/` by their path there, `articles` all articles, `shown` those for readers.
    """
    here = {article.slug: article for article in published(shown)}
    held: list[str] = []
    named = [unquote(docs[name].decode("utf-8", "replace")) for name in docs if is_own_page(name)]
    folders: list[str] = []
    gone: set[str] = set()
    for article in articles:
        slug, seen = article.head.slug, here.get(article.head.slug)
        files = article.text.files
        named += [one.text for one in files if seen and one.is_seen(seen.langs, settings.publish)]
        gone |= set() if seen else {slug.rpartition("/")[2]}
        if not seen or seen.langs != LANGS:
            held += [one.text for one in files]
        folders += [f"{lang}/articles/{slug}/" for lang in LANGS if not seen or lang not in seen.langs]
    apart = "\0".join
    all_held, all_named, held_folders = apart(held), apart(named), tuple(folders)

    def is_held(path: str) -> bool:
        if path.startswith(held_folders):  # whatever else has a file of that name
            return True
        # not the end of another name: 1.png is not named where 21.png is
        name = re.compile(rf"(?<![\w-]){re.escape(path.rpartition('/')[2])}")
        of_held = gone.intersection(PurePosixPath(path).with_suffix("").parts) or name.search(all_held)
        return bool(of_held) and not name.search(all_named)

    return docs.only(path for path in docs if path.endswith(".md") or not is_held(path))


def is_own_page(path: str) -> bool:
    """Whether a file of `docs/` is a page that people have written, and of no article."""
    return path.endswith(".md") and "/articles/" not in path


def hold_findings(
    articles: Iterable[KnownArticle], settings: Settings, moment: datetime
) -> Iterator[Finding]:
    """What nobody may have meant: texts that their date holds back, finished ones that wait for release."""
    for known in articles:
        article = known.head
        holds = {lang: find_hold(article.meta, lang, moment, settings) for lang in LANGS}
        held = holds[ORIGINAL.code]
        if held and held.why == DATED and held.until:
            message = f"readers do not see the text before {format_moment(held.until, settings)}: {held.why}"
            remedy = f"jisr release {article.slug}, if they may see it now; or correct the date"
            yield Finding("held", message, article.file, remedy=remedy, severity=Severity.NOTICE)
        held = holds[TRANSLATION.code]
        if known.text.is_approved and held and not held.until and article.meta.status != "draft":
            message = f"the {TRANSLATION.name} is approved in whole and not released"
            remedy = f"jisr release {article.slug} --lang {TRANSLATION.code}"
            file = TRANSLATION.page_file(article.slug)
            yield Finding("unreleased", message, file, remedy=remedy, severity=Severity.NOTICE)


def left_out_findings(articles: Iterable[ArticleHead], shown: Iterable[ArticleHead]) -> Iterator[Finding]:
    """What readers miss where a translation stands alone: the blocks of `articles` that have none."""
    whole = {article.slug: article for article in articles}
    for article in shown:
        if ORIGINAL.code in article.langs:
            continue
        there = {passage.key for passage in article.load().passages}
        missing = [p.key for p in whole[article.slug].load().passages if p.key not in there]
        if missing:
            name = TRANSLATION.name
            message = f"only the {name} is released, and what has none yet is left out: {' '.join(missing)}"
            remedy = f"jisr draft {article.slug}, and see to it; or release the {ORIGINAL.name} too"
            file = TRANSLATION.page_file(article.slug)
            yield Finding("left-out", message, file, remedy=remedy, severity=Severity.WARNING)
