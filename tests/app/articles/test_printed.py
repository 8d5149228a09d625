"""Texts from elsewhere as new articles, held from readers until somebody looked them over."""

from pathlib import Path

import pytest

from jisr.app import publishing
from jisr.app.articles.printed import take_seed
from jisr.model.diagnostics import JisrError
from tests.project import PARAGRAPHS, TITLE, TODAY, Project
from tests.word.files import docx, p
from tests.word.test_pdf_text import printed


def test_a_pdf_becomes_a_plain_text_to_be_looked_over(tmp_path: Path) -> None:
    project = Project(tmp_path)
    result = take_seed(project.root, "2026/law", "law.pdf", printed(TITLE, PARAGRAPHS[4][:-1]), TODAY)
    assert result.findings[0].remedy.startswith("look the seed over beside the PDF")
    assert (
        " ".join((project.root / "seeds/2026/law.txt").read_text("utf-8").split())
        == f"{TITLE} {PARAGRAPHS[4][:-1]}"
    )
    assert publishing.load_publication(project.root).articles == ()
    with pytest.raises(JisrError, match="the name is taken"):
        take_seed(project.root, "2026/law", "law.pdf", printed(TITLE), TODAY)


def test_any_other_text_is_taken_as_it_is(tmp_path: Path) -> None:
    project = Project(tmp_path)
    take_seed(project.root, "a", "x.txt", f"{TITLE}\n\n{PARAGRAPHS[0]}\n".encode(), TODAY)
    take_seed(project.root, "b", "x.docx", docx(p(TITLE, style="T") + p(PARAGRAPHS[1])), TODAY)
    assert PARAGRAPHS[0] in project.original("a").read_text("utf-8")
    assert PARAGRAPHS[1] in project.original("b").read_text("utf-8")
