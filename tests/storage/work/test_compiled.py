"""Templates are compiled once for many runs, and again where anything about them is another."""

from collections.abc import Callable
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import DictLoader, Environment

from jisr.storage.work.compiled import CompiledTemplates

Render = Callable[..., str]


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


def render(folder: Path, text: str, seal: str = "1") -> str:
    """What a new environment makes of a template."""
    kept = CompiledTemplates(folder, seal)
    return (
        Environment(autoescape=True, loader=DictLoader({"a": text}), bytecode_cache=kept)
        .get_template("a")
        .render()
    )


def test_a_template_is_compiled_once_and_again_when_it_is_another(
    tmp_path: Path, compiled: list[str]
) -> None:
    texts = ["one", "one", "other", "other", "one"]
    assert [render(tmp_path / "made" / "here", text) for text in texts] == texts
    assert len(compiled) == 3
    assert len(list((tmp_path / "made" / "here").iterdir())) == 1  # nothing is left of what it was
    render(tmp_path / "made" / "here", "one", seal="2")
    assert len(compiled) == 4


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"x" * 80, None])
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, compiled: list[str], damage: bytes | None) -> None:
    render(tmp_path, "one")
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-1] if damage is None else damage)
    assert render(tmp_path, "one") == "one"
    assert len(compiled) == 2
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_compiled_each_time(tmp_path: Path, compiled: list[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert [render(tmp_path / "file" / "in it", "one") for _ in range(2)] == ["one", "one"]
    assert len(compiled) == 2
