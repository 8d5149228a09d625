"""What a sentence costs: CTranslate2 bare, Jisr's Argos engine, Argos' own `translate`, by turns.

    python -m benchmarks.bench_argos [FILE.tsv] [--sentences N] [--rounds N]

The sentences are the first column of FILE; without one, made-up sentences of a common length. README.md says
what the package is, why its weights are random and what that does to the figures.
"""

import argparse
import json
import os
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from jisr.model.settings import ModelSettings
from jisr.model.translation import Segment
from jisr.translation.engines import translator
from jisr.translation.engines.argos import PENALTY, Argos, _workers
from jisr.translation.engines.packages import InstalledModel, read_model
from jisr.translation.engines.sentences import count_arabic_letters
from jisr.translation.engines.translator import EngineTranslator
from tests.argos_model import METADATA, save

LAYERS, WIDTH, INNER, HEADS, PIECES = 6, 512, 2048, 8, 32_000
POSITIONS = 1024
ARGOS_BEAM = 4
PARAGRAPH = 4  # sentences, as in an article: Argos translates paragraph by paragraph
BREAK = "\x1e"  # between sentences on their way to Argos, whose own splitter would want a download
WARM = 8  # sentences before the clock starts; not among those that are measured, for Argos caches


def read_sentences(file: Path | None) -> list[tuple[str, str]]:
    """Arabic and English sentences; made-up ones have words as frequent as a language's (Zipf)."""
    if file is not None:
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        return [(row[0], row[1]) for row in rows if len(row) > 1]
    rng = random.Random(1)

    def invent(letters: str, sentences: int) -> list[str]:
        words = ["".join(rng.choices(letters, k=rng.randint(2, 8))) for _ in range(30_000)]
        weights = [1 / (rank + 10) for rank in range(len(words))]
        lengths = (max(3, round(rng.gauss(20, 8))) for _ in range(sentences))
        return [" ".join(rng.choices(words, weights, k=length)) for length in lengths]

    letters = ("ابتجحدرسشصعغفقكلمنهوي", "abcdefghiklmnoprstuvwy")
    return list(zip(*(invent(those, 20_000) for those in letters), strict=True))


def train_pieces(pairs: Sequence[tuple[str, str]], folder: Path) -> list[str]:
    """Train `sentencepiece.model` on both languages; its pieces, filled up to `PIECES`."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in pairs for text in pair]),
        model_prefix=str(folder / "sentencepiece"), vocab_size=PIECES, hard_vocab_limit=False,
        character_coverage=1.0, unk_id=0, bos_id=1, eos_id=2, pad_id=-1, minloglevel=2,
    )  # fmt: skip
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    return pieces + [f"<filler{i}>" for i in range(PIECES - len(pieces))]


def make_package(pairs: Sequence[tuple[str, str]], length: Callable[[Path], int], folder: Path) -> None:
    """A package of the usual size with random 8-bit weights, its English about `length` tokens long."""
    import ctranslate2
    import numpy
    from ctranslate2.specs import transformer_spec

    rng = numpy.random.default_rng(1)
    (folder / "model").mkdir(parents=True)
    pieces = train_pieces(pairs, folder)
    ends = length(folder)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = numpy.ones(WIDTH, "float32"), numpy.zeros(WIDTH, "float32")

    def linear(spec: Any, rows: int, columns: int) -> None:
        spec.weight = rng.normal(0, 0.5 * columns**-0.5, (rows, columns)).astype("float32")
        spec.bias = numpy.zeros(rows, "float32")

    def attend(spec: Any, *rows: int) -> None:
        norm(spec.layer_norm)
        for part, count in zip(spec.linear, rows, strict=True):
            linear(part, count * WIDTH, WIDTH)

    def feed(spec: Any) -> None:
        norm(spec.layer_norm)
        linear(spec.linear_0, INNER, WIDTH)
        linear(spec.linear_1, WIDTH, INNER)

    spec = transformer_spec.TransformerSpec.from_config(LAYERS, HEADS, pre_norm=True)
    embedding = rng.normal(0, WIDTH**-0.5, (PIECES, WIDTH)).astype("float32")
    embedding[:, 0] = 0  # the first dimension tells the position, and nothing else writes to it on purpose
    positions = rng.normal(0, 0.3, (POSITIONS, WIDTH)).astype("float32")
    positions[:, 0] = numpy.clip(10 * (numpy.arange(POSITIONS) - ends) / ends, -10, 10)
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        side.position_encodings.encodings = positions
    for part in (spec.encoder.embeddings[0], spec.decoder.embeddings):
        part.weight, part.multiply_by_sqrt_depth = embedding, True
    for layer in spec.encoder.layer:
        attend(layer.self_attention, 3, 1)
        feed(layer.ffn)
    for layer in spec.decoder.layer:
        attend(layer.self_attention, 3, 1)
        attend(layer.attention, 1, 2, 1)
        feed(layer.ffn)
    # Not the embedding, as in trained models: random layers would then say the last word for ever.
    output = rng.normal(0, WIDTH**-0.5, (PIECES, WIDTH)).astype("float32")
    bias = numpy.zeros(PIECES, "float32")
    output[:, 0] = 0
    output[2], output[2, 0] = 0, 20  # </s> waits for the position
    for i, piece in enumerate(pieces):
        if i < 2 or piece.startswith("<filler") or count_arabic_letters(piece):
            bias[i] = -1e4  # English is made of English pieces
    spec.decoder.projection.weight, spec.decoder.projection.bias = output, bias
    save(spec, pieces, folder / "model")
    (folder / "metadata.json").write_text(json.dumps(METADATA))
    assert ctranslate2.contains_model(str(folder / "model"))


def argos_translator(packages: Path) -> Callable[[Sequence[str]], str]:
    """Argos' own `translate` with the package in `packages` and sentences split beforehand."""
    os.environ["ARGOS_PACKAGES_DIR"] = str(packages)
    for kind in ("DATA", "CONFIG", "CACHE"):  # it makes folders when it is imported
        os.environ[f"XDG_{kind}_HOME"] = str(packages.parent / "home")
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import argostranslate.translate as argos

    class Splitter:
        """Gives the sentences back as they were joined, in no time."""

        def split_sentences(self, text: str) -> list[str]:
            return text.split(BREAK)

    translation: Any = argos.get_translation_from_codes("ar", "en")
    translation.underlying.sentencizer = Splitter()

    def translate(sentences: Sequence[str]) -> str:
        groups = [sentences[i : i + PARAGRAPH] for i in range(0, len(sentences), PARAGRAPH)]
        return str(argos.translate("\n".join(BREAK.join(group) for group in groups), "ar", "en"))

    return translate


