"""The Argos engine: the files of an installed Argos package, driven through CTranslate2.

Argos' own `translate` hands the model 32 tokens at a time and downloads a sentence splitter first. Here all
sentences of a run go through in batches of equal lengths, on all cores: several times faster on the same
model (`benchmarks/bench_argos.py`), and with no network.
"""

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation.engines.faults import find_fault
from jisr.translation.engines.packages import PIECES, InstalledModel, model_digest
from jisr.translation.engines.sentences import (
    count_arabic_letters,
    join_pieces,
    prepare,
    split_long,
    westernise,
)

# Tokens of a piece: at first, and once more where the longer piece came out wrong. Far below the positions
# that a model has (beyond them CTranslate2 raises), and short enough for its English to end before `DECODED`.
LIMITS = (128, 40)
DECODED = 256  # tokens at most of English: CTranslate2 cuts there without a word
GROWTH = (3, 24)  # a sentence may become so many times its tokens, plus so many: more is a loop
BATCH = 256  # tokens with padding in a batch: larger ones were slower (caches), smaller ones no faster
WINDOW = 2048  # sentences that are sorted by length together; memory does not grow with the run beyond it
MAX_CHARACTERS = 20_000  # what is longer is no sentence
MAX_WORKERS = 8  # more gain little and each has buffers of its own
PENALTY = 0.2  # Argos' own: scores are divided by length to this power

_AGAIN = frozenset({"loop", "too long", "too short", "empty"})  # failures that shorter pieces may mend
# A piece of this form in a text would be taken for the model's own mark: `</s>` ends the sentence.
_CONTROL = re.compile(r"▁?<[^<>]*>")


@dataclass(frozen=True)
class _Output:
    """What the model made of one piece; `log` is summed over `tokens`, the one that ends it included."""

    text: str
    failure: str = ""
    log: float = 0.0
    tokens: int = 0


