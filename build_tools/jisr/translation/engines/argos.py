"""The Argos engine: the files of an installed Argos package, driven through CTranslate2.

Argos' own `translate` hands the model 32 tokens at a time and downloads a sentence splitter first. Here all
sentences of a run go through in batches of equal lengths, on all cores: several times faster on the same
model (`benchmarks/bench_argos.py`), and with no network.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import ModelSettings
from jisr.model.translation import NO_HINTS, Capacity, Draft, Hint, Hints
from jisr.storage.work.cores import count_cores
from jisr.translation.engines.packages import InstalledModel, model_digest, read_vocabulary
from jisr.translation.engines.pieces import Pieces, load_pieces

# Tokens of a sentence at most: far below the positions that a model has (beyond them CTranslate2 raises), and
# few enough for its English to end before `DECODED`.
LONGEST = 128
DECODED = 256  # tokens at most of English: CTranslate2 cuts there without a word
GROWTH = (3, 24)  # a sentence may become so many times its tokens, plus so many: more is a loop
BATCH = 1024  # tokens with padding in a batch: from 512 to 2048 all are as fast, 256 takes a tenth longer
MAX_WORKERS = 8  # more gain little and each has buffers of its own
NO_REPEAT = 4  # words' pieces in a row that do not come twice, where that was the fault
PENALTY = 0.2  # Argos' own: scores are divided by length to this power

# A piece of this form in a text would be taken for the model's own mark: `</s>` ends the sentence.
_CONTROL = re.compile(r"▁?<[^<>]*>")


class Argos:
    """An installed ar→en package. Loads its model at the first sentence; keeps it."""

    def __init__(
        self, model: InstalledModel, cache: Path | None = None, wanted: ModelSettings | None = None
    ) -> None:
        """`cache` is a folder to keep digests in: never Argos' own, which takes each folder for a package."""
        self.model = model
        wanted = wanted or ModelSettings()
        self._beam, self._compute = wanted.beam, wanted.compute
        self._loading = Lock()
        about = f"argos {model.argos} {model.package} {model.version}"
        digest = model_digest(model, cache)
        # all that an answer depends on, and nothing that it does not: batches, threads
        self.name = " ".join(f"{about} {digest} {wanted.compute} beam{wanted.beam}".split())

    @property
    def capacity(self) -> Capacity:
        """Requests of a few seconds, two more than there are workers, so that none waits for the next."""
        return Capacity(64, 12_000, requests=_workers() + 2, has_another_way=True)

    def translate(self, sentences: Sequence[str], hints: Hints = NO_HINTS) -> list[Draft]:
        """Drafts in the order of `sentences`; the batches do not depend on it.

        A draft's score is the mean log-probability a token (−0.03 is sure, −0.9 is guessing). Raises
        `JisrError` if the model cannot be loaded or CTranslate2 fails as a whole.
        """
        self.load()
        tokens = [self._encode(sentence) for sentence in sentences]
        drafts = [Draft("", failure="too long")] * len(sentences)
        fitting = (n for n in range(len(sentences)) if len(tokens[n]) <= LONGEST)
        ordered = sorted(fitting, key=lambda n: (-len(tokens[n]), sentences[n]))
        batches = [
            (batch, self._start([tokens[n] for n in batch], way))
            for way in _Way
            for batch in _batches([n for n in ordered if _way(hints.get(sentences[n])) is way], tokens)
        ]
        for batch, results in batches:
            for n, result in zip(batch, results, strict=True):
                drafts[n] = self._read(len(tokens[n]), self._wait(result))
        return drafts

    def load(self) -> None:
        """Load the model now, once for all threads. Raises `JisrError` where it cannot be."""
        with self._loading:
            _ = self._translator, self._pieces
            known = read_vocabulary(self.model)
        if self.model.prefix and known and self.model.prefix not in known:
            reason = f"its target_prefix {self.model.prefix} is no word of its vocabulary"
            raise JisrError(_broken(self.model, ValueError(reason)))

    def _start(self, batch: list[list[str]], way: "_Way") -> list[Any]:
        """Queue a batch; the call waits while the queue is full, so that memory stays bounded."""
        prefix = [[self.model.prefix]] * len(batch) if self.model.prefix else None
        other = way is _Way.OTHERWISE
        beam = self._beam * (1 + other)
        queued: list[Any] = self._translator.translate_batch(
            batch, prefix, asynchronous=True, beam_size=beam, length_penalty=PENALTY, replace_unknowns=True,
            num_hypotheses=1 if way is _Way.USUAL else beam, no_repeat_ngram_size=NO_REPEAT * other,
            disable_unk=other, return_scores=True, max_input_length=0,
            max_decoding_length=_allowance(len(batch[0])),
        )  # fmt: skip
        return queued

    def _wait(self, result: Any) -> Any:
        try:
            return result.result()
        except RuntimeError as error:  # whose words may be those of the text
            raise JisrError(_broken(self.model, RuntimeError())) from error

    def _read(self, size: int, result: Any) -> Draft:
        pairs = zip(result.hypotheses, result.scores, strict=True)
        first, *others = (self._read_one(size, tokens, score) for tokens, score in pairs)
        return replace(first, others=tuple(other for other in others if other.text != first.text))

    def _read_one(self, size: int, tokens: list[str], total: float) -> Draft:
        length = len(tokens) + 1  # CTranslate2 counts the token that ends the sentence
        score = round(total * length**PENALTY / length, 4)
        if self.model.prefix and tokens[:1] == [self.model.prefix]:
            tokens = tokens[1:]
        text = self._pieces.decode(tokens)
        return Draft(text, score, "too long" if len(tokens) >= _allowance(size) else "")

    def _encode(self, text: str) -> list[str]:
        """The pieces of `text`, none of which the model could take for a mark of its own."""
        tokens = self._pieces.encode(text)
        if "<" not in text:
            return tokens
        return [part for token in tokens for part in (token if _CONTROL.fullmatch(token) else [token])]

    @cached_property
    def _pieces(self) -> Pieces:
        try:
            return load_pieces(self.model.path / self.model.pieces)
        except ImportError as error:
            raise JisrError(_uninstalled(error.name or "sentencepiece")) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise JisrError(_broken(self.model, error)) from error

    @cached_property
    def _translator(self) -> Any:
        try:
            import ctranslate2

            # A worker a core, each with one thread: twice as fast as one worker with two threads.
            return ctranslate2.Translator(
                str(self.model.path / "model"),
                device="cpu",
                compute_type=self._compute,
                inter_threads=_workers(),
                intra_threads=1,
            )
        except ImportError as error:
            raise JisrError(_uninstalled("ctranslate2")) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise JisrError(_broken(self.model, error)) from error


