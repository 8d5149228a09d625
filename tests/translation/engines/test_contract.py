"""What every engine of the table keeps, alone and behind what is done for all of them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jisr.model.diagnostics import JisrError
from jisr.model.settings import LibreTranslateSettings, OpenAISettings, Settings
from jisr.model.translation import Draft, Engine, Segment, Translator
from jisr.storage.config import read_settings
from jisr.translation.engines import ENGINES, find_engine
from jisr.translation.engines.sentences import count_arabic_letters
from tests import libretranslate, openai
from tests.argos_package import GOOD
from tests.project import SETTINGS

SOUP = "ابتكلم ،؛.؟«»<>/s_▁1٢\n\t\u200f\u0640\u064ea\U0001f600"  # letters, marks, what may trip a tokeniser


@contextmanager
def argos(ready: Settings) -> Iterator[Settings]:
    """The tiny model of the fixtures, installed."""
    yield ready


@contextmanager
def libretranslate_server(ready: Settings) -> Iterator[Settings]:
    """A server on this machine."""
    with libretranslate.served() as server:
        yield replace(ready, libretranslate=LibreTranslateSettings(server.address))


@contextmanager
def openai_server(ready: Settings) -> Iterator[Settings]:
    """A server on this machine."""
    with openai.served() as server:
        yield replace(ready, openai=OpenAISettings(server.address, "m"))


READY: dict[str, Callable[[Settings], AbstractContextManager[Settings]]] = {
    "argos": argos,
    "libretranslate": libretranslate_server,
    "openai": openai_server,
}
"""Name of an engine → settings with which it can work for as long as the context lasts."""


@pytest.fixture(scope="module", params=list(ENGINES))
def prepared(request: pytest.FixtureRequest, ready: Settings) -> Iterator[Settings]:
    """Settings that choose each engine of the table."""
    name = request.param
    assert name in READY, f"add to READY what {name} needs to work in a test"
    with ExitStack() as stack:
        yield replace(stack.enter_context(READY[name](ready)), engine=name)


@pytest.fixture(scope="module")
def engine(prepared: Settings) -> Engine:
    """The engine alone."""
    made = ENGINES[prepared.engine](prepared)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def translator(prepared: Settings) -> Translator:
    """The engine as drafts use it."""
    made = find_engine(prepared)
    assert made is not None
    return made


def drafts_of(translator: Translator, *texts: str) -> list[Draft]:
    return translator.translate([Segment(text) for text in texts], {})


# --- the engine alone ---------------------------------------------------------------------------------------


def test_nothing_in_nothing_out(engine: Engine, translator: Translator) -> None:
    assert list(engine.translate([])) == []
    assert translator.translate([], {}) == []


def test_as_many_drafts_as_sentences_in_their_order(engine: Engine) -> None:
    original = [pair[0] for pair in GOOD[:20]]
    alone = {text: engine.translate([text])[0].text for text in original}
    mixed = original[::-1] + original[5:9] + original[:3]
    assert [draft.text for draft in engine.translate(mixed)] == [alone[text] for text in mixed]
    assert len(set(alone.values())) == len(original)


def test_the_name_says_machine_and_model_on_one_line_and_stays(engine: Engine, prepared: Settings) -> None:
    again = ENGINES[prepared.engine](prepared)
    assert again is not None
    assert again.name == engine.name
    assert engine.name.split()[0] == prepared.engine
    assert len(engine.name.split()) > 2, "what machine, which version or model"
    assert engine.name.isprintable()
    assert "," not in engine.name, "which is between the engine and the memory in a draft's origin"


# --- behind what is done for all ----------------------------------------------------------------------------


def test_drafts_come_in_the_order_of_the_segments(translator: Translator) -> None:
    original = [pair[0] for pair in GOOD[:20]]
    alone = {text: drafts_of(translator, text)[0].text for text in original}
    mixed = original[::-1] + original[5:9] + original[:3]
    assert [draft.text for draft in drafts_of(translator, *mixed)] == [alone[text] for text in mixed]


def test_a_failed_segment_is_a_draft_among_others(translator: Translator) -> None:
    good = GOOD[0][0]
    drafts = drafts_of(translator, "  ", good, "ب" * 50_000, good)
    assert [bool(draft.failure) for draft in drafts] == [True, False, True, False]
    assert drafts[1] == drafts[3]


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(st.sampled_from(SOUP), max_size=60), max_size=4))
def test_whatever_comes_in_text_or_reason_comes_out(translator: Translator, texts: list[str]) -> None:
    drafts = drafts_of(translator, *texts)
    assert len(drafts) == len(texts)
    for draft in drafts:
        assert bool(draft.text) != bool(draft.failure)
        assert count_arabic_letters(draft.text) <= 3
        assert draft.text.isprintable()


def test_finding_an_engine_loads_nothing_heavy(prepared: Settings) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from jisr.model.settings import *; from jisr.translation.engines import *\n"
        "root = Path(sys.argv[1]); libre = LibreTranslateSettings('http://a:9')\n"
        "model = ModelSettings(dir=root / 'models')\n"
        "own = OpenAISettings('http://a:9', 'm')\n"
        "s = Settings(root, engine=sys.argv[2], model=model, libretranslate=libre, openai=own)\n"
        "assert find_engine(s) is not None\n"
        "print([m for m in ('ctranslate2', 'sentencepiece', 'argostranslate', 'numpy') if m in sys.modules])"
    )
    args = [sys.executable, "-c", code, str(prepared.root), prepared.engine]
    done = subprocess.run(args, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- which engine -------------------------------------------------------------------------------------------


def test_the_settings_name_every_engine_and_no_other() -> None:
    schema = Path(__file__).parents[3] / "build_tools/jisr/storage/schemas/settings/engines.json"
    assert json.loads(schema.read_text("utf-8"))["properties"]["engine"]["enum"] == list(ENGINES)
    assert Settings(Path()).engine == next(iter(ENGINES))


def configured(tmp_path: Path, *lines: str) -> Settings:
    own = "".join(f"    {line}\n" for line in lines)
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace("  jisr: {}\n", f"  jisr:\n{own}"), "utf-8")
    return read_settings(tmp_path)


@pytest.mark.parametrize(
    ("lines", "line", "remedy"),
    [
        (["engine: libretranslat"], 6, "did you mean libretranslate?"),
        (["engine: Argos"], 6, "did you mean argos?"),
        (["engine: {name: argos}"], 6, "argos"),
        (["libretranslate: {adress: 'http://localhost'}"], 6, ""),
        (["libretranslate:", "  url: http://localhost:5000", "  insecur: true"], 8, "did you mean insecure?"),
        (["libretranslate: {url: 'localhost:5000'}"], 6, "http(s)://HOST"),
        (["libretranslate: {url: 'ftp://localhost'}"], 6, "http(s)://HOST"),
        (["libretranslate: {url: 'http://me:secret@localhost'}"], 6, "environment"),
        (["libretranslate: {url: 'https://host/?api_key=secret'}"], 6, "environment"),
        (["libretranslate: {url: 'https://host/a b'}"], 6, "http(s)://HOST"),
        (['libretranslate: {url: "https://host\\n"}'], 6, ""),
        (["libretranslate: {url: 'https://host', key_env: 'sk-123'}"], 6, "never the key itself"),
        (["openai: {url: 'https://host'}"], 6, ""),
        (["openai: {url: 'https://me:secret@host', model: m}"], 6, "environment"),
        (["openai: {url: 'https://host', model: m, key: sk-123}"], 6, ""),
        (["openai: {url: 'https://host', model: m, price: cheap}"], 6, "0.25"),
        (["engine: opanai"], 6, "did you mean openai?"),
    ],
)
def test_wrong_settings_of_engines_are_named_with_their_line(
    tmp_path: Path, lines: list[str], line: int, remedy: str
) -> None:
    with pytest.raises(JisrError) as caught:
        configured(tmp_path, *lines)
    assert caught.value.findings[0].line == line
    assert remedy in " ".join(finding.remedy for finding in caught.value.findings)


def test_the_engine_of_the_settings_is_used_and_argos_where_they_name_none(tmp_path: Path) -> None:
    url = "http://10.0.0.7:5000/lt/"
    settings = configured(tmp_path, "engine: libretranslate", "libretranslate:", f"  url: {url}")
    assert (settings.engine, settings.libretranslate.url) == ("libretranslate", url)
    assert settings.lines["libretranslate", "url"] == 8
    assert find_engine(settings) is not None, "nothing is sent before there is something to translate"
    assert configured(tmp_path, "digits: western").engine == "argos"
