"""Reads `seeds/terms.yml`: words that name no actor, and how our English says them (مليشيا militia)."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jisr.glossary.load import read_names
from jisr.glossary.match.arabic_names import name_words
from jisr.glossary.match.trie import TERM
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import Actor, ActorNames, Term
from jisr.model.source import Terms
from jisr.storage.yaml import YamlDocument, parse_yaml, read_yaml

TERMS_FILE = "seeds/terms.yml"


def load_terms(root: Path) -> tuple[tuple[Term, ...], list[Finding]]:
    """The terms of a project, and what is to be said of them; broken ones are findings, and no terms."""
    try:
        return read_terms(root / TERMS_FILE, root), []
    except JisrError as error:
        return (), list(error.findings)


def read_terms(path: Path, root: Path) -> tuple[Term, ...]:
    """The terms in the YAML file at `path`, in its order; a missing file holds none.

    Raises `JisrError` with everything that is wrong: what the schema forbids, two terms with one id or one
    Arabic word.
    """
    return _check_terms(read_yaml(path, root, "terms"))


def parse_terms(text: str, file: str) -> tuple[Term, ...]:
    """`read_terms` of a file's text, for what is to be written. Raises `JisrError`."""
    return _check_terms(parse_yaml(text, file, "terms"))


def _check_terms(document: YamlDocument) -> tuple[Term, ...]:
    items: list[dict[str, Any]] = (document.data or {}).get("terms") or []
    terms = tuple(
        Term(
            item["id"],
            read_names(item["ar"]),
            read_names(item["en"]),
            item.get("note", ""),
            document.line("terms", i),
        )
        for i, item in enumerate(items)
    )
    findings = list(_twice(document, terms))
    if findings:
        raise JisrError(findings)
    return terms


def _twice(document: YamlDocument, terms: Sequence[Term]) -> Iterator[Finding]:
    ids: dict[str, int] = {}
    words: dict[tuple[str, ...], Term] = {}
    for index, term in enumerate(terms):
        if ids.setdefault(term.id, index) != index:
            where = ("terms", index, "id")
            message = "two terms with one id"
            yield document.finding("terms-id", message, *where, text=term.id, remedy="give one another id")
        for name in (term.ar.preferred, *term.ar.allowed):
            other = words.setdefault(name_words(name), term)
            if not name_words(name):
                message, remedy = "a term without a letter", "write it out"
            elif other is not term:
                message, remedy = f"{term.id} and {other.id} have one Arabic word", "keep it with one of them"
            else:
                continue
            yield document.finding("terms-word", message, "terms", index, "ar", text=name, remedy=remedy)


def actors_from_terms(terms: Sequence[Term]) -> tuple[Actor, ...]:
    """`terms` as a `Matcher` takes them: with the article, plurals in -ات and -s, and their endings."""
    return tuple(
        Actor(
            term.id, TERM, _varied(term.ar, _arabic_forms), _varied(term.en, _english_forms), line=term.line
        )
        for term in terms
    )


def _varied(names: ActorNames, forms: Callable[[str], Iterator[str]]) -> ActorNames:
    allowed = [form for name in (names.preferred, *names.allowed) for form in forms(name)]
    avoid = {form: why for name, why in names.avoid.items() for form in (name, *forms(name))}
    quoted = [form for name in names.quote_only for form in (name, *forms(name))]
    unique = dict.fromkeys((*names.allowed, *allowed))
    unique.pop(names.preferred, None)
    return ActorNames(names.preferred, allowed=tuple(unique), quote_only=tuple(quoted), avoid=avoid)


def _arabic_forms(name: str) -> Iterator[str]:
    """With the article (adjectives take it too); a single word also in its regular plural and dual."""
    stem = name[:-1] if name.endswith(("ة", "ا")) else name
    ends: tuple[str, ...] = ()
    if " " not in name and not name.endswith("ات"):
        ends = ("ات", "تان", "تين") if stem != name else ("ان", "ين", "ون")
    for form in (name, *(stem + end for end in ends)):
        yield form
        if not form.startswith("ال"):
            yield " ".join("ال" + word for word in form.split())


def _english_forms(name: str) -> Iterator[str]:
    """The plural: militias, bodies, losses; of a plural, the singular."""
    if name.endswith("s"):
        if len(name.rsplit(maxsplit=1)[-1]) > 4 and not name.endswith(("ss", "us", "is", "ws")):
            yield f"{name[:-3]}y" if name.endswith("ies") else name[:-1]
    elif name.endswith("y") and name[-2:-1] not in "aeiou":
        yield name[:-1] + "ies"
    else:
        yield name + ("es" if name.endswith(("sh", "ch", "x")) else "s")


def engine_terms(actors: Sequence[Actor], terms: Sequence[Term]) -> Terms:
    """Arabic name → English name of all actors and terms, with every other Arabic form of the terms."""
    words = {name: t.en.preferred for t in terms for name in (t.ar.preferred, *t.ar.allowed)}
    return {**words, **{a.ar.preferred: a.en.preferred for a in actors}}
