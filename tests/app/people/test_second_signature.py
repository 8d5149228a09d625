"""Two have to sign, where the settings say so, by whatever way; and nobody signs what they wrote."""

from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.paragraphs import saving
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Entry, State
from jisr.translation import engines
from jisr.translation.decisions.signatures import FirstSignature, first_signature
from tests.project import TODAY, Echo, Project, edit, git

DRAFT = "Draft of 13 words."  # of p2


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article, drafted by a machine, on Omar's laptop."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    edit(made.root / "mkdocs.yml", "jisr: {}", "jisr: {signatures: 2}")
    made.seed()
    pipeline.draft_articles(made.root, TODAY)
    git(made.root, "init", "-q", "-b", "main")
    git(made.root, "config", "user.name", "Omar")
    commit(made, "CI")
    return made


def commit(project: Project, who: str) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x", who=who)


def entry(project: Project, key: str = "p2") -> Entry:
    found = project.read_result().entry(key)
    assert found
    return found


def approve(project: Project, by: str, *keys: str) -> Entry:
    editorial.approve(project.root, "water", keys, by, TODAY)
    return entry(project)


def refuse(project: Project, by: str, why: str) -> None:
    with pytest.raises(JisrError, match=why):
        approve(project, by, "p2")


def test_one_alone_approves_nothing(project: Project) -> None:
    signed = approve(project, "Ann", "p2")
    assert (signed.state, signed.by) == (State.DRAFT, "")
    assert first_signature(signed) == FirstSignature("Ann", TODAY.isoformat())
    refuse(project, "ann", "Ann has signed it, and a second person has to")
    signed = approve(project, "Bob", "p2")
    assert (signed.state, signed.by, signed.on) == (State.APPROVED, "Ann, Bob", TODAY.isoformat())
    assert first_signature(signed) is None


def test_a_page_is_signed_by_one_and_the_other(project: Project) -> None:
    approve(project, "Ann")
    approve(project, "Ann")
    assert {e.state for e in project.read_result().ledger.entries} == {State.DRAFT}
    approve(project, "Bob")
    assert {e.by for e in project.read_result().ledger.entries} == {"Ann, Bob"}


def test_who_saved_at_the_desk_does_not_sign_it(project: Project) -> None:
    saving.save(project.root, "water", "p2", "No vote is expected.", "Ann", TODAY)
    refuse(project, "ANN", "nobody signs what they wrote")
    approve(project, "Ann")
    assert first_signature(entry(project)) is None, "nor with the whole page"
    assert first_signature(entry(project, "p1"))
    approve(project, "Bob", "p2")
    assert approve(project, "Eve", "p2").by == "Bob, Eve"


def test_who_committed_it_does_not_sign_it(project: Project) -> None:
    edit(project.translation(), DRAFT, "No vote is expected.")
    commit(project, "Ann")
    pipeline.sync_articles(project.root, TODAY)
    commit(project, "CI")
    refuse(project, "Ann", "nobody signs what they wrote")
    approve(project, "Omar", "p2")
    assert approve(project, "Bob", "p2").by == "Omar, Bob"


def test_who_writes_on_this_machine_does_not_sign_it(project: Project) -> None:
    edit(project.translation(), DRAFT, "No vote is expected.")
    refuse(project, "Omar", "nobody signs what they wrote")
    approve(project, "Ann", "p2")
    assert first_signature(entry(project))


def test_who_accepted_it_by_a_po_tool_does_not_sign_it(project: Project) -> None:
    po = project.ledger().read_text("utf-8")
    block = po[po.index('msgctxt "p2"') :]
    before = po[: po.index('msgctxt "p2"')]
    at = before.rindex("#, fuzzy\n")
    po = before[:at] + before[at + len("#, fuzzy\n") :] + block
    signed = ("Last-Translator: Ann <a@example.org>", "PO-Revision-Date: 2026-11-24 10:00+0000")
    lines = "".join(f'"{line}\\n"\n' for line in signed)
    assert 'msgstr ""\n"' in po
    po = po.replace('msgstr ""\n"', f'msgstr ""\n{lines}"', 1)
    project.ledger().write_text(po, "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert entry(project).state is State.EDITED
    refuse(project, "Ann", "nobody signs what they wrote")
    approve(project, "Bob", "p2")
    assert approve(project, "Eve", "p2").by == "Bob, Eve"


def test_other_words_or_another_arabic_are_signed_anew(project: Project) -> None:
    approve(project, "Ann", "p2")
    saving.save(project.root, "water", "p2", "No vote is expected.", "Eve", TODAY)
    assert first_signature(entry(project)) is None
    approve(project, "Bob", "p2")
    edit(project.root / "seeds/water.txt", "يرى مراقبون", "يعتقد خبراء")  # experts believe, for observers see
    pipeline.sync_articles(project.root, TODAY)
    assert first_signature(entry(project)) is None
    refuse(project, "Ann", "its Arabic changed since")


def test_the_first_signature_is_withdrawn_and_taken_back(project: Project) -> None:
    approve(project, "Ann", "p2")
    editorial.unapprove(project.root, "water", ["p2"], "Ann", TODAY)
    assert first_signature(entry(project)) is None
    approve(project, "Ann", "p2")
    editorial.undo(project.root, "water", "p2", "Ann")
    assert first_signature(entry(project)) is None
    approve(project, "Ann", "p2")
    approve(project, "Bob", "p2")
    editorial.unapprove(project.root, "water", ["p2"], "Bob", TODAY)
    assert (entry(project).state, first_signature(entry(project))) == (State.DRAFT, None)


def test_a_name_at_the_top_of_a_page_is_one_signature(project: Project) -> None:
    edit(project.translation(), "---\n\n", "reviewed_by: Ann\n---\n\n")
    commit(project, "Ann")
    result = pipeline.sync_articles(project.root, TODAY)
    assert first_signature(entry(project)) == FirstSignature("Ann", TODAY.isoformat())
    assert any("a second person has to sign it" in found.message for found in result.findings)
    commit(project, "CI")
    edit(project.translation(), "---\n\n", "reviewed_by: Bob\n---\n\n")
    commit(project, "Bob")
    pipeline.sync_articles(project.root, TODAY)
    assert (entry(project).state, entry(project).by) == (State.APPROVED, "Ann, Bob")


def test_who_wrote_it_signs_nothing_at_the_top_of_a_page(project: Project) -> None:
    edit(project.translation(), DRAFT, "No vote is expected.")
    commit(project, "Ann")
    pipeline.sync_articles(project.root, TODAY)
    commit(project, "CI")
    edit(project.translation(), "---\n\n", "reviewed_by: [Ann, Bob]\n---\n\n")
    commit(project, "Ann")
    pipeline.sync_articles(project.root, TODAY)
    assert first_signature(entry(project)) == FirstSignature("Bob", TODAY.isoformat())
    assert entry(project, "p1").by == "Ann, Bob", "what neither wrote, both signed"


def test_without_the_setting_one_signature_is_enough(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "signatures: 2", "signatures: 1")
    saving.save(project.root, "water", "p2", "No vote is expected.", "Ann", TODAY)
    assert approve(project, "Ann", "p2").by == "Ann"
