"""HTML that is set aside while MkDocs converts a page comes back as it was."""

from datetime import date
from pathlib import Path

import markdown as python_markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.builder import mkdocs_run
from jisr.builder.stash import stash_html, unstash_html
from jisr.storage.inputs import clock
from tests import sample
from tests.site.rendered import rendered, squeezed


def test_files_bear_the_day_of_the_last_commit_and_no_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(clock, "_last_commit", lambda _root: "1762786799")  # 2025-11-10, a second to midnight
    assert mkdocs_run.environment(tmp_path)["SOURCE_DATE_EPOCH"] == "1762732800"
    assert clock.commit_day(tmp_path) == date(2025, 11, 10)


def converted(markdown: str) -> str:
    return python_markdown.markdown(markdown, extensions=["attr_list"])


def test_html_that_is_set_aside_comes_back_as_markdown_would_have_left_it() -> None:
    for path, page in rendered(*sample.articles()).items():
        if path.endswith(".md") and path.split("/")[1] in ("articles", "parallel", "actors"):
            body = page.split("---\n", 2)[2]
            short, kept = stash_html(body)
            assert kept
            assert len(short) < len(body) / 2
            assert squeezed(unstash_html(converted(short), kept)) == squeezed(converted(body))


@pytest.mark.parametrize(
    "text",
    [
        "text\n<p>in a paragraph</p>\n",
        "<p>one line of\ntwo</p>\n",
        "    <p>code</p>\n",
        "<https://a.example>x\n",
        "",
    ],
)
def test_what_is_no_paragraph_of_html_is_left_to_markdown(text: str) -> None:
    assert stash_html(text) == (text, [])


@given(st.text(alphabet='<p>/\n a0"', max_size=60))
def test_what_is_set_aside_is_put_back(text: str) -> None:
    assert unstash_html(*stash_html(text)) == text


def test_a_forged_mark_is_left_alone() -> None:
    assert unstash_html('<div data-jisr="7"></div>', ["x"]) == '<div data-jisr="7"></div>'
