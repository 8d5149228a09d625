"""Files beside an article's page: its plain Markdown, and its citation for reference managers."""

from collections.abc import Iterator
from dataclasses import replace

from jisr.markup.block_marks import add_block_marks
from jisr.markup.html import without_unsafe_characters
from jisr.markup.markdown_text import escape, rename_notes
from jisr.model.source import Kind
from jisr.site.article import citation
from jisr.site.article.text import INLINE
from jisr.site.article.view import ArticleView, ArticleViews, BlockView
from jisr.site.common.context import Site, article_path
from jisr.site.common.listed import AnyArticle


def article_file_paths(article: AnyArticle) -> list[str]:
    """Where the files beside an article's page lie; MkDocs publishes `article.md.txt` as `article.md`."""
    return [f"articles/{article.slug}/{name}" for name in ("article.md.txt", "cite.bib", "cite.ris")]


def article_files(site: Site, views: ArticleViews) -> Iterator[tuple[str, bytes]]:
    """Path and content of each."""
    article = views.article
    texts = (
        plain_markdown(site, views.pages[site.lang]),
        citation.bibtex(site, article),
        citation.ris(site, article),
    )
    yield from zip(article_file_paths(article), (text.encode() for text in texts), strict=True)


def plain_markdown(site: Site, view: ArticleView) -> str:
    """The article as Markdown without markers; above it author, date, and what the English is.

    A block that is not as the whole is said to be has its state in a line of its own.
    """
    facts = [escape(view.author[0])] if view.author else []
    facts += map(escape, view.credits)
    if view.date:
        facts.append(f"{view.date}{view.inferred}")
    facts.append(escape(citation.note(site, view.article)))
    if url := site.absolute_page_url(article_path(view.article)):
        facts.append(f"<{url}>")
    title = _block(view.heading) if view.heading and view.heading.notes else f"# {escape(view.title)}"
    parts = [title, *_mark(site, view.heading), " · ".join(facts)]
    for block in view.blocks:
        if block is not view.heading:
            parts += [*["* * *"] * block.block.break_above, *_mark(site, block), _block(block)]
            if block.source:
                parts.append(escape("".join(block.source)))
    return without_unsafe_characters("\n\n".join(parts)) + "\n"


def _mark(site: Site, block: BlockView | None) -> list[str]:
    return [f"*[{site.words(f'state.{block.mark}')}]*"] if block and block.mark else []


def _block(block: BlockView) -> str:
    """A block as Markdown that counts and cites as the page does."""
    text = rename_notes(block.markdown, block.notes, f"{block.key}-")
    if block.kind is Kind.IMAGE:  # the file lies beside the page, above the folder of this text
        text = text.replace("](", "](../", 1)
    if block.block.names and block.kind in INLINE:
        line, *notes = text.split("\n", 1)
        text = "\n".join([f"{line} {{#{block.block.names[0]}}}", *notes])
    if block.is_listed and not block.block.lettered:
        return add_block_marks(block.block, text)
    kind = Kind.HEADING if block.kind is Kind.TITLE else block.kind
    bare = replace(block.block, kind=kind, level=block.level, number=0, zero=False)
    return add_block_marks(bare, block.number + text)
