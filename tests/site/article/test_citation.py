"""An article's citations and its plain text."""

import re
from dataclasses import replace

from tests import sample
from tests.site.rendered import STATES, rendered, with_meta


def test_citations_say_what_is_quoted() -> None:
    article = with_meta(sample.articles()[1], author={"ar": "كاتبة", "en": "A. Writer & {Co}"})
    out = rendered(article)
    page = out["en/" + STATES]
    revision = re.search(r"revision ([0-9a-f]{8})", page)
    assert revision
    assert "A. Writer &amp; {Co}. “The energy crisis, 2003–2011”, <cite>Jisr</cite>, 30 August 2024." in page
    bib = out["en/articles/2024/states/cite.bib"]
    assert "author = {{A. Writer \\& \\{Co\\}}}" in bib
    assert f"revision {revision[1]}" in bib
    assert "Machine translation, not reviewed; language model" in bib
    assert "url = {https://jisr.example/en/articles/2024/states/}" in bib
    ris = out["en/articles/2024/states/cite.ris"]
    assert ris.startswith("TY  - ELEC\r\n")
    assert ris.endswith("ER  - \r\n")
    assert "DA  - 2024/08/30/\r\n" in ris
    changed = replace(article, passages=article.passages[1:])
    assert revision[1] not in rendered(changed)["en/" + STATES]


def test_the_plain_text_says_what_it_is() -> None:
    out = rendered(sample.articles()[1])
    text = out["en/articles/2024/states/article.md.txt"]
    assert text.startswith("# The energy crisis, 2003–2011\n\nAn Arab writer · 30 August 2024 · Machine")
    assert "*[Awaiting translation]*\n\nفقرة لم تُترجم بعد" in text
    assert "> Nouri al-Maliki said" in text
    assert "<!--" not in text
    assert out["ar/articles/2024/states/article.md.txt"].startswith("# أزمة الطاقة 2003–2011")
