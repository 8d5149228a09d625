"""What readers are told about a translation: a machine's draft never looks like a checked text."""

import re
from dataclasses import replace
from typing import Any

import pytest

from jisr.i18n import load_strings
from jisr.markup.html import Node, serialise
from jisr.model.languages import Lang
from jisr.model.ledger import STALE_SINCE, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import EditorsSettings
from jisr.model.source import Block, Meta
from jisr.site.article import states
from jisr.site.article.view import ArticleView, view_article
from jisr.site.common.context import Site
from jisr.site.common.urls import relative_url
from jisr.translation.authorship import machine_digest
from tests import sample
from tests.sample import A, E, P, passage

D, M = State.DRAFT, State.MISSING


def article(*given: State | tuple[State, dict[str, Any]]) -> Article:
    """An article whose paragraphs are in these states; a draft is a language model's."""
    passages = []
    for number, one in enumerate(given, 1):
        state, more = one if isinstance(one, tuple) else (one, {})
        text = "" if state is M else f"Sentence {number}."
        passages.append(passage(f"p{number}", P, f"جملة {number}.", text, state, **more))
    return Article("x", "seeds/x.txt", Meta(), tuple(passages))


def site(lang: Lang = "en", named: tuple[str, ...] = ()) -> Site:
    return Site(lang, sample.settings(editors=EditorsSettings(named)))


def html(*nodes: Node) -> str:
    return serialise(*nodes)


def banner(
    *given: State | tuple[State, dict[str, Any]], lang: Lang = "en", named: tuple[str, ...] = ()
) -> str:
    found = states.make_banner(site(lang, named), article(*given))
    return site(lang).render("article/banner", "articles/x.md", banner=found)


def view(*given: State | tuple[State, dict[str, Any]]) -> ArticleView:
    return view_article(article(*given), "en", sample.settings(), {})


def told(*given: State | tuple[State, dict[str, Any]], named: tuple[str, ...] = ()) -> str:
    """What the menu of the last block says of its state."""
    shown = view(*given)
    block = shown.body[-1]
    menu = site(named=named).render("article/tools", "articles/x.md", view=shown, block=block, is_both=False)
    found = re.search('<li class="jisr-tools__state">(.*?)</li>', menu)
    assert found
    return found[1]


STALE = {"stale": True}
HREF = relative_url("articles/x.md", "translation-policy.md")


@pytest.mark.parametrize(
    ("given", "page", "usual"),
    [
        ((A, A, D), "draft", "approved"),  # one machine's block makes the page a draft
        ((A, E, A), "edited", "approved"),
        ((A, M, A), "approved", "approved"),  # what is missing makes no draft
        ((M, M), "missing", "missing"),
        ((), "missing", "missing"),
        ((A, D), "draft", "draft"),  # as many of both: that of the page
        ((E, (E, STALE), (E, STALE)), "edited", "stale"),
    ],
)
def test_the_state_of_a_page(given: tuple[Any, ...], page: str, usual: str) -> None:
    assert states.page_state(article(*given)) == page
    assert states.usual_state(article(*given)) == usual


@pytest.mark.parametrize(
    ("given", "machine", "people", "named"),
    [
        ((D,), True, False, ["language model"]),
        ((E, E), False, True, []),
        ((E, M), False, True, []),
        ((E, (E, {"origin": "argos"})), False, False, ["argos"]),  # corrected is not translated by people
        (((D, {"origin": "argos"}), D, D), True, False, ["argos", "language model"]),
        (((M, {"origin": "argos"}),), False, False, []),  # nothing stands there
        ((), False, False, []),
    ],
)
def test_who_wrote_the_english(given: tuple[Any, ...], machine: bool, people: bool, named: list[str]) -> None:
    made = article(*given)
    assert states.has_machine_text(made) is machine
    assert states.is_by_editors(made) is people
    assert states.origins(made) == named


