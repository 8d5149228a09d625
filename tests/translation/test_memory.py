"""What people wrote is found again, word for word as drafts, and what is alike as suggestions."""

from jisr.model.ledger import Entry, Ledger, State
from jisr.translation.memory import MIN_FUZZY_SCORE, Match, Memory, build, sentence_pairs
from tests.lang.test_align import PAIRS

ARABIC = " ".join(ar for ar, _ in PAIRS[:4])
ENGLISH = " ".join(en for _, en in PAIRS[:4])


def memory(*entries: Entry, slug: str = "a") -> Memory:
    return build([(slug, Ledger(tuple(entries)))])


def edited(key: str, original: str, translation: str, state: State = State.EDITED) -> Entry:
    return Entry(key, original, translation, state)


def test_the_sentences_of_a_block_find_each_other() -> None:
    found = [(m.original, m.translation) for m in sentence_pairs(Match(ENGLISH, "a", "p1", ARABIC))]
    assert found == [(ar, en) for ar, en in PAIRS[:4]]


def test_a_sentence_is_found_wherever_it_stands_again() -> None:
    match = memory(edited("p1", ARABIC, ENGLISH)).sentence(PAIRS[2][0])
    assert match is not None
    assert (match.translation, match.origin) == (PAIRS[2][1], "memory a#p1")


def test_marks_of_either_text_are_no_part_of_a_sentence() -> None:
    match = memory(edited("p1", f"**{PAIRS[0][0]}**", f"*{PAIRS[0][1]}*[^1]\n\n[^1]: A note.")).lookup(
        f"**{PAIRS[0][0]}**"
    )
    assert match is not None
    found = list(sentence_pairs(Match(f"*{PAIRS[0][1]}*", "a", "p1", f"**{PAIRS[0][0]}**")))
    assert [(m.original, m.translation) for m in found] == [PAIRS[0]]


def test_paragraphs_are_aligned_each_with_its_own() -> None:
    original = f"{PAIRS[0][0]}\n\n{PAIRS[1][0]}"
    translation = f"{PAIRS[0][1]}\n\n{PAIRS[1][1]}"
    assert [
        (m.original, m.translation) for m in sentence_pairs(Match(translation, "a", "p1", original))
    ] == PAIRS[:2]


def test_machines_do_not_count_and_approved_words_come_first() -> None:
    ar, en = PAIRS[0]
    assert memory(edited("p1", ar, en, State.DRAFT)).lookup(ar) is None
    match = memory(edited("p1", ar, "Edited."), edited("p2", ar, en, State.APPROVED)).lookup(ar)
    assert match is not None
    assert (match.key, match.approved) == ("p2", True)


def test_a_stale_english_counts_for_the_arabic_it_was_made_from() -> None:
    entry = Entry("p1", PAIRS[1][0], PAIRS[0][1], State.EDITED, stale=True, previous=PAIRS[0][0])
    found = memory(entry)
    assert found.lookup(PAIRS[1][0]) is None
    assert found.lookup(PAIRS[0][0]) is not None


def test_words_whose_arabic_is_gone_still_count() -> None:
    found = build([("a", Ledger(obsolete=(edited("p1", *PAIRS[0]),)))])
    assert found.lookup(PAIRS[0][0]) is not None


def test_what_is_alike_is_suggested_the_likest_first_and_never_itself() -> None:
    ar, en = PAIRS[0]
    words = ar.split()
    found = memory(edited("p1", ar, en), edited("p2", PAIRS[1][0], PAIRS[1][1]))
    near = " ".join([*words[:-2], "جدا", words[-1]])  # "very"
    (suggestion,) = found.suggest(near)
    assert MIN_FUZZY_SCORE <= suggestion.score < 100
    assert (suggestion.match.translation, suggestion.match.place) == (en, "a#p1")
    assert found.suggest(ar, but="a#p1") == []
    assert found.suggest("لا شيء مثل هذا في الذاكرة.") == []  # nothing like this is in the memory
