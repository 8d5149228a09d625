"""What somebody says of a new publication, and what is suggested where nothing is said."""

from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.publication.answers import Answers, Said, read_answers, suggest

NAMES = {"name-ar": "مجلة الماء", "name-en": "Water"}  # the water journal


def answers(**words: str) -> Answers:
    return read_answers(
        Said(NAMES | {name.replace("_", "-"): word for name, word in words.items()}), "folder"
    )


def test_what_nobody_says_is_answered_with_care() -> None:
    made = read_answers(Said(), "مجلة")  # a journal
    assert made == Answers({"ar": "مجلة", "en": "مجلة"})
    assert (made.publish, made.release, made.forge) == ("edited", "by-hand", "none")


@pytest.mark.parametrize(
    ("folder", "ours", "theirs"),
    [
        ("مجلة_الماء", "مجلة الماء", ""),  # the water journal
        ("مجلة الماء ١", "مجلة الماء ١", ""),
        ("water-review", "", "water review"),
        ("2026", "", "2026"),
    ],
)
def test_a_folder_names_the_publication_in_the_language_of_its_letters(
    folder: str, ours: str, theirs: str
) -> None:
    assert (suggest("name-ar", Said(), folder), suggest("name-en", Said(), folder)) == (ours, theirs)
    named = read_answers(Said({"name-en": "Water", "name-ar": "الماء"}), folder).names
    assert named == {"ar": "الماء", "en": "Water"}
    assert set(read_answers(Said(), folder).names.values()) == {ours or theirs}


@pytest.mark.parametrize(
    ("address", "forge"),
    [
        ("https://github.com/water/journal", "github"),
        ("https://gitlab.com/water/journal", "gitlab"),
        ("https://gitlab.water.net/journal", "gitlab"),
        ("https://codeberg.org/water/journal", "forgejo"),
        ("https://forgejo.water.net/journal", "forgejo"),
        ("https://water.net/github/journal", "none"),
        ("", "none"),
    ],
)
def test_the_forge_is_known_by_the_repository(address: str, forge: str) -> None:
    assert suggest("forge", Said({"repository": address}), "") == forge
    assert answers(repository=address).forge == forge


@pytest.mark.parametrize("url", ["https://water.net/", "https://water.net/ar/", "https://water.net/en"])
def test_an_address_is_that_of_both_languages(url: str) -> None:
    assert answers(url=url).url == "https://water.net"


def test_an_address_of_mail_is_a_link_and_a_repository_no_clone() -> None:
    made = answers(contact="editors@water.net", repository="https://github.com/water/journal.git")
    assert made.contact == "mailto:editors@water.net"
    assert made.repository == "https://github.com/water/journal"
    assert answers(contact="https://water.net/write").contact == "https://water.net/write"


def test_editions_are_named_in_any_way() -> None:
    assert answers(editions="pdf, epub pdf").editions == ("pdf", "epub")
    assert answers(editions="pdf").extras == ("pdf",)
    assert answers(editions="none").editions == answers(editions="none").extras == ()


@pytest.mark.parametrize(
    ("option", "word"),
    [
        ("name-ar", "ماء\u202ennn"),
        ("name-en", "x" * 101),
        ("name-en", "a\nb"),
        ("imprint", "a\u2028b"),
        ("url", "water.net"),
        ("url", "ftp://water.net"),
        ("url", "https://"),
        ("url", "https://water.net:x/"),
        ("url", "https://ann:secret@water.net/"),
        ("url", "https://water.net/?a=1"),
        ("url", "https://water.net/a b"),
        ("repository", "http://github.com/water/journal"),
        ("repository", "git@github.com:water/journal"),
        ("forge", "sourceforge"),
        ("publish", "all"),
        ("release", "later"),
        ("editions", "docx"),
        ("colour", "red"),
        ("colour", "#ff9900"),
        ("logo", "none.svg"),
        ("logo", "tests"),
        ("contact", "nobody"),
        ("contact", "javascript:alert(1)"),
        ("contact", "http://water.net"),
    ],
)
def test_what_cannot_be_is_refused_by_its_option(option: str, word: str) -> None:
    with pytest.raises(JisrError) as error:
        read_answers(Said(NAMES | {option: word}), "folder")
    (finding,) = error.value.findings
    assert finding.remedy.startswith(f"--{option}: ")
    assert finding.message


def test_a_colour_that_is_hard_to_read_comes_back_as_one_that_is_not() -> None:
    with pytest.raises(JisrError) as error:
        answers(colour="#ff9900")
    better = error.value.findings[0].remedy.split()[1]
    assert answers(colour=better).colour == better


def test_a_logo_lies_where_the_look_finds_it(tmp_path: Path) -> None:
    logo = tmp_path / "شعارنا.PNG"
    logo.write_bytes(b"")
    assert answers(logo=str(logo)).logo == "assets/images/logo.png"


def test_all_wrong_answers_are_said_at_once() -> None:
    with pytest.raises(JisrError) as error:
        answers(url="x", publish="y", contact="z")
    assert [one.text for one in error.value.findings] == ["x", "y", "z"]


def test_a_site_in_a_network_of_its_own_may_lie_at_http() -> None:
    assert answers(url="http://water.local:8080/journal/").url == "http://water.local:8080/journal"