SIGNED = (A, {"by": "Editor One", "on": "2026-11-20"})
LATER = (A, {"by": "Editor Two", "on": "2026-11-22"})
UNTOUCHED = (A, {"origin": "argos", "machine": (machine_digest("Sentence 1."),)})


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ((D, A), ["draft"]),
        ((E,), ["edited", "by_editor"]),
        (((E, {"origin": "argos"}),), ["edited"]),
        ((E, M), ["edited", "by_editor", "partial"]),
        ((M, M), ["missing"]),
        (((E, {**STALE, "origin": "a"}),), ["edited", "stale_undated"]),
        ((A,), ["approved_plain", "by_editor"]),
        (((A, {"by": "Editor One"}),), ["approved_plain", "by_editor"]),  # when, nobody knows
        (((A, {"on": "2026-11-20"}),), ["approved_plain", "by_editor"]),
        (((A, {"by": "Editor One", "on": "yesterday"}),), ["approved_plain", "by_editor"]),
        ((UNTOUCHED,), ["approved_machine", "approved_plain"]),
        (((A, {"origin": "argos", "machine": ("00000000",)}),), ["approved_plain"]),  # another draft was its
        ((UNTOUCHED, (E, {"origin": "argos"})), ["edited"]),
    ],
)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_banner_says_what_is_so_and_nothing_else(
    given: tuple[Any, ...], sentences: list[str], lang: Lang
) -> None:
    found = banner(*given, lang=lang)
    say = load_strings(lang)["banner"]
    said = [name for name in say if isinstance(say[name], str) and html(say[name]) in found]
    fixed = {"more", "label"}
    assert sorted(set(said) - fixed) == sorted(sentences)
    state = states.page_state(article(*given))
    assert found.startswith("<aside")
    assert f'data-state="{state}"' in found
    first = html(say[sentences[0]])
    assert f'<strong class="jisr-banner__state">{first}</strong>' in found
    assert found.count(first) == 1
    assert f"<summary>{html(say['more'])}</summary>" in found
    assert f'<a href="{HREF}">{html(load_strings(lang)["nav"]["policy"])}</a></p></details></aside>' in found
    assert f'aria-label="{html(say["label"])}"' in found
    assert 'class="jisr-banner"' in found


def test_who_approved_a_machines_words_did_not_revise_them() -> None:
    assert "revised" not in states.credit(site(), article(UNTOUCHED))
    assert "revised" in states.credit(site(), article((A, {"origin": "argos"})))
    assert re.sub("<.*?>", "", told((A, {**SIGNED[1], "origin": "argos"}))) == f"{told(SIGNED)} · argos"


TWO = ("Editor One", "editor two ")


@pytest.mark.parametrize(
    ("by", "named", "said"),
    [
        (["Editor One"], (), ["the editors"]),
        (["Editor One", "Editor Two"], (), ["the editors"]),
        (["Editor One"], TWO, ["Editor One"]),
        (["Editor One"], ("EDITOR one ",), ["Editor One"]),
        (["Editor One", "Editor Two"], ("Editor Two",), ["the editors", "Editor Two"]),
        (["Editor One, Editor Two"], ("Editor Two",), ["the editors", "Editor Two"]),  # of joined blocks
        (["Haddad, Ruba"], ("Haddad, Ruba",), ["Haddad, Ruba"]),
        (["Haddad, Ruba"], ("Ruba", "R. H."), ["the editors", "Ruba"]),
        (["رن"], (), ["the editors"]),
        (["Editor One"], ("Editor",), ["the editors"]),
    ],
)
def test_only_who_chose_it_is_named_to_readers(
    by: list[str], named: tuple[str, ...], said: list[str]
) -> None:
    assert site(named=named).editor_names(by) == said


def test_of_all_others_readers_see_the_editors() -> None:
    assert "Approved by the editors, 22 November 2026" in banner(SIGNED, LATER, SIGNED)
    assert "هيئة التحرير" in banner(SIGNED, lang="ar")
    assert told(SIGNED) == "Approved by the editors, 20 November 2026"


def test_a_signed_page_names_who_signed_and_the_last_day() -> None:
    assert "Editor One, Editor Two" in banner(SIGNED, LATER, SIGNED, named=TWO)
    assert "22 November 2026" in banner(LATER, SIGNED)
    assert "20 November" not in banner(LATER, SIGNED)
    assert "Editor One، Editor Two" in re.sub("<[^>]*>", "", banner(SIGNED, LATER, lang="ar", named=TWO))
    assert "Editor" not in banner(SIGNED, D)


def test_a_drafts_banner_names_the_machine_and_a_corrected_pages_does_not() -> None:
    one = '<bdi class="jisr-origin" dir="auto">argos</bdi>'
    other = '<bdi class="jisr-origin" dir="auto">language model</bdi>'
    before, after = load_strings("en")["banner"]["machine"].split("{origin}")
    line = f"<p>{before}{one}, {other}{after}</p>"
    assert line in banner((D, {"origin": "argos"}), D).partition("<details")[2]
    assert "jisr-origin" not in banner((E, {"origin": "argos"}))
    assert "jisr-origin" not in banner((D, {"origin": ""}))


