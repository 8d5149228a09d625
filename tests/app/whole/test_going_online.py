"""What the next build would show readers is told before it is built."""

from datetime import UTC, datetime

import pytest

from jisr.app import pipeline, releasing
from jisr.app.whole.going_online import find_changes
from jisr.storage import own_folder
from tests.project import TODAY, Project, edit

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def told(project: Project) -> list[tuple[str, str, str]]:
    return [(one.slug, one.lang, one.what) for one in find_changes(project.root).pages]


def test_pages_are_told_that_are_new_changed_or_gone(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", "  jisr:\n    release: by-hand\n    editions: []\n")
    project.seed()
    project.seed("2026/oil", title="مستقبل النفط")  # the future of oil
    pipeline.draft_articles(project.root, TODAY)
    ahead = find_changes(project.root)
    assert (list(ahead.pages), {one["slug"] for one in ahead.held}) == ([], {"water", "2026/oil"})
    for slug in ("water", "2026/oil"):
        releasing.release(project.root, slug, [], NOW)
    assert told(project) == [(s, lang, "new") for lang in ("ar", "en") for s in ("2026/oil", "water")]
    pipeline.render(project.root)
    ahead = find_changes(project.root)
    assert (list(ahead.pages), ahead.others) == ([], 0)
    edit(project.translation(), "Draft of 13 words.", "A person wrote this.")
    assert ("water", "en", "changed") in told(project)
    releasing.hold(project.root, "2026/oil", ["en"], NOW)
    assert ("2026/oil", "en", "gone") in told(project)
    assert find_changes(project.root).others > 0


def test_nothing_is_told_while_another_run_builds(project: Project) -> None:
    project.seed()
    with own_folder.hold_lock(project.root, "build.lock", "x"), pytest.raises(own_folder.BusyError):
        find_changes(project.root)
