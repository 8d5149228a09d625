"""A publication that comes from WordPress: its posts as seeds, held from readers, their English beside them.

What is not taken is named: nothing is fetched, so images come from a copy of the uploads beside the export.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from jisr import seeds as readers
from jisr.app.articles.taking import HandedIn, take_in
from jisr.app.exchange.finished import Translation, import_translation, make_clue_reader
from jisr.app.results import Result
from jisr.exchange.wordpress import Post, read_wordpress
from jisr.lang.arabic import has_arabic
from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import State
from jisr.storage import disk, folders, transaction
from jisr.storage.work.progress import follow

UPLOADS = ("uploads", "wp-content/uploads")
REDIRECTS = "_redirects"
_CHECK = "wordpress"


@dataclass
class _Taken:
    """What was taken so far: what is to be said, what was written, and which address leads where."""

    findings: list[Finding] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    slugs: dict[str, str] = field(default_factory=dict)  # id of a post → slug
    translated: int = 0


def import_wordpress(root: Path, file: Path, by: str, today: date) -> Result:
    """Take over the posts of an export of WordPress; the English where a post has both is `by`'s.

    Raises `JisrError` for a file that is no such export, and where it has no post that can be taken.
    """
    export = read_wordpress(str(file), disk.read_file(file) or b"")
    originals = [post for post in export.posts if post.lang == ORIGINAL.code]
    twins = {post.group: post for post in export.posts if post.lang == TRANSLATION.code and post.group}
    if not originals:
        remedy = "export all posts (Tools, Export) with Polylang or WPML switched on"
        message = "no published post in Arabic is in this file"
        raise JisrError(Finding(_CHECK, message, str(file), remedy=remedy))
    taken = _Taken()
    clues = make_clue_reader(root)
    for post in follow(originals, "taking posts over", len(originals)):
        twin = twins.get(post.group)
        try:
            slug = _take_original(root, post, twin, by, today, taken, file)
            if twin:
                name = f"{file.name}#{twin.id}.html"
                how = Translation(name, twin.page(), State.EDITED, by)
                result = import_translation(root, slug, how, clues, today)
                taken.findings += result.findings
                taken.written += result.written
                taken.translated += 1
                taken.slugs[twin.id] = slug
        except JisrError as error:
            taken.findings += (_of_post(found, post, file) for found in error.findings)
    for title, status in export.unpublished:
        message = f"a post that is {status} is left out"
        remedy = "publish it there first, or put it into seeds/"
        taken.findings.append(notice(_CHECK, message, str(file), text=title, remedy=remedy))
    return _report(root, file, export.posts, export.left, taken)


def _take_original(
    root: Path, post: Post, twin: Post | None, by: str, today: date, taken: _Taken, file: Path
) -> str:
    """Make an article of a post, with its images; gives its slug. Raises `JisrError` where that cannot be."""
    slug = post.name if not readers.why_no_slug(post.name) else readers.suggest_slug(post.name or post.title)
    authors = {ORIGINAL.code: post.author}
    if twin and not has_arabic(twin.author):  # an account has one name, whatever it writes in
        authors[TRANSLATION.code] = twin.author
    summary = {ORIGINAL.code: post.summary, TRANSLATION.code: twin.summary if twin else ""}
    facts = {
        "author": {lang: name for lang, name in authors.items() if name},
        "published": post.day,
        "source": post.link,
        "topics": list(post.topics),
        "summary": {lang: text for lang, text in summary.items() if text},
    }
    taken.written += _copy_images(root, post, slug, taken, file)
    result = take_in(root, HandedIn(slug, f"{slug}.html", post.page(), facts), today, by)
    taken.findings += result.findings
    taken.written += result.written
    taken.slugs[post.id] = slug
    if post.shortcodes:
        message = "what shortcodes made is not in the export, and is left out"
        remedy = "put what readers need of it into the text"
        names = " ".join(f"[{one}]" for one in post.shortcodes)
        taken.findings.append(_of_post(warning(_CHECK, message, text=names, remedy=remedy), post, file))
    return slug


def _copy_images(root: Path, post: Post, slug: str, taken: _Taken, file: Path) -> Iterator[Path]:
    """Copy the images of a post from beside the export; those that are not there are named."""
    folder = (root / "seeds" / slug).parent
    contents: dict[Path, bytes | None] = {}
    for name, path in post.images.items():
        data = next((data for at in UPLOADS if (data := disk.read_file(file.parent / at / path))), None)
        if data is None:
            place = (folder / name).relative_to(root).as_posix()
            remedy = f"put a copy of wp-content/uploads beside the export, or the picture at {place}"
            message = "this picture is not beside the export, and nothing is fetched"
            taken.findings.append(_of_post(warning(_CHECK, message, text=path, remedy=remedy), post, file))
        elif not (folder / name).exists():
            contents[folder / name] = data
    yield from transaction.commit(root, contents) if contents else ()


def _of_post(found: Finding, post: Post, file: Path) -> Finding:
    """A finding with the post that it is about."""
    message = f"{post.link}: {found.message}"
    return replace(found, file=str(file), text=found.text or post.title, message=message)


def _report(root: Path, file: Path, posts: Sequence[Post], left: Mapping[str, int], taken: _Taken) -> Result:
    """Where old addresses lead, what was taken, and what was not."""
    rest = [post for post in posts if post.id not in taken.slugs and post.lang != ORIGINAL.code]
    for post in rest:
        message = f"in {post.lang}, and of no Arabic post, so it is left out"
        remedy = "put its Arabic into seeds/, and take it over by jisr import ARTICLE FILE"
        taken.findings.append(_of_post(warning(_CHECK, message, remedy=remedy), post, file))
    lines = []
    for post in posts:
        if slug := taken.slugs.get(post.id):
            page = f"/{post.lang}/articles/{slug}/"
            address = urlsplit(post.link)
            way = f"{address.path}?{address.query}" if address.query else address.path
            lines += [f"{way} {page} 301\n"] if way not in ("", "/", page) else []
    taken.written += folders.save(root / "exports", [(REDIRECTS, "".join(lines).encode())])
    message = f"{len(lines)} old addresses are written into exports/{REDIRECTS}"
    remedy = "put it into the root of the site: hosts such as Netlify, Cloudflare and GitLab Pages obey it"
    taken.findings.append(notice(_CHECK, message, str(file), remedy=remedy))
    counts = ", ".join(f"{count} {kind}" for kind, count in left.items()) or "nothing"
    originals = sum(post.lang == ORIGINAL.code for post in posts)
    done = len(taken.slugs) - taken.translated
    message = f"{done} of {originals} posts taken, {taken.translated} with their English; left out: {counts}"
    taken.findings.append(notice(_CHECK, message, str(file)))
    return Result(findings=tuple(taken.findings), written=tuple(dict.fromkeys(taken.written)))
