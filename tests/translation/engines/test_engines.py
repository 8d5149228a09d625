"""Engines: the contract that each keeps, and the Argos engine on a tiny real model, found and installed."""

import hashlib
import io
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings, Settings
from jisr.model.translation import Draft, Engine, Segment
from jisr.storage.config import read_settings
from jisr.translation.engines import ENGINES, argos, find_engine, packages
from jisr.translation.engines.archives import MAX_FILES
from jisr.translation.engines.argos import DECODED, LIMITS, Argos
from jisr.translation.engines.faults import clean_drafts, find_fault
from jisr.translation.engines.install import Offer, install
from jisr.translation.engines.packages import argos_dir, find_model, model_digest, model_dir
from jisr.translation.engines.sentences import count_arabic_letters, join_pieces, prepare, split_long
from tests.project import Project, edit

TESTS = Path(__file__).parents[2]
PACKAGE = TESTS / "fixtures" / "argos" / "translate-ar_en-tiny.argosmodel"
CHECKSUM = hashlib.sha256(PACKAGE.read_bytes()).hexdigest()
PAIRS = [
    (line.split("\t")[0], line.split("\t")[1])
    for line in (PACKAGE.parent / "pairs.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
GOOD = [pair for pair in PAIRS if not find_fault(*pair)]


def cases(name: str) -> list[dict[str, Any]]:
    data = yaml.safe_load((TESTS / "cases" / "engines" / f"{name}.yml").read_text("utf-8"))
    assert data
    return list(data)


SOUP = "ابتكلم ،؛.؟«»<>/s_▁1٢\n\t\u200f\u0640\u064ea\U0001f600"  # letters, marks, what may trip a tokeniser


def configure(folder: Path, sha256: str = CHECKSUM, version: str = "") -> Settings:
    return Settings(root=folder, model=ModelSettings(version=version, sha256=sha256, dir=folder / "models"))


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No socket goes anywhere, and no model of the machine is seen."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something asked for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in ("JISR_MODELS", "ARGOS_PACKAGES_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a project that has the tiny model installed."""
    configured = configure(tmp_path_factory.mktemp("project"))
    install(configured, PACKAGE)
    return configured


@pytest.fixture(scope="module")
def engine(ready: Settings) -> Argos:
    """The Argos engine on the tiny model."""
    found = find_engine(ready)
    assert isinstance(found, Argos)
    return found


# --- the contract -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=list(ENGINES))
def any_engine(request: pytest.FixtureRequest, ready: Settings) -> Engine:
    """Each engine of the table. A new one makes its model available in `ready`."""
    made = ENGINES[request.param](ready)
    assert made is not None, f"the tests give {request.param} no model"
    return made


def test_nothing_in_nothing_out(any_engine: Engine) -> None:
    assert any_engine.translate([], {}) == []


def test_drafts_come_in_the_order_of_the_segments(any_engine: Engine) -> None:
    arabic = [pair[0] for pair in GOOD[:20]]
    alone = {text: any_engine.translate([Segment(text)], {})[0].text for text in arabic}
    mixed = arabic[::-1] + arabic[5:9] + arabic[:3]
    assert [draft.text for draft in any_engine.translate([Segment(t) for t in mixed], {})] == [
        alone[text] for text in mixed
    ]
    assert len(set(alone.values())) == len(arabic)


def test_a_failed_segment_is_a_draft_among_others(any_engine: Engine) -> None:
    good, empty, endless = GOOD[0][0], "  ", "ب" * 50_000
    drafts = any_engine.translate([Segment(t) for t in (empty, good, endless, good)], {})
    assert [bool(draft.failure) for draft in drafts] == [True, False, True, False]
    assert drafts[1] == drafts[3]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.sampled_from(SOUP), max_size=60),
        max_size=4,
    )
)
def test_whatever_comes_in_text_or_reason_comes_out(any_engine: Engine, texts: list[str]) -> None:
    drafts = any_engine.translate([Segment(text) for text in texts], {})
    assert len(drafts) == len(texts)
    for draft in drafts:
        assert bool(draft.text) != bool(draft.failure)
        assert count_arabic_letters(draft.text) <= 3
        assert "\n" not in draft.text


def test_the_name_says_package_and_contents(any_engine: Engine, ready: Settings) -> None:
    again = find_engine(ready)
    assert again is not None
    assert again.name == any_engine.name
    assert any_engine.name.isprintable()


def test_finding_an_engine_loads_nothing_heavy(ready: Settings) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from jisr.model.settings import *; from jisr.translation.engines import *\n"
        "root = Path(sys.argv[1]); s = Settings(root, model=ModelSettings(dir=root / 'models'))\n"
        "assert find_engine(s) is not None\n"
        "print([m for m in ('ctranslate2', 'sentencepiece', 'argostranslate', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, ready.root], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# --- translation --------------------------------------------------------------------------------------------


def test_the_model_really_translates(engine: Argos) -> None:
    drafts = engine.translate([Segment(arabic) for arabic, _ in GOOD], {})
    right = sum(draft.text == english for draft, (_, english) in zip(drafts, GOOD, strict=True))
    assert right >= 0.97 * len(GOOD)
    scores = [draft.score for draft in drafts if draft.score is not None]
    assert len(scores) == len(GOOD)
    assert all(-0.5 < score < 0 for score in scores)


def test_vowel_marks_tatweel_and_arabic_digits_do_not_reach_the_model(engine: Argos) -> None:
    plain, written = "تراجع الحكومة سياسة الطاقة في عام 2019.", "تُراجِع الحكـومة سياسةَ الطاقة في عام ٢٠١٩."
    drafts = engine.translate([Segment(plain), Segment(written)], {})
    assert drafts[0] == drafts[1]
    assert drafts[0].text == "The government reviews the energy policy in 2019."


@pytest.mark.parametrize(
    ("text", "english"),
    [("٢٠٢٣", "2023"), ("(IRGC)", "(IRGC)"), ("«CENTCOM»؟", "“CENTCOM”?"), ("٣٫٥٪", "3.5%"), ("***", "***")],
)
def test_a_text_without_arabic_needs_no_model(engine: Argos, text: str, english: str) -> None:
    assert engine.translate([Segment(text)], {}) == [Draft(english)]


def test_equal_segments_reach_the_model_once(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    start = engine._start

    def count_and_start(batch: list[list[str]]) -> list[Any]:
        seen.append(len(batch))
        return start(batch)

    monkeypatch.setattr(engine, "_start", count_and_start)
    drafts = engine.translate([Segment(GOOD[0][0])] * 50, {})
    assert seen == [1]
    assert {draft.text for draft in drafts} == {GOOD[0][1]}


def test_windows_and_batches_change_no_draft(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    segments = [Segment(arabic) for arabic, _ in PAIRS]
    whole = [draft.text for draft in engine.translate(segments, {})]
    monkeypatch.setattr(argos, "WINDOW", 7)
    monkeypatch.setattr(argos, "BATCH", 60)
    assert [draft.text for draft in engine.translate(segments, {})] == whole


def test_a_sentence_beyond_the_models_positions_is_cut_and_joined(engine: Argos) -> None:
    subjects = ("الحكومة", "الوزارة", "اللجنة الوطنية")
    plans = (
        "سياسة الطاقة",
        "إصلاح التعليم",
        "الخطة الخمسية",
        "قانون المياه",
        "العقد الاجتماعي",
        "منظومة الدعم",
    )
    clauses = [
        f"{verb} {who} {what}" for verb in ("تراجع", "تدعم", "تنتقد") for who in subjects for what in plans
    ]
    text = "؛ ".join(clauses) + "."
    assert len(engine._encode(prepare(text))) > 512  # where the model itself raises
    with pytest.raises(RuntimeError, match="position"):
        engine._translator.translate_batch([engine._encode(prepare(text))])
    (draft,) = engine.translate([Segment(text)], {})
    assert draft.failure == ""
    assert draft.text.count(";") >= 4
    assert len(draft.text.split()) > 100


def test_what_cannot_be_cut_fails_alone(engine: Argos) -> None:
    drafts = engine.translate([Segment("ش" * 3000), Segment(GOOD[0][0]), Segment("كتب " * 6000)], {})
    assert drafts == [Draft("", failure="too long"), drafts[1], Draft("", failure="too long")]
    assert drafts[1].text == GOOD[0][1]


def test_a_loop_and_a_copy_of_the_model_are_failures(engine: Argos) -> None:
    drafts = engine.translate([Segment("كرر الكلمة نفسها."), Segment("اترك الجملة كما هي.")], {})
    assert drafts == [Draft("", failure="loop"), Draft("", failure="untranslated")]


def stubbed(engine: Argos, monkeypatch: pytest.MonkeyPatch, answer: Callable[[list[str]], list[str]]) -> None:
    """Put `answer` (source tokens → target tokens) in the model's place."""

    def start(batch: list[list[str]]) -> list[Any]:
        results = [SimpleNamespace(hypotheses=[answer(source)], scores=[-1.0]) for source in batch]
        return [SimpleNamespace(result=lambda result=result: result) for result in results]

    monkeypatch.setattr(engine, "_start", start)


def test_english_that_was_cut_off_is_a_failure(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    stubbed(engine, monkeypatch, lambda source: ["▁o", "ther"] * DECODED)
    (draft,) = engine.translate([Segment(GOOD[0][0])], {})
    assert draft == Draft("", failure="loop")
    monkeypatch.setattr(argos, "find_fault", lambda arabic, english: "")
    (draft,) = engine.translate([Segment(GOOD[0][0])], {})
    assert draft == Draft("", failure="too long")


def test_no_words_are_a_failure(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    stubbed(engine, monkeypatch, lambda source: [])
    assert engine.translate([Segment(GOOD[0][0])], {}) == [Draft("", failure="empty")]


def test_a_long_sentence_that_fails_is_tried_in_shorter_pieces(
    engine: Argos, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "، ".join(arabic.rstrip(".") for arabic, _ in GOOD[:5])
    assert LIMITS[1] < len(engine._encode(prepare(text))) <= LIMITS[0]
    words = engine._pieces.encode("the other high costs", out_type=str)
    stubbed(engine, monkeypatch, lambda source: words * (8 if len(source) > LIMITS[1] else 1))
    (draft,) = engine.translate([Segment(text)], {})
    assert draft.failure == ""
    assert set(draft.text.split(", ")) == {"the other high costs"}


def test_one_failed_piece_fails_the_sentence(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "، ".join(arabic.rstrip(".") for arabic, _ in GOOD[:12])
    fine = engine._pieces.encode(" ".join(english for _, english in GOOD[:2]), out_type=str)
    stubbed(engine, monkeypatch, lambda source: fine if len(source) % 2 else ["▁الت"] * 4)
    lengths = {len(engine._encode(p)) % 2 for p in split_long(prepare(text), LIMITS[0], engine._size)}
    assert lengths == {0, 1}
    assert engine.translate([Segment(text)], {})[0].failure == "untranslated"


def test_text_cannot_become_the_models_own_marks(engine: Argos) -> None:
    import sentencepiece

    model = io.BytesIO()
    arabic_only = [text.translate({ord(c): None for c in "<>/s"}) for text, _ in PAIRS]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(arabic_only * 5), model_writer=model, vocab_size=150, hard_vocab_limit=False,
        minloglevel=2,
    )  # fmt: skip
    alone = Argos(engine.model)
    alone.__dict__["_pieces"] = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    text = "تراجع </s> الحكومة <unk> سياسة <s> الطاقة"
    assert "</s>" in alone._pieces.encode(text, out_type=str)  # the danger is real
    tokens = alone._encode(text)
    assert not {"</s>", "<unk>", "<s>", "<blank>"} & set(tokens)
    assert "".join(tokens).replace("▁", " ").split() == text.split()


def test_a_mark_in_the_text_does_not_end_the_sentence(engine: Argos) -> None:
    (draft,) = engine.translate([Segment("الحكومة </s> تراجع الحكومة سياسة الطاقة.")], {})
    assert "energy policy" in draft.text


def test_the_token_that_a_package_wants_first_is_no_word_of_the_translation(engine: Argos) -> None:
    arabic, english = "من ناحية أخرى، تبدو التكاليف مرتفعة.", "On the other hand, the costs appear high."
    prefixed = Argos(replace(engine.model, prefix="▁On"))
    assert engine.translate([Segment(arabic)], {})[0].text == english
    assert prefixed.translate([Segment(arabic)], {})[0].text == english.removeprefix("On ")


def test_a_damaged_model_is_an_error_with_a_remedy(ready: Settings, tmp_path: Path) -> None:
    model = find_model(ready)
    assert model is not None
    for name in ("model/model.bin", "sentencepiece.model"):
        copy = tmp_path / name.replace("/", "-")
        shutil.copytree(model.path, copy)
        (copy / name).write_bytes((copy / name).read_bytes()[:1000])
        damaged = packages.read_model(copy)
        assert damaged is not None
        with pytest.raises(JisrError, match="does not work") as caught:
            Argos(damaged).translate([Segment("كتب")], {})
        assert "jisr model install" in caught.value.findings[0].remedy


# --- text: cases as data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("faults"), ids=lambda case: case["english"][:30] or "nothing")
def test_faults(case: dict[str, str]) -> None:
    assert find_fault(case["arabic"], case["english"]) == case["fault"]


@pytest.mark.parametrize(
    ("said", "text", "failure"),
    [
        ("&quot;The economy&quot;", '"The economy"', ""),
        ("&amp;quot;The economy&amp;quot;", '"The economy"', ""),
        ("Women&apos;s rights", "Women's rights", ""),
        ("Women &#39; s rights", "Women ' s rights", ""),
        ("Women & amp; quot; s", 'Women " s', ""),
        ("Food &amp; water", "Food & water", ""),
        ("eco@@ nomy", "", "signs of the model"),
        ("the ▁economy", "", "signs of the model"),
        ("   ", "", "empty"),
        ("الاقتصاد", "", "untranslated"),
    ],
)
def test_what_any_engine_says_is_made_readable_or_fails(said: str, text: str, failure: str) -> None:
    assert clean_drafts([Segment("حقوق النساء")], [Draft(said, -0.1)]) == [Draft(text, -0.1, failure)]


def test_a_failure_of_an_engine_stays_its_own() -> None:
    assert clean_drafts([Segment("نعم")], [Draft("", failure="loop")]) == [Draft("", failure="loop")]


@pytest.mark.parametrize("case", cases("cuts"), ids=lambda case: case["text"][:30])
def test_cuts(case: dict[str, Any]) -> None:
    assert split_long(case["text"], case["limit"], lambda text: len(text.split())) == case["pieces"]


@pytest.mark.parametrize("case", cases("joins"), ids=lambda case: case["english"][:30])
def test_joins(case: dict[str, Any]) -> None:
    assert join_pieces([(arabic, english) for arabic, english in case["parts"]]) == case["english"]


@given(st.text("اب ت،؛:- –\n", max_size=200), st.integers(1, 20))
def test_a_cut_loses_nothing(text: str, limit: int) -> None:
    text = prepare(text)
    pieces = split_long(text, limit, len)
    assert " ".join(pieces) == text
    assert all(len(piece) <= limit or " " not in piece for piece in pieces)


# --- finding a model ----------------------------------------------------------------------------------------


def make_package(folder: Path, *, version: str = "1.0", **about: str) -> Path:
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "sentencepiece.model").write_bytes(b"pieces")
    metadata = {
        "from_code": "ar",
        "to_code": "en",
        "package_version": version,
        "argos_version": "1.9",
        **about,
    }
    (folder / "metadata.json").write_text(json.dumps(metadata))
    return folder


def found(configured: Settings) -> str:
    model = find_model(configured)
    return model.path.name if model else ""


def test_no_model_is_no_error(tmp_path: Path) -> None:
    assert find_engine(configure(tmp_path)) is None


def test_what_is_not_a_whole_arabic_english_package_is_passed_over(tmp_path: Path) -> None:
    models = tmp_path / "models"
    make_package(models / "other", from_code="en", to_code="ar")
    make_package(models / ".new-abc")
    (make_package(models / "no-weights") / "model" / "model.bin").unlink()
    (make_package(models / "no-pieces") / "sentencepiece.model").unlink()
    (make_package(models / "bad-json") / "metadata.json").write_text("{")
    (make_package(models / "list") / "metadata.json").write_text("[1]")
    (models / "file").write_text("")
    assert found(configure(tmp_path)) == ""
    make_package(models / "whole")
    assert found(configure(tmp_path)) == "whole"


def test_own_folder_comes_before_argos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "XDG_DATA_HOME" / "argos-translate" / "packages"
    make_package(theirs / "theirs", version="9.0")
    assert found(configure(tmp_path)) == "theirs"
    make_package(tmp_path / "models" / "ours")
    assert found(configure(tmp_path)) == "ours"
    make_package(tmp_path / "elsewhere" / "chosen")
    monkeypatch.setenv("JISR_MODELS", str(tmp_path / "elsewhere"))
    assert found(configure(tmp_path)) == "chosen"


def test_argos_folder_by_its_own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert argos_dir() == tmp_path / "XDG_DATA_HOME" / "argos-translate" / "packages"
    config = tmp_path / "XDG_CONFIG_HOME" / "argos-translate" / "settings.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"ARGOS_PACKAGES_DIR": "/from/settings"}))
    assert argos_dir() == Path("/from/settings")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/from/environment")
    assert argos_dir() == Path("/from/environment")


def test_default_and_relative_model_folder(tmp_path: Path) -> None:
    assert model_dir(Settings(tmp_path)) == tmp_path / "XDG_DATA_HOME" / "jisr" / "models"
    assert model_dir(Settings(tmp_path, model=ModelSettings(dir=Path("m")))) == tmp_path / "m"


def test_the_named_version_before_the_newest(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        make_package(tmp_path / "models" / f"v{version}", version=version)
    assert found(configure(tmp_path)) == "v1.10"
    assert found(configure(tmp_path, version="1.2")) == "v1.2"
    receipt = tmp_path / "models" / "v1.9" / "jisr.json"
    receipt.write_text(json.dumps({"sha256": CHECKSUM}))
    assert found(configure(tmp_path, version="1.2")) == "v1.9"


def test_the_digest_follows_the_contents_and_is_not_made_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path / "models" / "one")
    model = find_model(configure(tmp_path))
    assert model is not None
    cache = tmp_path / "cache"
    made: list[str] = []
    real = packages._digest

    def count_and_make(root: Path, files: list[Path]) -> str:
        made.append(real(root, files))
        return made[-1]

    monkeypatch.setattr(packages, "_digest", count_and_make)
    first = model_digest(model, cache)
    assert not (cache / "digests.json").exists()  # so young a file could change within one tick of its clock
    monkeypatch.setattr(packages, "_RACY", -1.0)
    assert [model_digest(model, cache) for _ in range(3)] == [first] * 3
    assert len(made) == 2
    weights = model.path / "model" / "model.bin"
    before = weights.stat()
    weights.write_bytes(b"WEIGHTS")  # as long as before, and dated back
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert model_digest(model, cache) != first
    assert model_digest(model, cache) == made[-1]
    assert model_digest(model, None) == made[-2] == made[-1]


def test_a_cache_that_cannot_be_kept_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_package(tmp_path / "models" / "one")
    model = find_model(configure(tmp_path))
    assert model is not None
    monkeypatch.setattr(packages, "_RACY", -1.0)
    (tmp_path / "file").write_text("")
    assert model_digest(model, tmp_path / "file") == model_digest(model, None)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "digests.json").write_text("[")
    assert model_digest(model, broken) == model_digest(model, None)


# --- installing ---------------------------------------------------------------------------------------------


def test_install_from_a_file(tmp_path: Path) -> None:
    configured = configure(tmp_path)
    model = install(configured, PACKAGE)
    assert model == find_model(configured)
    assert model.sha256 == CHECKSUM
    names = sorted(p.relative_to(model.path).as_posix() for p in model.path.rglob("*") if p.is_file())
    assert names == [
        "README.md", "jisr.json", "metadata.json", "model/config.json", "model/model.bin",
        "model/shared_vocabulary.json", "sentencepiece.model",
    ]  # fmt: skip
    engine = find_engine(configured)
    assert engine is not None
    assert engine.name.startswith("argos 1.9.0 translate-ar_en 1.0 ")


def test_a_second_installation_changes_nothing(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)
    before = {path: path.stat().st_mtime_ns for path in model.path.rglob("*")}
    assert install(configure(tmp_path), PACKAGE) == model
    assert {path: path.stat().st_mtime_ns for path in model.path.rglob("*")} == before


def test_a_damaged_installation_is_replaced(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)
    (model.path / "sentencepiece.model").unlink()
    assert install(configure(tmp_path), PACKAGE) == model
    assert (model.path / "sentencepiece.model").is_file()


def test_without_a_checksum_nothing_is_installed(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match="no checksum") as caught:
        install(configure(tmp_path, sha256=""), PACKAGE)
    assert f"sha256: {CHECKSUM}" in caught.value.findings[0].remedy
    assert found(configure(tmp_path)) == ""


def test_a_person_may_vouch_for_what_the_settings_do_not_name(tmp_path: Path) -> None:
    asked: list[Offer] = []

    def accept(offer: Offer) -> bool:
        assert found(configure(tmp_path)) == "", "nothing is unpacked before"
        asked.append(offer)
        return len(asked) > 1

    with pytest.raises(JisrError, match="no checksum"):
        install(configure(tmp_path, sha256=""), PACKAGE, accept=accept)
    assert install(configure(tmp_path, sha256=""), PACKAGE, accept=accept).sha256 == CHECKSUM
    assert asked == [Offer(PACKAGE.name, "1.0", PACKAGE.stat().st_size, CHECKSUM)] * 2
    install(configure(tmp_path), PACKAGE, accept=accept)
    assert len(asked) == 2, "what is named is not asked for"


def test_what_is_named_and_there_is_not_fetched_again(tmp_path: Path) -> None:
    model = install(configure(tmp_path), PACKAGE)

    def fetch(_wanted: ModelSettings, _folder: Path) -> Path:
        raise AssertionError("82 MB for nothing")

    assert install(configure(tmp_path), fetch=fetch) == model


@pytest.mark.parametrize(("given", "answer"), [(["--accept"], None), ([], "y\n"), ([], "n\n"), ([], None)])
def test_one_command_installs_a_model_and_names_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: list[str],
    answer: str | None,
) -> None:
    project = Project(tmp_path / "project")
    settings = project.root / "mkdocs.yml"
    edit(settings, "jisr: {}", "jisr:\n    digits: western  # ours")
    before = settings.read_text("utf-8")
    monkeypatch.setenv("JISR_MODELS", str(tmp_path / "models"))
    said = io.StringIO(answer or "")
    monkeypatch.setattr(said, "isatty", lambda: answer is not None, raising=False)
    monkeypatch.setattr(sys, "stdin", said)
    run = ["--project", str(project.root), "model", "install", str(PACKAGE), *given]
    yes = bool(given) or answer == "y\n"
    assert main.main(run) == (0 if yes else 1)
    shown = capsys.readouterr()
    assert f"{PACKAGE.name}: version 1.0, {PACKAGE.stat().st_size / 1e6:.1f} MB" in shown.out
    assert f"SHA-256: {CHECKSUM}" in shown.out
    after = settings.read_text("utf-8")
    if yes:
        assert after != before
        assert "digits: western  # ours" in after
        assert (read_settings(project.root).model.version, read_settings(project.root).model.sha256) == (
            "1.0",
            CHECKSUM,
        )
        assert main.main(["--project", str(project.root), "model", "install"]) == 0, "it is there"
    else:
        assert after == before
        assert "jisr model install --accept" in shown.err


def test_another_checksum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=CHECKSUM):
        install(configure(tmp_path, sha256="0" * 64), PACKAGE)
    assert found(configure(tmp_path)) == ""


def test_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=r"version 1\.0, not 1\.1"):
        install(configure(tmp_path, version="1.1"), PACKAGE)
    assert found(configure(tmp_path)) == ""


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match=r"nowhere\.argosmodel"):
        install(configure(tmp_path), tmp_path / "nowhere.argosmodel")


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("x", (2020, 1, 1, 0, 0, 0))
    info.filename = info.orig_filename = name  # past the constructor, which would make it harmless
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


