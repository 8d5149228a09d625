"""What the head of a page says: author and day, but not whose computer it was."""

import pytest

from jisr.model.source import Meta
from tests.seeds.handed_in import LONG, read_page


@pytest.mark.parametrize(
    ("generator", "author"),
    [("", "سامر"), ("WordPress 6", "سامر"), ("LibreOffice 24.2 (Linux)", ""), ("Microsoft Word 15", "")],
)
def test_whose_computer_a_word_processor_noted_is_no_author(generator: str, author: str) -> None:
    notes = "".join(
        f'<meta name="{name}" content="{words}">'
        for name, words in {"author": "سامر", "changedby": "سامر", "created": "2023-10-05T10:00:00"}.items()
    )
    head = f'<meta name="generator" content="{generator}">{notes}'
    document, findings = read_page(f"<head>{head}</head><h1>عنوان المقال</h1><p>{LONG}</p>")
    assert document.meta.author.get("ar", "") == author
    assert author or not [f for f in findings if "سامر" in f"{f.message}{f.text}"]


def test_author_and_day_of_the_head_are_facts_where_the_sidecar_is_silent() -> None:
    day = '<meta property="article:published_time" content="2023-10-05T10:00Z">'
    head = f'<meta name="author" content="سامر">{day}'
    document, findings = read_page(f"<head>{head}</head><h1>عنوان</h1><p>{LONG}</p>")
    assert document.meta.author == {"ar": "سامر"}
    assert document.meta.published is not None
    assert document.meta.published.value == "2023-10-05"
    assert findings == []
    document, _ = read_page(f"{head}<h1>عنوان</h1><p>{LONG}</p>", Meta(author={"ar": "ليلى"}))
    assert document.meta.author == {"ar": "ليلى"}