class Argos:
    """An installed ar→en package. Loads its model at the first sentence; keeps it.

    Terms are not applied: no placeholder survives the tokeniser, and neither a target prefix nor suppressed
    sequences make a model use a term. Names are the glossary checks' business.
    """

    def __init__(self, model: InstalledModel, cache: Path | None = None) -> None:
        """`cache` is a folder to keep digests in: never Argos' own, which takes each folder for a package."""
        self.model = model
        about = f"argos {model.argos} {model.package} {model.version}"
        digest = model_digest(model, cache)
        self.name = " ".join(f"{about} {digest}".split())

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Drafts in the order of `segments`; equal segments are translated once.

        A draft's score is the mean log-probability a token (−0.03 is sure, −0.9 is guessing). Raises
        `JisrError` if the model cannot be loaded or CTranslate2 fails as a whole.
        """
        del terms  # see the class
        drafts: dict[str, Draft] = {}
        texts = {segment.text: None for segment in segments}
        waiting = []
        for text in texts:
            plain = prepare(text)
            draft = _without_model(plain)
            if draft is None:
                waiting.append((text, plain))
            else:
                drafts[text] = draft
        rest = iter(waiting)
        while window := dict(islice(rest, WINDOW)):
            drafts.update(self._translate(window))
        return [drafts[segment.text] for segment in segments]

    def load(self) -> None:
        """Load the model now. Raises `JisrError` where it cannot be."""
        _ = self._translator, self._pieces

    def _translate(self, texts: Mapping[str, str]) -> dict[str, Draft]:
        """Drafts of the texts (as given → as prepared), by the text as given."""
        drafts: dict[str, Draft] = {}
        tried: dict[str, list[str]] = {}
        todo = list(texts)
        for limit in LIMITS:
            cuts = {text: split_long(texts[text], limit, self._size) for text in todo}
            cuts = {text: pieces for text, pieces in cuts.items() if pieces != tried.get(text)}
            outputs = self._run({piece for pieces in cuts.values() for piece in pieces})
            for text, pieces in cuts.items():
                drafts[text] = _assemble([(piece, outputs[piece]) for piece in pieces])
            tried = cuts
            todo = [text for text in cuts if drafts[text].failure in _AGAIN]
        return drafts

    def _run(self, pieces: Iterable[str]) -> dict[str, _Output]:
        """The model's output for every piece; the batches do not depend on the order of `pieces`."""
        outputs: dict[str, _Output] = {}
        tokens: dict[str, list[str]] = {}
        for piece in pieces:
            encoded = self._encode(piece)
            if len(encoded) > LIMITS[0]:
                outputs[piece] = _Output("", "too long")
            else:
                tokens[piece] = encoded
        ordered = sorted(tokens, key=lambda piece: (-len(tokens[piece]), piece))
        batches = [(batch, self._start([tokens[p] for p in batch])) for batch in _batches(ordered, tokens)]
        for batch, results in batches:
            for piece, result in zip(batch, results, strict=True):
                outputs[piece] = self._read(piece, len(tokens[piece]), self._wait(result))
        return outputs

    def _start(self, batch: list[list[str]]) -> list[Any]:
        """Queue a batch; the call waits while the queue is full, so that memory stays bounded."""
        prefix = [[self.model.prefix]] * len(batch) if self.model.prefix else None
        return self._translator.translate_batch(  # type: ignore[no-any-return] # ctranslate2 is untyped
            batch, prefix, asynchronous=True, beam_size=4, length_penalty=PENALTY, replace_unknowns=True,
            return_scores=True, max_input_length=0, max_decoding_length=_allowance(len(batch[0])),
        )  # fmt: skip

    def _wait(self, result: Any) -> Any:
        try:
            return result.result()
        except RuntimeError as error:
            raise JisrError(_broken(self.model, error)) from error

    def _read(self, piece: str, size: int, result: Any) -> _Output:
        tokens: list[str] = result.hypotheses[0]
        if self.model.prefix and tokens[:1] == [self.model.prefix]:
            tokens = tokens[1:]
        text = " ".join(self._pieces.decode_pieces(tokens).replace("▁", " ").split())
        failure = find_fault(piece, text) or ("too long" if len(tokens) >= _allowance(size) else "")
        length = len(result.hypotheses[0]) + 1  # CTranslate2 counts the token that ends the sentence
        return _Output(text, failure, result.scores[0] * length**PENALTY, length)

    def _encode(self, text: str) -> list[str]:
        """The pieces of `text`, none of which the model could take for a mark of its own."""
        tokens: list[str] = self._pieces.encode(text, out_type=str)
        if "<" not in text:
            return tokens
        return [part for token in tokens for part in (token if _CONTROL.fullmatch(token) else [token])]

    def _size(self, text: str) -> int:
        return len(self._encode(text))

    @cached_property
    def _pieces(self) -> Any:
        try:
            import sentencepiece

            return sentencepiece.SentencePieceProcessor(model_file=str(self.model.path / PIECES))
        except ImportError as error:
            raise JisrError(_uninstalled("sentencepiece")) from error
        except (OSError, RuntimeError) as error:
            raise JisrError(_broken(self.model, error)) from error

    @cached_property
    def _translator(self) -> Any:
        try:
            import ctranslate2

            # A worker a core, each with one thread: twice as fast as one worker with two threads.
            return ctranslate2.Translator(
                str(self.model.path / "model"), device="cpu", inter_threads=_workers(), intra_threads=1
            )
        except ImportError as error:
            raise JisrError(_uninstalled("ctranslate2")) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise JisrError(_broken(self.model, error)) from error


def _without_model(text: str) -> Draft | None:
    """The draft of a text that no model need see: empty, without Arabic, or no sentence at all."""
    if not text:
        return Draft("", failure="empty")
    if not count_arabic_letters(text):
        return Draft(westernise(text))
    if len(text) > MAX_CHARACTERS:
        return Draft("", failure="too long")
    return None


def _assemble(parts: Sequence[tuple[str, _Output]]) -> Draft:
    """One draft from the pieces of a sentence: without all of them there is none."""
    failure = next((output.failure for _, output in parts if output.failure), "")
    if failure:
        return Draft("", failure=failure)
    log, tokens = math.fsum(output.log for _, output in parts), sum(output.tokens for _, output in parts)
    return Draft(join_pieces([(piece, output.text) for piece, output in parts]), round(log / tokens, 4))


def _batches(ordered: Sequence[str], tokens: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """`ordered`, longest first, in batches of at most `BATCH` tokens with padding."""
    batch: list[str] = []
    for piece in ordered:
        if batch and (len(batch) + 1) * len(tokens[batch[0]]) > BATCH:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _allowance(size: int) -> int:
    """Tokens that the English of a piece of `size` tokens may have; a batch's is that of its longest."""
    return min(DECODED, GROWTH[0] * size + GROWTH[1])


def _workers() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MAX_WORKERS)


def _broken(model: InstalledModel, error: Exception) -> Finding:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return Finding("model", f"the translation model does not work ({reason})", str(model.path),
                   remedy="delete that folder and run `jisr model install` again")  # fmt: skip


def _uninstalled(package: str) -> Finding:
    return Finding("model", f"the Python package {package} is not installed", remedy=f"pip install {package}")
