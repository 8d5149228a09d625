"""Stems: what is alike and what is apart, every word with every clitic, and Python against the browser."""

import json
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from jisr.lang import stem as stems
from jisr.lang.arabic import fold

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases/search"
SEED = next((ROOT / "seeds").glob("iraq-*.txt"))

PREFIXES = (
    *"وفبكل",
    "وب",
    "ول",
    "وك",
    "فب",
    "فل",
    "ال",
    "وال",
    "بال",
    "كال",
    "فال",
    "وبال",
    "فبال",
    "لل",
    "ولل",
    "فلل",
)
PRONOUNS = ("ها", "هم", "هن", "كم", "نا", "ه")

# Readings that no rule can tell from another: كأمن (as security) from كامن (latent), بطاقة (with energy) from
# the same word for card, كأمير and كاميرا (as a prince, camera), سلامه and سلامة (his peace, safety), ولدين
# (and for a religion, two boys), فوقت and فوق with an ending (for a time, above).
# لمصالحه and لمصالحة (for his interests, for a reconciliation), لواسطه and واسطة (for its Wasit, a means).
AMBIGUOUS = {"مصالح", "واسط", "أمن", "أمني", "طاقة", "أمير", "سلام", "دين", "وقت"}


def lines(name: str) -> list[list[str]]:
    return [line.split() for line in (CASES / name).read_text("utf-8").splitlines()]


def one(word: str) -> tuple[str, ...]:
    return tuple(stem for found in stems.tokenise(word) for stem in found.stems if stem != "ل")  # of لـ”داعش”


@pytest.mark.parametrize("group", lines("alike.txt"), ids=lambda group: group[0])
def test_forms_of_a_word_are_alike(group: list[str]) -> None:
    assert {one(word) for word in group} == {one(group[0])}


@pytest.mark.parametrize("pair", lines("apart.txt"), ids="-".join)
def test_other_words_stay_apart(pair: list[str]) -> None:
    assert one(pair[0]) != one(pair[1])


@pytest.mark.parametrize("spellings", (CASES / "spaced.txt").read_text("utf-8").splitlines())
def test_names_are_alike_with_and_without_their_space(spellings: str) -> None:
    assert (
        len({tuple(s for w in stems.tokenise(name) for s in w.stems) for name in spellings.split(" | ")}) == 1
    )


@pytest.mark.parametrize(
    "word", ["والدين", "الوالدين", "بالدين", "والله", "بالله", "وبالله", "خالدين", "أبواب", "أبوابها"]
)
def test_words_that_only_look_like_two_stay_one(word: str) -> None:
    assert len(one(word)) == 1


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_word_shares_its_stem_with_a_particle(lang: str) -> None:
    """Over the words that reports use most: وفيات (deaths) is not فيه (in it), nor noted not."""
    suffix = "" if lang == "ar" else "_en"
    particles, others = (
        {word: set(one(word)) for line in lines(f"{kind}_words{suffix}.txt") for word in line}
        for kind in ("function", "content")
    )
    assert len(particles) > 100
    assert len(others) > 150
    stems_of_particles = set().union(*particles.values())
    assert {word for word, found in others.items() if found & stems_of_particles} == set()
    assert {word for word, found in particles.items() if not all(s.endswith(".") for s in found)} == set()


def clitic_forms(word: str) -> Iterator[str]:
    for prefix in ("", *PREFIXES):
        if prefix.endswith(("ال", "لل")):
            yield prefix + (word[1:] if prefix.endswith("لل") and word[0] == "ل" else word)
        else:
            yield prefix + word
            for pronoun in PRONOUNS:
                yield prefix + (word[:-1] + "ت" if word[-1] in "ةه" else word) + pronoun


def test_every_clitic_leaves_the_stem_as_it_is() -> None:
    nouns = [word for line in lines("names_and_nouns.txt") for word in line]
    assert len(nouns) >= 480
    torn = {
        word: form
        for word in nouns
        if word not in AMBIGUOUS and not word.startswith("ال")
        for form in clitic_forms(word)
        if one(form) != one(word)
    }
    assert torn == {}


