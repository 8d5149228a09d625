"""Changes to the text of `seeds/actors.yml`: comments, order and everything else in it stay as they are.

Each function takes the file's text and gives the new one, valid as the old one was; nothing is written here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import count

import yaml

from jisr.glossary.load import parse_actors, why_too_vague
from jisr.glossary.match.arabic_names import name_words
from jisr.glossary.match.gazetteer import also_called
from jisr.glossary.match.general_names import is_general
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.glossary import Actor, ActorNames, ActorSuggestion
from jisr.model.languages import Lang
from jisr.storage.yaml.edit import Edit, apply_edits, format_scalar

_EMPTY = "actors:\n"


def add_stubs(
    text: str, file: str, new: Sequence[ActorSuggestion]
) -> tuple[str, list[ActorSuggestion], list[Finding]]:
    """`text` with a stub for each of `new` at its end, those that were taken, and why others were not.

    Raises `JisrError` where `text` is no valid glossary, or its list is written in brackets.
    """
    actors, _ = parse_actors(text, file)
    text = _appendable(text, file, actors)
    indent = _indent(text)
    ids = {actor.id for actor in actors} | {old for actor in actors for old in actor.was}
    names = {_key(actor.en.preferred) for actor in actors}
    taken: list[ActorSuggestion] = []
    findings: list[Finding] = []
    for suggestion in new:
        if refused := _refusal(suggestion, names):
            message, remedy = refused
            findings.append(warning("actors-suggest", message, file, 0, suggestion.name, remedy))
            continue
        if not suggestion.english and f"name: {format_scalar(suggestion.name)}\n" in text:
            continue  # it waits there for an editor already
        id_ = fresh_id(suggestion.english, ids)
        names.add(_key(suggestion.english))
        ids.add(id_)
        taken.append(suggestion)
        text += "\n" + "".join(f"{indent}{line}\n" for line in _stub(id_, suggestion))
    parse_actors(text, file)
    return text, taken, findings


def _refusal(new: ActorSuggestion, names: Collection[str]) -> tuple[str, str] | None:
    """Why a suggestion is not added, and what to do instead; None for one that is."""
    if new.english and _key(new.english) in names:
        message = f"not added: an actor is called {new.english} already"
        return message, "is it that one? then add the Arabic name to its aliases"
    if problem := why_too_vague("ar", new.name):
        return f"not added: {problem}", "add it by hand, written out"
    if is_general(name_words(new.name), "ar"):
        message = "not added: a name of common words, which do not say whose it is"
        return message, "add it by hand, with words near which it is meant: disambiguate"
    return None


def _stub(id_: str, new: ActorSuggestion) -> list[str]:
    """The lines of a new actor; commented out where its English name is for an editor to say."""
    times = "once" if new.count == 1 else f"{new.count} times"
    ours, theirs = also_called(new.name, new.english)
    lines = [
        f"- id: {id_}",
        f"  type: {new.type}",
        "  ar:",
        f"    name: {format_scalar(new.name)}",
        *_lists(ours),
        "  en:",
        f"    name: {format_scalar(new.english)}" if new.english else "    name:",
        *_lists(theirs),
    ]
    todo = "check type and both names" if new.english else "write its English name, and take the # away"
    return [
        f"# suggested ({new.cue}, named {times}, first in {new.slug}#{new.key}): {todo}",
        *(lines if new.english else [f"# {line}" for line in lines]),
    ]


def _lists(names: ActorNames) -> Iterator[str]:
    """What else somebody is called, and the people of a state, where it is known."""
    for key, others in (("aliases", names.allowed), ("demonyms", names.demonyms)):
        if others:
            yield f"    {key}: [{', '.join(map(format_scalar, others))}]"


def _appendable(text: str, file: str, actors: Sequence[Actor]) -> str:
    """`text` as one to whose end list items can be added."""
    if not actors:
        empty = re.sub(r"(?m)^actors:[ \t]*(?:\[\s*\]|null|~)?[ \t]*(#.*)?$", r"actors: \1", text)
        text = (
            re.sub(r"(?m)^actors: $", "actors:", empty)
            if re.search(r"(?m)^actors:", text)
            else re.sub(r"(?<=[^\n])\Z", "\n", text) + _EMPTY
        )
    elif re.search(r"(?m)^actors:[ \t]*\[", text):
        line = text[: text.index("actors:")].count("\n") + 1
        remedy = "write the list with a dash before each actor, as jisr's own examples do"
        raise JisrError(
            Finding("actors-suggest", "a list in brackets cannot be added to", file, line, "", remedy)
        )
    text = text.rstrip("\n") + "\n"
    return re.sub(r"\n\.\.\.\n\Z", "\n", text)


def _indent(text: str) -> str:
    match = re.search(r"(?m)^actors:.*\n(?:[ \t]*(?:#.*)?\n)*([ ]*)- ", text)
    return match[1] if match else "  "


def fresh_id(name: str, taken: set[str]) -> str:
    """An id for an actor of this English name that none of `taken` is."""
    base = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:50].strip("_") or "actor"
    return next(id_ for n in count(1) if (id_ := base if n == 1 else f"{base}_{n}") not in taken)


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def replace_name(text: str, file: str, id_: str, lang: Lang, name: str) -> str:
    """`text` with the name of actor `id_` in `lang` replaced, and nothing else.

    Raises `JisrError` for an id that is not there, or where the new name makes the glossary invalid.
    """
    node = _actor_node(text, file, id_)
    names = _value(node, lang)
    value = _value(names, "name") or _value(names, "preferred")
    assert isinstance(value, yaml.ScalarNode)  # the schema asks for it
    return _with_edits(
        text, file, [(value.start_mark.index, value.end_mark.index, format_scalar(" ".join(name.split())))]
    )


def replace_id(text: str, file: str, id_: str, new: str) -> str:
    """`text` with the id of an actor changed everywhere, and the old one kept in `was` for a redirect.

    Raises `JisrError` where no actor of `text` has this id, or `text` is not what a glossary is.
    """
    node = _actor_node(text, file, id_)
    edits: list[Edit] = []
    own = _value(node, "id")
    assert isinstance(own, yaml.ScalarNode)  # it was found by it
    was = _value(node, "was")
    if isinstance(was, yaml.SequenceNode) and was.value:
        last = was.value[-1]
        joint = ", " if was.flow_style else "\n" + " " * was.start_mark.column + "- "
        edits.append((last.end_mark.index, last.end_mark.index, joint + id_))
        named = new
    else:
        joint = ", " if text[node.start_mark.index] == "{" else "\n" + " " * node.start_mark.column
        named = f"{new}{joint}was: [{id_}]"
    edits.append((own.start_mark.index, own.end_mark.index, named))
    edits += _reference_edits(text, id_, new)
    return _with_edits(text, file, edits)


def replace_references(text: str, id_: str, new: str) -> str:
    """The text of the other file, with the id of an actor changed where its entries name it."""
    return apply_edits(text, _reference_edits(text, id_, new))


def _reference_edits(text: str, id_: str, new: str) -> list[Edit]:
    return [(n.start_mark.index, n.end_mark.index, new) for n in _references(text, id_)]


def _with_edits(text: str, file: str, edits: list[Edit]) -> str:
    """`apply_edits`. Raises `JisrError` where the text is then invalid."""
    text = apply_edits(text, edits)
    parse_actors(text, file)
    return text


_IDS = "each entry of that file has an id: line; write what stands there"


def _actor_node(text: str, file: str, id_: str) -> yaml.MappingNode:
    actors, _ = parse_actors(text, file)
    index = next((i for i, actor in enumerate(actors) if actor.id == id_), None)
    if index is None:
        known = ", ".join(a.id for a in actors if id_[:3] in a.id and not a.private)
        raise JisrError(
            Finding("actors-rename", "no such actor", file, 0, id_, f"known: {known}" if known else _IDS)
        )
    node = _items(text)[index]
    assert isinstance(node, yaml.MappingNode)  # the schema asks for it
    return node


def _items(text: str) -> list[yaml.Node]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    items = _value(root, "actors")
    return items.value if isinstance(items, yaml.SequenceNode) else []


def _references(text: str, id_: str) -> list[yaml.ScalarNode]:
    """Where other actors name `id_`: in `part-of` and as the office of a role."""
    found: list[yaml.ScalarNode] = []
    for item in _items(text):
        parts = _value(item, "part-of")
        roles = _value(item, "roles")
        nodes = list(parts.value) if isinstance(parts, yaml.SequenceNode) else []
        if isinstance(roles, yaml.SequenceNode):
            nodes += [_value(role, "office") for role in roles.value]
        found += [n for n in nodes if isinstance(n, yaml.ScalarNode) and n.value == id_]
    return found


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)
