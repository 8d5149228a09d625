"""Templates are compiled once for many runs, again where anything is another; nobody else's are run."""

import os
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import DictLoader, Environment

from jisr.storage.work import compiled as kept
from jisr.storage.work.compiled import CompiledTemplates, templates_folder


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were compiled."""
    texts: list[str] = []
    compile_ = Environment._compile

    def note(environment: Environment, source: str, filename: str) -> CodeType:
        texts.append(source)
        return compile_(environment, source, filename)

    monkeypatch.setattr(Environment, "_compile", note)
    return texts


def filler(templates: CompiledTemplates) -> Callable[[str], str]:
    """What a new environment makes of a template."""

    def render(text: str) -> str:
        loader = DictLoader({"a": text})
        return (
            Environment(autoescape=True, loader=loader, bytecode_cache=templates).get_template("a").render()
        )

    return render


def test_a_template_is_compiled_once_and_again_when_it_is_another(
    tmp_path: Path, compiled: list[str]
) -> None:
    texts = ["one", "one", "other", "other", "one"]
    assert [filler(CompiledTemplates(tmp_path, "1"))(text) for text in texts] == texts
    assert len(compiled) == 2
    filler(CompiledTemplates(tmp_path, "2"))("one")
    assert len(compiled) == 3


def test_where_nothing_can_be_kept_it_is_compiled_once_a_run(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (None, tmp_path / "file" / "in it"):
        fill = filler(CompiledTemplates(folder, "1"))
        assert [fill("one"), fill("one")] == ["one", "one"]
    assert len(compiled) == 2


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"x" * 80, None])
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, compiled: list[str], damage: bytes | None) -> None:
    filler(CompiledTemplates(tmp_path, "1"))("one")
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] if damage is None else damage)
    assert filler(CompiledTemplates(tmp_path, "1"))("one") == "one"
    assert len(compiled) == 2
    assert file.read_bytes() == whole


def test_no_more_is_kept_than_a_few_publications_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 4)
    fill = filler(CompiledTemplates(tmp_path, "1"))
    for number in range(9):
        fill(f"text {number}")
    assert len(list(tmp_path.iterdir())) <= 4


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


def test_code_is_kept_in_the_users_own_folder_alone(caches: Path, tmp_path: Path) -> None:
    assert templates_folder(tmp_path / "publication") == caches / "jisr/templates"
    assert (caches / "jisr/templates").stat().st_mode & 0o077 == 0


def test_what_a_commit_could_have_brought_along_is_not_run(caches: Path, tmp_path: Path) -> None:
    """Whoever builds in CI may have caches in the folder of the repository, or a link that leads there."""
    assert templates_folder(tmp_path) is None
    publication = tmp_path / "publication"
    publication.mkdir()
    (caches / "jisr/templates").rename(publication / "templates")
    (caches / "jisr/templates").symlink_to(publication / "templates")
    assert templates_folder(publication) is None


def test_a_repository_around_the_publication_brings_none_either(caches: Path, tmp_path: Path) -> None:
    """CI keeps caches in the folder of the repository, the publication may lie beside them."""
    (tmp_path / ".git").mkdir()
    assert templates_folder(tmp_path / "publication") is None
    (tmp_path / "publication/.git").mkdir(parents=True)
    assert templates_folder(tmp_path / "publication") == caches / "jisr/templates"


def test_a_folder_of_caches_that_has_no_place_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "caches")
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    assert templates_folder(tmp_path / "publication") == tmp_path / "home/.cache/jisr/templates"
    assert not (tmp_path / "caches").exists()


def test_code_is_kept_where_groups_may_write_what_users_make(caches: Path, tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        assert templates_folder(tmp_path / "publication") == caches / "jisr/templates"
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="a profile is its user's")
@pytest.mark.parametrize("name", ["jisr", "jisr/templates"])
def test_where_others_can_write_nothing_is_kept(caches: Path, tmp_path: Path, name: str) -> None:
    assert templates_folder(tmp_path / "publication")
    (caches / name).chmod(0o777)
    assert templates_folder(tmp_path / "publication") is None


def test_a_user_without_a_home_keeps_nothing(
    caches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caches.write_bytes(b"")
    assert templates_folder(tmp_path / "publication") is None
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    assert templates_folder(tmp_path / "publication") is None


def no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")
