"""Files beside an article's page: its plain Markdown, and its citation for reference managers."""

from collections.abc import Iterator

from jisr.markup.markdown_text import add_block_marks, escape
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.site.article import citation, states
from jisr.markup.html import without_unsafe_characters
from jisr.site.common.context import Site, article_path
from jisr.site.article.text import INLINE, Wording


def article_files(site: Site, words: Wording) -> Iterator[tuple[str, bytes]]:
    """Path and content of each; MkDocs publishes `article.md.txt` as `article.md` (see `mkdocs_hook`)."""
    article = words.article
    folder = f"articles/{article.slug}"
    yield f"{folder}/article.md.txt", plain_markdown(site, article).encode()
    yield f"{folder}/cite.bib", citation.bibtex(site, article).encode()
    yield f"{folder}/cite.ris", citation.ris(site, article).encode()


def plain_markdown(site: Site, article: Article) -> str:
    """The article as Markdown without markers; above it author, date, and what the English is.

    A block that is not as the whole is said to be has its state in a line of its own.
    """
    say = site.words
    title, _ = site.titles[article.slug]
    facts = []
    if by := citation.author(site, article):
        facts.append(escape(by[0]))
    if article.meta.published:
        facts.append(say.published(article.meta.published))
    facts.append(escape(citation.note(site, article)))
    if url := citation.absolute_page_url(site, article_path(article)):
        facts.append(f"<{url}>")
    parts = [f"# {escape(title)}", " · ".join(facts)]
    usual = states.usual_state(article)
    for passage in article.passages:
        if passage.block.kind is Kind.TITLE:
            continue
        text, _ = site.passage_words(passage)
        state = states.shown_state(passage.entry)
        if site.lang == "en" and state != usual:
            parts.append(f"*[{say(f'state.{state}')}]*")
        if passage.block.kind is Kind.IMAGE:  # the file lies beside the page, above the folder of this text
            text = text.replace("](", "](../", 1)
        name = (
            f" {{#{passage.block.names[0]}}}" if passage.block.names and passage.block.kind in INLINE else ""
        )
        parts.append(add_block_marks(passage.block, text + name))
    return without_unsafe_characters("\n\n".join(parts)) + "\n"