def test_what_is_mostly_missing_says_how_much_before_all_else() -> None:
    found = banner(*(M,) * 86, E, E)
    assert 'data-state="missing"' in found
    assert '<strong class="jisr-banner__state">86 of 88 paragraphs are not yet translated' in found
    assert load_strings("en")["banner"]["edited"] in found
    assert load_strings("en")["banner"]["partial"] not in found
    assert "86" in banner(*(M,) * 86, D, D, lang="ar")
    assert " of 3 " not in banner(M, E, E)
    assert "argos" in banner(*(M,) * 86, (D, {"origin": "argos"})), "whose the little is that there is"
    assert "jisr-origin" not in found


def test_a_stale_page_says_since_when() -> None:
    facts = [{"facts": {STALE_SINCE: day}} for day in ("2026-11-20", "2026-11-22", "soon")]
    found = banner(*((E, {**STALE, **one}) for one in facts))
    assert "22 November 2026" in found
    assert "20 November" not in found


@pytest.mark.parametrize(
    ("state", "more", "usual", "shown"),
    [
        (A, {}, "approved", ""),
        (A, {}, "draft", "approved"),
        (D, {}, "approved", "draft"),
        (M, {}, "edited", "missing"),
        (M, {}, "missing", ""),  # the banner says it of all
        (E, STALE, "stale", "stale"),
        (E, STALE, "edited", "stale"),
    ],
)
def test_a_block_is_marked_where_it_is_not_as_the_page(
    state: State, more: dict[str, Any], usual: str, shown: str
) -> None:
    most: dict[str, State | tuple[State, dict[str, Any]]] = {
        "approved": A,
        "draft": D,
        "edited": E,
        "missing": M,
    }
    others = most.get(usual, (E, STALE))
    assert view(others, others, (state, more)).body[-1].mark == shown


@pytest.mark.parametrize(
    ("state", "more", "parts"),
    [
        (M, {"origin": "argos"}, ["missing"]),
        (D, {"origin": "argos"}, ["draft", "argos"]),
        (D, {"origin": ""}, ["draft"]),
        (E, {}, ["edited", "by_editor"]),
        (E, {"origin": "argos"}, ["edited", "argos"]),
        (E, {**STALE, "facts": {STALE_SINCE: "2026-11-20"}}, ["stale", "by_editor", "20 November 2026"]),
        (E, STALE, ["stale", "by_editor"]),
        (E, {"facts": {STALE_SINCE: "2026-11-20"}}, ["edited", "by_editor"]),
        (A, {"by": "Editor One"}, ["approved", "by_editor"]),
    ],
)
def test_what_a_block_is_told_to_be(state: State, more: dict[str, Any], parts: list[str]) -> None:
    found = told((state, more))
    say = load_strings("en")["state"]
    texts = [html(say[part]) if part in say else part for part in parts]
    if "argos" in parts:
        texts[parts.index("argos")] = '<bdi dir="auto" class="jisr-origin">argos</bdi>'
    assert found == " · ".join(texts)


def test_a_signed_block_names_who_signed_and_when() -> None:
    found = told(SIGNED, named=TWO)
    assert "Editor One" in found
    assert "20 November 2026" in found


def changed(old: str, new: str, **more: Any) -> str:
    entry = replace(article((E, {"stale": True, **more})).passages[0].entry, previous=old, source=new)
    changes = {"changes_of": lambda block: states.source_changes(block.entry)}
    block = replace(view(E).body[0], passage=BilingualBlock(Block(P, new), entry))
    return site().render("article/change", "articles/x.md", block=block, **changes)


def test_a_stale_block_shows_what_became_of_its_arabic() -> None:
    # Iraq is today great → Iraq is not great now
    found = changed("العراق اليوم كبير", "العراق ليس كبير الآن")
    assert "العراق <del>اليوم</del> <ins>ليس</ins> كبير <ins>الآن</ins></p>" in found
    assert found.startswith('<details class="jisr-change" lang="en" dir="ltr"><summary>')
    assert f"<summary>{html(load_strings('en')['state']['changed'])}</summary>" in found
    assert '<p lang="ar" dir="rtl">' in found
    assert "<ins>" not in changed("العراق كبير", "العراق")
    assert "<del>" not in changed("العراق", "العراق كبير")
    assert changed("", "العراق") == ""
    assert changed("العراق", "إيران", stale=False) == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((M, M), ""),
        ((E, E), load_strings("en")["state"]["by_editor"]),
        ((D, M), load_strings("en")["article"]["translated_by_machine"].format(origin="language model")),
        (
            ((D, {"origin": "argos"}), (E, {"origin": "other"})),
            load_strings("en")["article"]["translated_by_machine_edited"].format(origin="argos, other"),
        ),
        (((D, {"origin": ""}),), ""),
    ],
)
def test_the_byline_credits_who_translated(given: tuple[Any, ...], said: str) -> None:
    assert states.credit(site(), article(*given)) == said
