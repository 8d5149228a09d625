"""A person releases an article or holds it: what the sidecar says then, and what readers see."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jisr.app import pipeline, publishing, releasing
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.languages import LANGS, Lang
from jisr.model.release import format_moment
from jisr.storage.config import parse_meta, read_settings
from jisr.storage.inputs import clock
from tests.media import marked
from tests.project import Project, edit

NOW = datetime(2026, 11, 28, 18, 40, tzinfo=UTC)
AR, EN = "2026-12-01 18:00", "2026-12-02 08:00"


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        (None, {"ar": AR, "en": "held"}, f"release: {{ar: {AR}, en: held}}\n"),
        ("title: عنوان", {"ar": AR}, f"title: عنوان\nrelease: {{ar: {AR}}}\n"),  # a title
        ("\ufefftitle: x\r\n# why\r\n", {"en": EN}, f"\ufefftitle: x\r\n# why\r\nrelease: {{en: {EN}}}\r\n"),
        ("{title: x}", {"en": EN}, f"{{title: x, release: {{en: {EN}}}}}"),
        ("{}", {"en": EN}, f"release: {{en: {EN}}}\n"),
        ("# only a note\n", {"en": EN}, f"# only a note\nrelease: {{en: {EN}}}\n"),
        (
            "release: now # by Ann\ntitle: x\n",
            {"en": "held"},
            "release: {ar: now, en: held} # by Ann\ntitle: x\n",
        ),
        ("release: {ar: now} # so\n", {"en": EN}, f"release: {{ar: now, en: {EN}}} # so\n"),
        ("release: {}\ntitle: x\n", {"en": EN}, f"release: {{en: {EN}}}\ntitle: x\n"),
        (
            "release:\n  # after the hearing\n  ar: held  # Ann\ntitle: x\n",
            {"ar": AR, "en": EN},
            f"release:\n  # after the hearing\n  ar: {AR}  # Ann\n  en: {EN}\ntitle: x\n",
        ),
        ("release:\r\n  en: 'held'", {"ar": AR}, f"release:\r\n  en: 'held'\r\n  ar: {AR}"),
        ("release:\n  en: 'held' # x\n  ar: now", {"en": EN}, f"release:\n  en: {EN} # x\n  ar: now"),
    ],
)
def test_a_sidecar_says_what_was_decided_and_keeps_the_rest(
    before: str | None, words: dict[Lang, str], after: str
) -> None:
    given = before.encode() if before is not None else None
    made = releasing.set_in_languages(given, "release", words)
    assert made.decode() == after
    parse_meta(made, "seeds/x.yml")


def settings(project: Project, **changes: str) -> None:
    lines = "".join(f"    {key}: {value}\n" for key, value in changes.items())
    edit(project.root / "mkdocs.yml", "  jisr: {}\n", f"  jisr:\n{lines}")


def seen(project: Project, monkeypatch: pytest.MonkeyPatch, moment: datetime = NOW) -> list[str]:
    """The languages in which readers see the article at a moment."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    return [lang for a in publishing.load_publication(project.root).articles for lang in a.langs]


