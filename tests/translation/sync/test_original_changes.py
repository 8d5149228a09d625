"""How much an author changed: the same words, their spelling mended, perhaps another word, another text."""

import pytest

from jisr.translation.sync.original_changes import OriginalChange, classify_change

NONE, MENDED, FOLDED, OTHER = (
    OriginalChange.NONE,
    OriginalChange.MENDED,
    OriginalChange.FOLDED,
    OriginalChange.OTHER,
)


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("قال الوزير", "قال  الوزيـــر\u200f", NONE),  # the minister said; with tatweel
        ("", "", NONE),
        # A hamza on the first alif of a word, also behind an article and its prefixes.
        ("اعلن الامر", "أعلن الأمر", MENDED),  # he announced the matter
        ("الى اعلام", "إلى أعلام", MENDED),  # to flags
        ("والامر وبالاسم", "والأمر وبالأسم", MENDED),
        ("للامر وللامر", "للأمر وللأمر", MENDED),
        ("«اعلن»", "«أعلن»", MENDED),  # behind a sign
        ("أعلن", "اعلن", FOLDED),  # taken away
        ("أعلام", "إعلام", FOLDED),  # flags, media
        ("سال", "سأل", FOLDED),  # it flowed, he asked: not the first
        ("وامر", "وأمر", FOLDED),  # without an article
        ("على", "علي", FOLDED),  # on, Ali
        # Vowel marks on a bare word are mended; on a word that has some it may be another.
        ("قتل", "قُتِل", MENDED),  # killed
        ("قُتل", "قُتِل", FOLDED),
        ("قُتِل", "قَتَل", FOLDED),  # was killed, killed
        ("قُتِل", "قتل", FOLDED),
        ("قتل قُتل", "قَتل قُتل", MENDED),  # each word by itself
        # Everything else is another text.
        ("قال الوزير", "قال وزير", OTHER),  # a minister
        ("قال الوزير", "قال", OTHER),
        ("قال", "قال الوزير", OTHER),
        ("قال 7 8", "قال 78", OTHER),
        ("قال 78", "قال 7 8", OTHER),
        ("قال ٧ ٨ مرات", "قال ٧٨ مرات", OTHER),  # times
        ("ab cd", "abcd", OTHER),
        ("مدرسه", "مدرسة", FOLDED),  # a school
    ],
)
def test_how_much_changed(before: str, after: str, how: OriginalChange) -> None:
    assert classify_change(before, after) is how
