"""Terms that are no actors: read, found in their inflections, named to engines."""

from pathlib import Path

import pytest

from build_tools.actors import Matcher, as_actors, for_engines, read_actors, read_terms
from build_tools.errors import JisrError

ROOT = Path(__file__).parents[1]
TERMS = read_terms(ROOT / "seeds/terms.yml", ROOT)


@pytest.mark.parametrize(
    ("arabic", "english", "id_"),
    [
        ("مليشيا", "a militia", "militia"),
        ("والمليشيات", "the militias", "militia"),
        ("بالميليشياتِ", "Militias", "militia"),
        ("فصائل", "factions", "faction"),
        ("للفصيل", "that faction’s", "faction"),
        ("المقاومة", "the Resistance", "resistance"),
        ("استشهدت", "was martyred", "martyred"),
        ("الاستحقاقات السياسية", "political milestones", "political_milestones"),
        ("في الخليج العربي", "the Arabian Gulf", "arabian_gulf"),
    ],
)
def test_terms_are_found_in_their_inflections(arabic: str, english: str, id_: str) -> None:
    actors = as_actors(TERMS)
    assert [m.actor for m in Matcher(actors, "ar").find(f"ثم {arabic} أمس")] == [id_]
    assert [m.actor for m in Matcher(actors, "en").find(f"Then {english} came.")] == [id_]


@pytest.mark.parametrize("word", ["فصل", "مقام", "قوم", "شهد", "حق", "الخليج", "فاصل"])
def test_other_words_are_no_terms(word: str) -> None:
    assert Matcher(as_actors(TERMS), "ar").find(f"ثم {word} أمس") == []


def test_the_seed_and_its_draft_agree() -> None:
    arabic = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    english = (ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md").read_text("utf-8")
    ours = [m.actor for m in Matcher(as_actors(TERMS), "ar").find(arabic)]
    theirs = [m.actor for m in Matcher(as_actors(TERMS), "en").find(english)]
    assert ours == theirs == ["militia", "militia", "militia", "political_milestones"]


def test_engines_learn_names_and_terms() -> None:
    actors, _ = read_actors(ROOT / "seeds/actors.yml", ROOT)
    words = for_engines(actors, TERMS)
    assert words["داعش"] == "ISIS"
    assert words["فصائل"] == "faction"


def test_no_file_is_no_terms(tmp_path: Path) -> None:
    assert read_terms(tmp_path / "terms.yml", tmp_path) == ()


@pytest.mark.parametrize(
    ("entries", "line", "says"),
    [
        ("- {id: a, ar: {name: أ}}", 2, "en"),
        ("- {id: a, ar: {name: أ}, en: {name: a}, nots: x}", 2, "unknown key"),
        ("- {id: a, ar: {name: أ}, en: {name: a}}\n- {id: a, ar: {name: ب}, en: {name: b}}", 3, "one id"),
        ("- {id: a, ar: {name: أ}, en: {name: a}}\n- {id: b, ar: {name: ا}, en: {name: b}}", 3, "one Arabic"),
        ("- {id: a, ar: {name: '…'}, en: {name: a}}", 2, "without a letter"),
    ],
)
def test_wrong_terms(tmp_path: Path, entries: str, line: int, says: str) -> None:
    path = tmp_path / "terms.yml"
    path.write_text(f"terms:\n{entries}\n", "utf-8")
    with pytest.raises(JisrError) as caught:
        read_terms(path, tmp_path)
    assert caught.value.findings[0].line == line
    assert says in caught.value.findings[0].message
