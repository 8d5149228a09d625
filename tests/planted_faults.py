"""What engines do wrong, done to human translations: faults of known kinds, made anew from a seed."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]
"""An original and its translation by a person."""


@dataclass(frozen=True)
class Planted:
    """A pair whose translation was spoilt."""

    kind: str
    original: str
    translation: str


_HOMOGLYPHS = str.maketrans("aceopxyi", "асеорхуі")  # Latin letters → Cyrillic ones of the same form
_UNRELATED = ("Yes.", "Thank you.", "No.", "I don't know.", "OK", "The", "What?", "Amen.", "News")
_FOREIGN = ("经济", "правительство", "ממשלה", "सरकार", "정부", "κυβέρνηση", "政府は", "հայ", "มากกว่า", "թիվ")
_SIGNS = ("<unk>", "⁇", "▁", "@@ ", "@-@", "__en__", "<s>", "</s>", "\ufffd", "<pad>", "[UNK]", "<|im_end|>")
_CHATTER = (
    "Here is the translation: {}",
    "Sure, here's the English translation: {}",
    "Translation: {}",
    "I'm sorry, but I cannot translate this text.",
    "Sure! Here is a translation of it: {}",
)
_NUMBER = re.compile(r"\d+")


def _within(rng: random.Random, text: str, added: str) -> str:
    """`text` with something put between two words."""
    words = text.split()
    place = rng.randrange(len(words) + 1)
    return " ".join([*words[:place], added, *words[place:]])


def _mix(rng: random.Random, text: str) -> str:
    words = text.split()
    places = [n for n, w in enumerate(words) if len(w) > 4 and w.translate(_HOMOGLYPHS) != w]
    n = rng.choice(places)
    at = rng.choice([k for k, c in enumerate(words[n]) if c.translate(_HOMOGLYPHS) != c])
    words[n] = words[n][:at] + words[n][at].translate(_HOMOGLYPHS) + words[n][at + 1 :]
    return " ".join(words)


def _thrice(rng: random.Random, text: str) -> str:
    words = text.split()
    n = rng.randrange(len(words))
    return " ".join([*words[: n + 1], words[n], words[n], *words[n + 1 :]])


def _round_in_circles(rng: random.Random, text: str) -> str:
    words = text.split()
    n = rng.randrange(len(words) - 3)
    phrase = words[n : n + rng.randint(2, 4)]
    return " ".join([*words[:n], *phrase * rng.randint(4, 9)])


def _twice(_: random.Random, text: str) -> str:
    half = text.split()[: max(5, len(text.split()) // 3)]
    return " ".join([*half, *half, *text.split()[len(half) :]])


def _copy_end(original: str, text: str) -> str:
    words, own = text.split(), original.split()
    return " ".join([*words[: len(words) // 2], *own[len(own) // 2 :]])


def _change_number(rng: random.Random, text: str) -> str:
    number = rng.choice(list(_NUMBER.finditer(text)))
    other = str(int(number[0]) + rng.choice((1, 10, 7)))
    return text[: number.start()] + other + text[number.end() :]


Plant = Callable[[random.Random, Pair], str]
FAULTS: Mapping[str, Plant] = {
    "empty": lambda rng, _: rng.choice(("", " ", "…", "-", ". . .")),
    "copy": lambda _, pair: pair[0],
    "half a copy": lambda _, pair: _copy_end(*pair),
    "signs of the model": lambda rng, pair: _within(rng, pair[1], rng.choice(_SIGNS)),
    "another alphabet": lambda rng, pair: _within(rng, pair[1], rng.choice(_FOREIGN)),
    "a word of two alphabets": lambda rng, pair: _mix(rng, pair[1]),
    "a word thrice": lambda rng, pair: _thrice(rng, pair[1]),
    "a loop": lambda rng, pair: _round_in_circles(rng, pair[1]),
    "a phrase twice": lambda rng, pair: _twice(rng, pair[1]),
    "short and unrelated": lambda rng, _: rng.choice(_UNRELATED),
    "broken off": lambda rng, pair: " ".join(pair[1].split()[: max(1, len(pair[1].split()) // 4)]),
    "a number lost": lambda rng, pair: " ".join(_NUMBER.sub("", pair[1]).split()),
    "a number changed": lambda rng, pair: _change_number(rng, pair[1]),
    "chatter": lambda rng, pair: rng.choice(_CHATTER).format(pair[1]),
    "far too long": lambda rng, pair: f"{pair[1]} " + " ".join(f"and {w}" for w in pair[1].split()[::-1]),
}
"""Kind → what it does to a pair."""


def _can_bear(kind: str, pair: Pair) -> bool:
    """Whether a fault of that kind is one there."""
    words = pair[1].split()
    if kind in ("a number lost", "a number changed"):
        return bool(_NUMBER.search(pair[1]))
    return len(words) >= 8 and len(pair[0].split()) >= 6


def plant_faults(pairs: Sequence[Pair], count: int, seed: int) -> list[Planted]:
    """`count` faults, of each kind as many, each in another pair as far as these reach."""
    rng = random.Random(seed)
    found: list[Planted] = []
    pools = {kind: [pair for pair in pairs if _can_bear(kind, pair)] for kind in FAULTS}
    for pool in pools.values():
        rng.shuffle(pool)
    for number in range(count):
        kind = list(FAULTS)[number % len(FAULTS)]
        pair = pools[kind][number // len(FAULTS) % len(pools[kind])]
        found.append(Planted(kind, pair[0], FAULTS[kind](rng, pair)))
    return found