def test_nobody_sees_a_new_article_before_its_hour(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(project, release="by-hand", timezone="Asia/Beirut")
    project.seed()
    assert seen(project, monkeypatch) == []
    releasing.release(project.root, "water", ["ar"], NOW, "2026-12-01 18:00", by="Ann")
    assert (project.root / "seeds/water.yml").read_text("utf-8") == "release: {ar: 2026-12-01 18:00}\n"
    hour = datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert seen(project, monkeypatch, hour - timedelta(seconds=1)) == []
    assert seen(project, monkeypatch, hour) == ["ar"]
    releasing.release(project.root, "water", ["en"], NOW)
    assert seen(project, monkeypatch, NOW) == ["en"]
    assert seen(project, monkeypatch, hour) == ["ar", "en"]
    releasing.hold(project.root, "water", ["ar"], NOW)
    assert seen(project, monkeypatch, hour) == ["en"]
    events = (project.root / "private/water.jsonl").read_text("utf-8").splitlines()
    assert ['"kind": "release"' in line for line in events] == [True, True, False]


def test_holding_one_language_leaves_the_other_as_it_was(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(project, release="at-once")
    project.seed()
    assert seen(project, monkeypatch) == ["ar", "en"]
    releasing.hold(project.root, "water", ["en"], NOW)
    assert seen(project, monkeypatch) == ["ar"]
    (project.root / "seeds/water.yml").write_text("published: 2026-12-05\n", "utf-8")
    assert seen(project, monkeypatch) == []
    releasing.release(project.root, "water", ["en"], NOW)
    assert seen(project, monkeypatch) == ["en"], "the Arabic keeps the day that its date says"
    assert seen(project, monkeypatch, datetime(2026, 12, 5, tzinfo=UTC)) == ["ar", "en"]


def test_what_stays_held_is_said(project: Project) -> None:
    project.seed()
    (project.root / "seeds/water.yml").write_text("status: draft\n", "utf-8")
    found = releasing.release(project.root, "water", [], NOW).findings
    assert [(f.check, f.message) for f in found] == [
        ("held", "the Arabic stays held: it is a draft"),
        ("held", "the English stays held: it is a draft"),
    ]
    for at in ("tomorrow", "2026-02-30", "2026-12-01 24:30"):
        with pytest.raises(JisrError, match="no such moment"):
            releasing.release(project.root, "water", [], NOW, at)
    with pytest.raises(JisrError, match="no such article"):
        releasing.hold(project.root, "wter", [], NOW)


def test_a_withdrawn_text_is_not_brought_back_by_its_release(project: Project) -> None:
    project.seed()
    (project.root / "seeds/water.yml").write_text("status: withdrawn\n", "utf-8")
    found = releasing.release(project.root, "water", [], NOW).findings
    assert [(f.check, f.message, f.severity) for f in found] == [
        ("withdrawn", "the text was withdrawn", Severity.NOTICE)
    ]
    stands = releasing.find_stands(project.root, "water", LANGS, NOW)
    assert [stand.still for stand in stands] == ["withdrawn", "withdrawn"]
    assert not releasing.hold(project.root, "water", [], NOW).findings


@pytest.mark.parametrize("chance", range(3))
def test_whatever_is_decided_in_whatever_order_holds(
    project: Project, monkeypatch: pytest.MonkeyPatch, chance: int
) -> None:
    """A random history against what is meant: language → from when on, or never."""
    dice = random.Random(chance)
    settings(project, release="by-hand", timezone="Europe/Berlin")
    project.seed()
    meant: dict[Lang, datetime | None] = dict.fromkeys(LANGS)
    sidecar = project.root / "seeds/water.yml"
    moment = NOW
    for _ in range(12):
        moment += timedelta(hours=dice.randrange(1, 900))
        langs: list[Lang] = dice.choice([["ar"], ["en"], ["ar", "en"]])
        match dice.randrange(4):
            case 0:
                releasing.hold(project.root, "water", langs, moment)
                meant |= dict.fromkeys(langs)
            case 1:
                releasing.release(project.root, "water", langs, moment)
                meant |= dict.fromkeys(langs, moment)
            case 2:
                later = moment + timedelta(hours=dice.randrange(1, 50))
                written = format_moment(later, read_settings(project.root))
                releasing.release(project.root, "water", langs, moment, written)
                meant |= dict.fromkeys(langs, later)
            case _:
                text = sidecar.read_text("utf-8") if sidecar.exists() else ""
                sidecar.write_text(f"# note {dice.random()}\n{text}", "utf-8")
        wanted = [lang for lang, since in meant.items() if since and since <= moment]
        assert seen(project, monkeypatch, moment) == wanted


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        (
            "status: embargoed\nuntil: 2026-12-01 18:00\n",
            "held until 2026-12-01 18:00: it is under an embargo",
        ),
        ("release: {ar: 2026-12-02, en: held}\n", "held until 2026-12-02 00:00: "),
        ("status: draft\n", "held until somebody releases it: it is a draft"),
        ("status: withdrawn\nreason: x\n", "was withdrawn"),
    ],
)
def test_an_edition_of_a_held_text_is_refused_by_what_holds_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, sidecar: str, said: str
) -> None:
    project.seed()
    (project.root / "seeds/water.yml").write_text(sidecar, "utf-8")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with pytest.raises(JisrError, match=said):
        pipeline.export(project.root, ["water"], ["epub"], project.root / "exports")
    with pytest.raises(JisrError, match="no such article"):
        pipeline.export(project.root, ["wter"], ["epub"], project.root / "exports")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("status: draft", False),
        ("status: embargoed\nuntil: 2099-01-01", False),
        ("status: withdrawn\nreason: the source asked for it", False),
        ("release: {ar: 2099-01-01}", False),
        ("release: now", True),
    ],
)
def test_a_picture_beside_a_seed_is_published_with_its_text_alone(
    tmp_path: Path, said: str, shown: bool
) -> None:
    project = Project(tmp_path)
    for slug, name in (("raid", "house"), ("port", "ship")):
        (tmp_path / f"seeds/{slug}.md").write_text(f"# عنوان\n\nنص.\n\n![بيت]({name}.png)\n", "utf-8")
        (tmp_path / f"seeds/{name}.png").write_bytes(marked.image(".png", 1))
    (tmp_path / "seeds/raid.yml").write_text(f"{said}\n", "utf-8")
    (tmp_path / "seeds/port.yml").write_text("release: now\n", "utf-8")
    files = publishing.load_publication(project.root).docs
    assert any(name.endswith("ship.png") for name in files)
    assert any(name.endswith("house.png") for name in files) is shown


@pytest.mark.parametrize("at", ["2026-11-28 20:40", "2026-11-28", "2020-01-01 00:00"])
def test_no_hour_that_is_past_releases(project: Project, at: str) -> None:
    settings(project, release="by-hand", timezone="Asia/Beirut")  # where it is 20:40
    project.seed()
    with pytest.raises(
        JisrError, match="this hour is past: by the publication's clock it is 2026-11-28 20:40"
    ):
        releasing.release(project.root, "water", [], NOW, at)
    assert not (project.root / "seeds/water.yml").exists()
    assert releasing.release(project.root, "water", [], NOW, "2026-11-28 20:41").written