def bare_translator(
    model: InstalledModel, wanted: ModelSettings, batch: int
) -> Callable[[Sequence[str]], object]:
    """CTranslate2's `translate_batch` over all sentences at once, which is as fast as it gets."""
    import ctranslate2
    import sentencepiece

    pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(model.path / model.pieces))
    made = ctranslate2.Translator(
        str(model.path / "model"), inter_threads=_workers(), intra_threads=1, compute_type=wanted.compute
    )

    def translate(sentences: Sequence[str]) -> list[str]:
        tokens = sorted(pieces.encode(list(sentences), out_type=str), key=len, reverse=True)
        results = made.translate_batch(
            tokens, max_batch_size=batch, batch_type="tokens", beam_size=wanted.beam, length_penalty=PENALTY,
            replace_unknowns=True, return_scores=True, max_input_length=0,
        )  # fmt: skip
        return [pieces.decode_pieces(result.hypotheses[0]) for result in results]

    return translate


def clock(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that `work` takes: on the clock, and of processors' time, on which other work bears less."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def refuse(*_: object, **__: object) -> NoReturn:
    """In the place of every network call."""
    raise OSError("the benchmark uses no network")


def main() -> None:
    """Make the package, translate by turns, print the figures."""
    parser = argparse.ArgumentParser(description="Argos engine against argostranslate")
    parser.add_argument("file", type=Path, nargs="?", help="Arabic TAB English, one pair a line")
    parser.add_argument("--sentences", type=int, default=96)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beam", type=int, default=ARGOS_BEAM)
    parser.add_argument("--compute", choices=("int8", "float32"), default="int8")
    parser.add_argument(
        "--batch", type=int, default=1024, help="tokens of a batch of the bare translate_batch"
    )
    options = parser.parse_args()
    socket.socket.connect = refuse  # type: ignore[method-assign] # for the process, which does nothing else
    socket.getaddrinfo = refuse
    pairs = read_sentences(options.file)
    chosen = [original for original, _ in random.Random(2).sample(pairs, options.sentences + WARM)]
    warm, measured = chosen[:WARM], chosen[WARM:]

    def mean_length(folder: Path) -> int:
        import sentencepiece

        processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        return round(statistics.mean(map(len, processor.encode(measured))))

    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name:
        package = Path(name) / "packages" / "translate-ar_en-random"
        make_package(pairs, mean_length, package)
        model = read_model(package)
        assert model is not None
        weights = (package / "model" / "model.bin").stat().st_size / 1e6
        print(f"{LAYERS}+{LAYERS} layers, d={WIDTH}, {PIECES:,} pieces, int8, {weights:.0f} MB")
        print(f"{len(measured)} sentences of {mean_length(package)} tokens on average")
        # random weights write nonsense, which would be asked for again: what is measured is one asking
        for look in ("find_fault", "find_unreadable"):
            setattr(translator, look, lambda _original, _translation: "")
        wanted = ModelSettings(compute=options.compute, beam=options.beam)
        ours = EngineTranslator(Argos(model, wanted=wanted))
        works: dict[str, Callable[[Sequence[str]], object]] = {
            "bare": bare_translator(model, wanted, options.batch),
            "jisr": lambda texts: ours.translate([Segment(text) for text in texts], {}),
        }
        if options.beam == ARGOS_BEAM and options.compute == "int8":
            works["argostranslate"] = argos_translator(package.parent)
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
        for number in range(options.rounds + 1):  # the first warms them up
            for name, work in works.items():
                work(warm)  # puts the measured sentences out of Argos' cache of the last text
                took = clock(partial(work, measured))
                spent[name] += [took] if number else []
        for name, times in spent.items():
            wall, busy = (statistics.median(each) for each in zip(*times, strict=True))
            ratios = [
                statistics.median(
                    theirs[k] / own[k] for theirs, own in zip(times, spent["jisr"], strict=True)
                )
                for k in (0, 1)
            ]
            rate = f"{len(measured) / wall:.1f}/s, CPU {busy:.2f} s"
            print(f"{name}: {rate}; {ratios[0]:.2f} of jisr's time, {ratios[1]:.2f} of its CPU")
        drafts = ours.engine.translate(measured)
        lengths = [len(draft.text.split()) for draft in drafts]
        print(f"English: {min(lengths)} to {max(lengths)} words, {statistics.mean(lengths):.0f} on average")


if __name__ == "__main__":
    main()
