"""Terms that are no actors: read, found in their inflections, named to engines."""

from itertools import product
from pathlib import Path

import pytest

from jisr import checks
from jisr.glossary import Matcher, actors_from_terms, engine_terms, read_actors, read_terms
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Term
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta

ROOT = Path(__file__).parents[2]
TERMS = read_terms(ROOT / "seeds/terms.yml", ROOT)


@pytest.mark.parametrize(
    ("original", "translation", "id_"),
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
def test_terms_are_found_in_their_inflections(original: str, translation: str, id_: str) -> None:
    actors = actors_from_terms(TERMS)
    assert [m.actor for m in Matcher(actors, "ar").find(f"ثم {original} أمس")] == [id_]
    assert [m.actor for m in Matcher(actors, "en").find(f"Then {translation} came.")] == [id_]


@pytest.mark.parametrize("word", ["فصل", "مقام", "قوم", "شهد", "حق", "الخليج", "فاصل"])
def test_other_words_are_no_terms(word: str) -> None:
    assert Matcher(actors_from_terms(TERMS), "ar").find(f"ثم {word} أمس") == []


def test_the_seed_and_its_draft_agree() -> None:
    original = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    translation = (ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md").read_text("utf-8")
    ours = [m.actor for m in Matcher(actors_from_terms(TERMS), "ar").find(original)]
    theirs = [m.actor for m in Matcher(actors_from_terms(TERMS), "en").find(translation)]
    assert ours == theirs == ["militia", "militia", "militia", "political_milestones"]


def found_in(original: str, translation: str) -> list[str]:
    """The checks that find something in one paragraph of the two languages, with the terms of the seeds."""
    block = Block(Kind.PARAGRAPH, original, key="p1")
    passage = BilingualBlock(block, Entry("p1", original, translation, State.EDITED), translation)
    article = Article("a", "seeds/a.txt", Meta(), (passage,))
    made = checks.make_context([ArticleHead.of(article)], (), Settings(Path()), {}, wording=TERMS)
    chosen = {key: checks.CHECKS[key] for key in ("avoid", "terms")}
    return sorted({finding.check for finding in checks.run(made, chosen)})


AVOIDED = [(term, name) for term in TERMS for name in term.en.avoid]


@pytest.mark.parametrize(("term", "name"), AVOIDED, ids=lambda value: getattr(value, "id", value))
def test_what_is_to_be_avoided_is_an_error_in_both_numbers(term: Term, name: str) -> None:
    assert AVOIDED
    for form in {name, name.removesuffix("s"), name.removesuffix("s") + "s"}:
        assert "avoid" in found_in(f"أمامنا {term.ar.preferred} كثيرة.", f"There are many {form} before us.")
        quoted = f"There is “{term.en.preferred}”, or “the {form}, then”."
        assert found_in(f"أمامنا {term.ar.preferred}.", quoted) == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_allowed_form_is_fine_in_both_numbers(term: Term) -> None:
    worded = next(actor for actor in actors_from_terms(TERMS) if actor.id == term.id)
    assert worded.en.allowed
    originals, translations = (term.ar.preferred, *worded.ar.allowed), (term.en.preferred, *worded.en.allowed)
    pairs = {(original, translations[0]) for original in originals} | {*product(originals[:1], translations)}
    for original, translation in pairs:
        assert found_in(f"ثم {original} أمس.", f"Then {translation} came.") == []


def test_a_militia_is_no_faction_in_either_number() -> None:
    for translation in ("faction", "factions", "group", "groups"):
        assert found_in("هاجمت المليشيات القاعدة.", f"The {translation} attacked the base.") == ["terms"]


def test_engines_learn_names_and_terms() -> None:
    actors, _ = read_actors(ROOT / "seeds/actors.yml", ROOT)
    words = engine_terms(actors, TERMS)
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
