"""A text that comes from elsewhere as a new article, also what was printed: a PDF with a layer of text.

Of a PDF a plain text is made that somebody has to look over, so readers do not see it before it is released.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr.app.articles.taking import HandedIn, take_in
from jisr.app.results import Result
from jisr.model.diagnostics import Finding
from jisr.word.pdf_text import read_pdf


def take_seed(root: Path, slug: str, name: str, data: bytes, today: date) -> Result:
    """Take a text in as the article `slug`, held from readers; `name` is that of its file.

    Raises `JisrError` for what cannot be read, and for a name that cannot be one or is taken.
    """
    said: tuple[Finding, ...] = ()
    if name.lower().endswith(".pdf"):
        text, said = read_pdf(data, name)
        name, data = "printed.txt", text.encode()
    result = take_in(root, HandedIn(slug, name, data), today)
    return replace(result, findings=(*said, *result.findings))