@given(st.text(alphabet="ابتجحدرزسصطعقمنهويةىفكلء", min_size=6, max_size=9), st.sampled_from("وفبكل"))
def test_a_clitic_before_a_long_word_is_always_found(word: str, clitic: str) -> None:
    folded = stems.normalise(word)
    if len(folded) < 6 or " " in folded or len(stems.stem_arabic(folded)) < 4:
        return  # what is left is too short to be told from a clitic
    whole = stems.stem_arabic(clitic + folded)
    # a listed word may begin with the clitic's letter
    assert whole == stems.stem_arabic(folded) or whole[0] == clitic


@given(st.text())
def test_stemming_never_fails_and_is_repeatable(text: str) -> None:
    found = list(stems.tokenise(text))
    assert found == list(stems.tokenise(text))
    assert stems.stems_of(text) == [stem for word in found for stem in word.stems]
    for word in found:
        assert word.stems
        assert all(word.stems)
        assert 0 <= word.start < word.end <= len(text)


def test_folding_agrees_with_the_rest_of_jisr() -> None:
    text = SEED.read_text("utf-8")
    for word in text.split():
        assert fold(stems.normalise(word)).text == stems.normalise(word)
        if "ئو" not in word and "ءو" not in word:
            assert fold(word).text.lower() == stems.normalise(word)


def test_exceptions_are_written_as_search_folds_them_and_once() -> None:
    rules = json.loads((ROOT / "build_tools/jisr" / stems.RULES).read_text("utf-8"))
    for listed in (rules["forms"], rules["whole"]):
        every = [word for line in listed for word in line.split()]
        assert [w for w in every if stems.normalise(w) != w] == []
        assert sorted(every) == sorted(set(every))


def test_marks_quotes_and_hyphens() -> None:
    text = "قالت “داعش” إنّ US-Iraqi, 7و8 (IRGC)."
    assert [text[w.start : w.end] for w in stems.tokenise(text)] == [
        "قالت",
        "داعش",
        "إنّ",
        "US",
        "Iraqi",
        "7و8",
        "IRGC",
    ]


# --- the browser's half -------------------------------------------------------------------------------------


def samples() -> list[str]:
    """Real texts, the hand-picked words, thousands of random words, and every character of the scripts."""
    rng = random.Random(7)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئ" + "وفبكللااهنتي" * 3
    texts = [path.read_text("utf-8") for path in (*sorted(CASES.glob("*.t*")), SEED)]
    texts.append(" ".join("".join(rng.choices(letters, k=rng.randint(1, 9))) for _ in range(4_000)))
    english = "abcdefghijklmnopqrstuvwxyz" + "esingd" * 4 + "'’"
    texts.append(" ".join("".join(rng.choices(english, k=rng.randint(1, 10))) for _ in range(2_000)))
    known = (
        chr(c)
        for c in (*range(0x20, 0x2500), *range(0xFB00, 0xFFF0))
        if unicodedata.category(chr(c))[0] != "C"
    )
    texts.append(" ".join(f"ab{c}cd كت{c}اب {c}" for c in known))
    return texts


@pytest.mark.browser
def test_the_browser_stems_as_python_does(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    for path in (ROOT / "overrides/assets/javascripts/stems.js", ROOT / "build_tools/jisr" / stems.RULES):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "index.html").write_text("<!doctype html><meta charset=utf-8><title>x</title>")
    (tmp_path / "samples.json").write_text(json.dumps(samples()), "utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(serve(tmp_path) + "/")
        theirs = page.evaluate(
            """async () => {
              const { Stemmer } = await import(new URL("stems.js", location).href);
              const stemmer = new Stemmer(await (await fetch("stem.json")).json());
              const texts = await (await fetch("samples.json")).json();
              return texts.map((text) =>
                stemmer.words(text).map((w) => [text.slice(w.start, w.end), ...w.stems]));
            }"""
        )
    count = 0
    for text, their in zip(samples(), theirs, strict=True):
        mine = [[text[w.start : w.end], *w.stems] for w in stems.tokenise(text)]
        count += len(mine)
        assert [pair for pair in zip(mine, their, strict=False) if pair[0] != pair[1]] == []
        assert len(mine) == len(their)
    assert count > 10_000