class _Way(Enum):
    """How the decoder searches."""

    USUAL = 0  # for one answer
    SEVERAL = 1  # for as many as it weighs, of which one may hold the glossary's names
    OTHERWISE = 2  # for others than those that were found faulty: wider, and without saying a thing twice


def _way(hint: Hint | None) -> _Way:
    if hint is None:
        return _Way.USUAL
    return _Way.OTHERWISE if hint.otherwise else _Way.SEVERAL if hint.terms else _Way.USUAL


def _batches(ordered: Sequence[int], tokens: Sequence[list[str]]) -> Iterator[list[int]]:
    """Numbers of sentences, longest first, in batches of at most `BATCH` tokens with padding."""
    batch: list[int] = []
    for number in ordered:
        if batch and (len(batch) + 1) * len(tokens[batch[0]]) > BATCH:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _allowance(size: int) -> int:
    """Tokens that the English of a piece of `size` tokens may have; a batch's is that of its longest."""
    return min(DECODED, GROWTH[0] * size + GROWTH[1])


def _workers() -> int:
    return min(count_cores(), MAX_WORKERS)


def _broken(model: InstalledModel, error: Exception) -> Finding:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return Finding("model", f"the translation model does not work ({reason})", str(model.path),
                   remedy="delete that folder and run `jisr model install` again")  # fmt: skip


def _uninstalled(package: str) -> Finding:
    remedy = "pip install 'jisr[draft]', or make install"
    return Finding("model", f"the Python package {package} is not installed", remedy=remedy)
