"""Sentences as the pieces of words that a model knows, and back, in the two forms of Argos' packages."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from jisr.model.languages import ORIGINAL, TRANSLATION


class Pieces(Protocol):
    """What cuts sentences for a model."""

    def encode(self, text: str) -> list[str]:
        """The pieces of a sentence."""

    def decode(self, pieces: Sequence[str]) -> str:
        """The sentence that pieces are of."""


def load_pieces(file: Path) -> Pieces:
    """What reads a package's file of pieces.

    Raises `ImportError` where a library is missing, and for a damaged file what the library does: `OSError`,
    `RuntimeError`, `ValueError`.
    """
    return _Bpe(file) if file.name == "bpe.model" else _SentencePieces(file)


class _SentencePieces:
    """Pieces of a text as it is written, with its spaces."""

    def __init__(self, file: Path) -> None:
        import sentencepiece

        self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(file))

    def encode(self, text: str) -> list[str]:
        """Sentence to pieces."""
        pieces: list[str] = self._processor.encode(text, out_type=str)
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        """Pieces to sentence."""
        return str(self._processor.decode_pieces(list(pieces))).replace("▁", " ")


class _Bpe:
    """Pieces of the words that Moses' rules see, with `@@` where a word goes on: read by Argos' own code."""

    def __init__(self, file: Path) -> None:
        from argostranslate.tokenizer import BPETokenizer

        with file.open(encoding="utf-8") as lines:
            pairs = [line.split() for line in lines if not line.startswith("#version")]
        if not pairs or any(len(pair) != 2 for pair in pairs):  # the library would end the program
            raise ValueError(f"{file.name} is no list of pairs")
        self._tokenizer: Any = BPETokenizer(file, ORIGINAL.code, TRANSLATION.code)
        self._tokenizer.lazy_load()

    def encode(self, text: str) -> list[str]:
        """Sentence to pieces."""
        pieces: list[str] = self._tokenizer.encode(text)
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        """Pieces to sentence."""
        return str(self._tokenizer.decode(list(pieces)))