METADATA = json.dumps({"from_code": "ar", "to_code": "en", "package_version": "1.0"})
PLAIN = {"p/metadata.json": METADATA, "p/model/model.bin": "w", "p/sentencepiece.model": "s"}


def make_archive(target: Path, files: dict[str, str], *extra: tuple[zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(entry(name), data)
        for info, data in extra:
            archive.writestr(info, data)
    return target


def without(name: str) -> dict[str, str]:
    return {path: data for path, data in PLAIN.items() if path != name}


SAFE, NO_MODEL = "not safe", "holds no model"
HOSTILE: dict[str, tuple[str, dict[str, str], list[tuple[zipfile.ZipInfo, str]]]] = {
    "parent": (SAFE, PLAIN, [(entry("../evil"), "x")]),
    "parent-inside": (SAFE, PLAIN, [(entry("p/model/../../../evil"), "x")]),
    "absolute": (SAFE, PLAIN, [(entry("/tmp/evil"), "x")]),
    "drive": (SAFE, PLAIN, [(entry("C:/evil"), "x")]),
    "drive-relative": (SAFE, PLAIN, [(entry("p/C:evil"), "x")]),
    "backslash": (SAFE, PLAIN, [(entry("p\\..\\..\\evil"), "x")]),
    "share": (SAFE, PLAIN, [(entry("//host/evil"), "x")]),
    "device": (SAFE, PLAIN, [(entry("p/model/NUL.txt"), "x")]),
    "control": (SAFE, PLAIN, [(entry("p/model/a\nb"), "x")]),
    "dots": (SAFE, PLAIN, [(entry("p/model/. "), "x")]),
    "symlink": (SAFE, PLAIN, [(entry("p/model/link", stat.S_IFLNK | 0o777), "/etc/passwd")]),
    "symlinked-folder": (SAFE, PLAIN, [(entry("p/out", stat.S_IFLNK | 0o777), "/tmp")]),
    "fifo": (SAFE, PLAIN, [(entry("p/model/pipe", stat.S_IFIFO | 0o644), "")]),
    "twice": (SAFE, PLAIN, [(entry("p/MODEL/model.bin"), "other")]),
    "bomb": (SAFE, PLAIN, [(entry("p/model/zeros"), "0" * 3_000_000)]),
    "many": (SAFE, PLAIN, [(entry(f"p/model/{i}"), "") for i in range(MAX_FILES)]),
    "huge-metadata": (SAFE, {**PLAIN, "p/metadata.json": METADATA + os.urandom(600_000).hex()}, []),
    "no-metadata": (NO_MODEL, without("p/metadata.json"), []),
    "no-weights": (NO_MODEL, without("p/model/model.bin"), []),
    "no-pieces": (NO_MODEL, without("p/sentencepiece.model"), []),
    "two-folders": (NO_MODEL, PLAIN, [(entry("q/metadata.json"), METADATA)]),
    "other-languages": (NO_MODEL, {**PLAIN, "p/metadata.json": '{"from_code": "en", "to_code": "ar"}'}, []),
    "no-json": (NO_MODEL, {**PLAIN, "p/metadata.json": "from: ar"}, []),
    "json-list": (NO_MODEL, {**PLAIN, "p/metadata.json": "[]"}, []),
    "deep-json": (NO_MODEL, {**PLAIN, "p/metadata.json": "[" * 500_000 + os.urandom(9000).hex()}, []),
    "empty": (NO_MODEL, {}, []),
    "not-loadable": ("does not work", PLAIN, []),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_archives_are_refused_and_leave_nothing(kind: str, tmp_path: Path) -> None:
    reason, files, extra = HOSTILE[kind]
    archive = make_archive(tmp_path / "package.argosmodel", files, *extra)
    configured = configure(tmp_path / "project", hashlib.sha256(archive.read_bytes()).hexdigest())
    with pytest.raises(JisrError, match=reason) as caught:
        install(configured, archive)
    assert caught.value.findings[0].file == str(archive)
    assert caught.value.findings[0].remedy
    left = {p.name for p in tmp_path.rglob("*")} - {
        "package.argosmodel",
        "project",
        "models",
        ".jisr",
        ".gitignore",
        "lock",
    }
    assert not left
    assert not Path("/tmp/evil").exists()


def broken(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The tiny package, damaged in ways that only unpacking may show."""
    yield "no archive", b"not a zip archive"
    yield "empty", b""
    yield "cut", data[: len(data) // 2]
    middle = len(data) // 2
    yield "flipped", data[:middle] + bytes(b ^ 0xFF for b in data[middle : middle + 64]) + data[middle + 64 :]
    encrypted = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := encrypted.find(mark, at + 1)) >= 0:
            encrypted[at + offset] |= 1
    yield "encrypted", bytes(encrypted)


DAMAGED = dict(broken(PACKAGE.read_bytes()))


@pytest.mark.parametrize("kind", DAMAGED)
def test_damaged_archives_are_refused(kind: str, tmp_path: Path) -> None:
    archive = tmp_path / "package.argosmodel"
    archive.write_bytes(DAMAGED[kind])
    configured = configure(tmp_path, hashlib.sha256(DAMAGED[kind]).hexdigest())
    with pytest.raises(JisrError):
        install(configured, archive)
    assert found(configured) == ""


KILLED = """
import os, sys
from pathlib import Path
from jisr.translation.engines import install as module
from jisr.model.settings import ModelSettings, Settings
root, package, checksum, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
calls = 0
def deadly(real):
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == step:
            os._exit(9)
        return real(*args, **kwargs)
    return call
os.fsync, Path.replace = deadly(os.fsync), deadly(Path.replace)
module.install(Settings(root, model=ModelSettings(sha256=checksum, dir=root / "models")), package)
"""


def test_a_kill_at_any_step_leaves_no_half_model(tmp_path: Path) -> None:
    configured = configure(tmp_path)
    for step in (1, 4, 7, 8):  # files are synced one by one, then the folder is renamed
        args = [sys.executable, "-c", KILLED, str(tmp_path), str(PACKAGE), CHECKSUM, str(step)]
        assert subprocess.run(args, check=False, cwd=TESTS.parent / "build_tools").returncode == 9, step
        assert find_model(configured) is None
        assert list((tmp_path / "models").glob(".new-*"))
    model = install(configured, PACKAGE)
    assert find_model(configured) == model
    assert not list((tmp_path / "models").glob(".new-*"))


def test_two_installations_at_once(tmp_path: Path) -> None:
    from jisr.storage import transaction

    (tmp_path / "models").mkdir()
    with transaction.lock_project(tmp_path / "models"), pytest.raises(JisrError, match="another jisr"):
        install(configure(tmp_path), PACKAGE)


def test_only_an_installation_without_a_file_fetches(tmp_path: Path) -> None:
    asked: list[ModelSettings] = []

    def fetch(wanted: ModelSettings, folder: Path) -> Path:
        asked.append(wanted)
        return Path(shutil.copy(PACKAGE, folder / "fetched.argosmodel"))

    install(configure(tmp_path), PACKAGE, fetch=fetch)
    assert not asked
    assert install(configure(tmp_path / "other"), fetch=fetch).sha256 == CHECKSUM
    assert asked == [configure(tmp_path / "other").model]
    assert [p.name for p in (tmp_path / "other" / "models").glob("*") if p.name != ".jisr"] == [
        f"translate-ar_en-{CHECKSUM[:12]}"
    ]


FETCH = """
import sys
from pathlib import Path
from jisr.translation.engines.install import install
from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings, Settings
root = Path(sys.argv[1])
wanted = ModelSettings(version=sys.argv[3], sha256=sys.argv[2], dir=root / "models")
try:
    print(install(Settings(root, model=wanted)).path.name)
except JisrError as error:
    print("refused:", error)
"""


def fetch_in_process(tmp_path: Path, index: str, version: str = "") -> str:
    """Install from `index` in a process of its own: argostranslate reads its settings at import."""
    folders = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    env = {**os.environ, **{name: str(tmp_path / name) for name in folders}, "ARGOS_PACKAGE_INDEX": index}
    args = [sys.executable, "-W", "ignore", "-c", FETCH, str(tmp_path), CHECKSUM, version]
    done = subprocess.run(
        args, env=env, capture_output=True, text=True, check=True, cwd=TESTS.parent / "build_tools"
    )
    return done.stdout.strip()


def test_offline_the_index_is_out_of_reach_in_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as closed:  # a port on which nobody listens
        closed.bind(("127.0.0.1", 0))
        said = fetch_in_process(tmp_path, f"http://127.0.0.1:{closed.getsockname()[1]}/")
    assert said.startswith("refused:")
    assert "index cannot be reached" in said
    assert "jisr model install FILE" in said


def test_install_from_the_index_through_argostranslate(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    site = tmp_path / "index"
    site.mkdir()
    shutil.copy(PACKAGE, site / "package.argosmodel")
    address = serve(site)
    about = {"from_code": "ar", "to_code": "en", "package_version": "1.0"}
    listing = [
        {**about, "to_code": "fr", "links": []},
        {**about, "links": [f"{address}/package.argosmodel"]},
        {**about, "package_version": "0.9", "links": [f"{address}/gone.argosmodel"]},
    ]
    (site / "index.json").write_text(json.dumps(listing))
    assert "1.0, 0.9" in fetch_in_process(tmp_path / "a", f"{address}/", version="7.7")
    assert "cannot be downloaded" in fetch_in_process(tmp_path / "b", f"{address}/", version="0.9")
    assert fetch_in_process(tmp_path / "c", f"{address}/") == f"translate-ar_en-{CHECKSUM[:12]}"
    (site / "index.json").write_text("<html>")
    assert "cannot be read" in fetch_in_process(tmp_path / "d", f"{address}/")
