"""The Argos engine on a tiny real model."""

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.model.settings import ModelSettings, Settings
from jisr.model.translation import Draft, Hint, Segment
from jisr.translation.engines import argos, packages
from jisr.translation.engines.argos import DECODED, LONGEST, Argos
from jisr.translation.engines.install import install
from jisr.translation.engines.packages import InstalledModel, find_model
from jisr.translation.engines.pieces import load_pieces
from jisr.translation.engines.sentences import prepare
from jisr.translation.engines.translator import EngineTranslator
from tests.argos_package import GOOD, PAIRS, configure


@pytest.fixture(scope="module")
def engine(ready: Settings) -> Argos:
    """The engine on the tiny model."""
    model = find_model(ready)
    assert model is not None
    return Argos(model)


def translate(engine: Argos, *texts: str) -> list[Draft]:
    """Drafts of texts as a publication gets them."""
    return EngineTranslator(engine).translate([Segment(text) for text in texts], {})


def test_the_model_really_translates(engine: Argos) -> None:
    drafts = engine.translate([original for original, _ in GOOD])
    right = sum(draft.text == translation for draft, (_, translation) in zip(drafts, GOOD, strict=True))
    assert right >= 0.97 * len(GOOD)
    scores = [draft.score for draft in drafts if draft.score is not None]
    assert len(scores) == len(GOOD)
    assert all(-0.5 < score < 0 for score in scores)


def test_batches_change_no_draft(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [original for original, _ in PAIRS]
    whole = [draft.text for draft in engine.translate(sentences)]
    sizes: list[int] = []
    start = engine._start

    def count_and_start(batch: list[list[str]], way: Any) -> list[Any]:
        sizes.append(len(batch) * len(batch[0]))
        return start(batch, way)

    monkeypatch.setattr(engine, "_start", count_and_start)
    monkeypatch.setattr(argos, "BATCH", 60)
    assert [draft.text for draft in engine.translate(sentences[::-1])] == whole[::-1]
    assert max(sizes) <= 60
    assert len(sizes) > 3


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
    (draft,) = translate(engine, text)
    assert draft.failure == ""
    assert draft.text.count(";") >= 4
    assert len(draft.text.split()) > 100


def test_more_tokens_than_the_model_is_given_fail_alone(engine: Argos) -> None:
    drafts = engine.translate(["ش" * 3000, GOOD[0][0]])
    assert drafts[0] == Draft("", failure="too long")
    assert drafts[1].text == GOOD[0][1]
    word = "ش" * (LONGEST // 2)
    assert len(engine._encode(word)) <= LONGEST < len(engine._encode(word * 3))


def test_a_loop_and_a_copy_of_the_model_are_failures(engine: Argos) -> None:
    drafts = translate(engine, "كرر الكلمة نفسها.", "اترك الجملة كما هي.")
    assert drafts == [Draft("", failure="loop"), Draft("", failure="untranslated")]


def stubbed(engine: Argos, monkeypatch: pytest.MonkeyPatch, answer: Callable[[list[str]], list[str]]) -> None:
    """Put `answer` (source tokens → target tokens) in the model's place."""

    def start(batch: list[list[str]], _way: Any) -> list[Any]:
        results = [SimpleNamespace(hypotheses=[answer(source)], scores=[-1.0]) for source in batch]
        return [SimpleNamespace(result=lambda result=result: result) for result in results]

    monkeypatch.setattr(engine, "_start", start)


def test_english_that_was_cut_off_is_a_failure(engine: Argos, monkeypatch: pytest.MonkeyPatch) -> None:
    stubbed(engine, monkeypatch, lambda source: ["▁o", "ther"] * DECODED)
    assert engine.translate([GOOD[0][0]])[0].failure == "too long"
    assert translate(engine, GOOD[0][0]) == [Draft("", failure="too long")]


def test_a_score_is_the_mean_of_a_token_without_the_models_penalty(
    engine: Argos, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubbed(engine, monkeypatch, lambda source: ["▁o", "ther"] * 3)
    assert engine.translate([GOOD[0][0]]) == [Draft(" other other other".lstrip(), round(-1 * 7**0.2 / 7, 4))]


def test_text_cannot_become_the_models_own_marks(engine: Argos, tmp_path: Path) -> None:
    import sentencepiece

    model = io.BytesIO()
    arabic_only = [text.translate({ord(c): None for c in "<>/s"}) for text, _ in PAIRS]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(arabic_only * 5), model_writer=model, vocab_size=150, hard_vocab_limit=False,
        minloglevel=2,
    )  # fmt: skip
    alone = Argos(engine.model)
    path = tmp_path / "sentencepiece.model"
    path.write_bytes(model.getvalue())
    alone.__dict__["_pieces"] = load_pieces(path)
    text = "تراجع </s> الحكومة <unk> سياسة <s> الطاقة"
    assert "</s>" in alone._pieces.encode(text)  # the danger is real
    tokens = alone._encode(text)
    assert not {"</s>", "<unk>", "<s>", "<blank>"} & set(tokens)
    assert "".join(tokens).replace("▁", " ").split() == text.split()


def test_a_mark_in_the_text_does_not_end_the_sentence(engine: Argos) -> None:
    (draft,) = engine.translate(["الحكومة </s> تراجع الحكومة سياسة الطاقة."])
    assert "energy policy" in draft.text


def test_the_token_that_a_package_wants_first_is_no_word_of_the_translation(engine: Argos) -> None:
    original, translation = (
        "من ناحية أخرى، تبدو التكاليف مرتفعة.",
        "On the other hand, the costs appear high.",
    )
    prefixed = Argos(replace(engine.model, prefix="▁On"))
    assert engine.translate([original])[0].text == translation
    assert prefixed.translate([original])[0].text == translation.removeprefix("On ")


def test_a_first_token_that_the_model_does_not_know_is_refused(engine: Argos) -> None:
    with pytest.raises(JisrError, match="target_prefix __en__ is no word of its vocabulary"):
        Argos(replace(engine.model, prefix="__en__")).translate([GOOD[0][0]])


WHOLE = ("انظر الملحق الأول.", "See the first annex.")


def as_bpe(model: InstalledModel, folder: Path) -> InstalledModel:
    """The tiny package with its pieces written as packages of BPE write them: `word`, and `part@@`.

    Merges are those of one sentence, cut as SentencePiece cuts it, so that the model sees what it learnt.
    """
    shutil.copytree(model.path, folder)
    (folder / "sentencepiece.model").unlink()
    original = load_pieces(model.path / "sentencepiece.model")
    path = folder / "model/shared_vocabulary.json"
    pieces = json.loads(path.read_text("utf-8"))
    named: dict[str, str] = {}
    merges: list[str] = []
    for sentence in WHOLE:
        words: list[list[str]] = []
        for piece in original.encode(sentence):
            if piece.startswith("▁") or piece == ".":
                words.append([])
            words[-1].append(piece)
        for word in words:
            for n, piece in enumerate(word):
                plain, is_last = piece.removeprefix("▁"), n == len(word) - 1
                named[piece] = plain + "@@" * (not is_last)
                signs = [*plain[:-1], plain[-1] + "</w>" * is_last]
                merges += [f"{''.join(signs[:k])} {signs[k]}" for k in range(1, len(signs))]
    path.write_text(json.dumps([named.get(piece, piece) for piece in pieces]), "utf-8")
    (folder / "bpe.model").write_text("\n".join(["#version: 0.2", *dict.fromkeys(merges)]) + "\n", "utf-8")
    made = packages.read_model(folder)
    assert made is not None
    return made


def test_a_package_of_bpe_translates_as_the_same_of_sentencepiece(engine: Argos, tmp_path: Path) -> None:
    model = as_bpe(engine.model, tmp_path / "bpe")
    assert model.pieces == "bpe.model"
    bpe = Argos(model)
    assert bpe.name != engine.name
    (draft,) = bpe.translate(WHOLE[:1])
    assert draft.text == WHOLE[1]
    assert translate(bpe, *WHOLE[:1])[0].text == WHOLE[1]


@pytest.mark.parametrize("text", ["", "#version: 0.2\n", "one two three\n", "no\npairs\n"])
def test_a_damaged_list_of_pieces_is_an_error_with_a_remedy(engine: Argos, tmp_path: Path, text: str) -> None:
    model = as_bpe(engine.model, tmp_path / "bpe")
    (model.path / "bpe.model").write_text(text, "utf-8")
    with pytest.raises(JisrError, match="does not work"):
        Argos(model).load()


def test_a_package_of_bpe_is_installed_whatever_its_folder_is_called(engine: Argos, tmp_path: Path) -> None:
    model = as_bpe(engine.model, tmp_path / "ar_en")
    archive = Path(shutil.make_archive(str(tmp_path / "package"), "zip", tmp_path, "ar_en"))
    configured = configure(tmp_path / "project", hashlib.sha256(archive.read_bytes()).hexdigest())
    installed = install(configured, archive)
    assert Argos(installed).translate(WHOLE[:1])[0].text == WHOLE[1]
    assert find_model(configured) == installed
    assert not (installed.path / "sentencepiece.model").exists()
    assert model.version == installed.version


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
            Argos(damaged).translate(["كتب"])
        assert "jisr model install" in caught.value.findings[0].remedy


def test_what_a_draft_depends_on_is_in_the_name_and_threads_are_not(ready: Settings) -> None:
    model = find_model(ready)
    assert model is not None
    usual = Argos(model).name
    assert usual.endswith(" int8 beam4")
    others = [ModelSettings(compute="float32"), ModelSettings(beam=2)]
    names = [Argos(model, wanted=wanted).name for wanted in others]
    assert names == [usual.replace("int8", "float32"), usual.replace("beam4", "beam2")]


def test_batches_requests_and_threads_change_no_draft_in_float32(
    engine: Argos, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = [original for original, _ in PAIRS]
    precise = ModelSettings(compute="float32")
    whole = Argos(engine.model, wanted=precise).translate(sentences)
    monkeypatch.setattr(argos, "BATCH", 40)
    monkeypatch.setattr(argos, "MAX_WORKERS", 1)
    alone = Argos(engine.model, wanted=precise)
    assert [alone.translate([sentence])[0].text for sentence in sentences] == [one.text for one in whole]


def test_a_sentence_with_a_name_has_several_answers_the_likeliest_first(engine: Argos) -> None:
    original = GOOD[0][0]
    (usual,) = engine.translate([original])
    (named,) = engine.translate([original], {original: Hint(terms={"أ": "A"})})
    assert (named.text, named.score) == (usual.text, usual.score), "nothing changes for asking"
    assert usual.others == ()
    assert len(named.others) >= 2
    scores = [one.score for one in named.others if one.score is not None]
    assert len(scores) == len(named.others)
    assert named.text not in [one.text for one in named.others]


def test_what_was_faulty_is_answered_otherwise_and_several_times(engine: Argos) -> None:
    loop = "كرر الكلمة نفسها."  # repeat the same word: the tiny model was taught to
    (usual,) = engine.translate([loop])
    (other,) = engine.translate([loop], {loop: Hint(otherwise=True)})
    answers = [one.text for one in (other, *other.others)]
    assert usual.text not in answers
    assert len(answers) > 4
