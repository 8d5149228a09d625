"""Frozen data classes as JSON and back, so that what was worked out can be kept without running its code.

`to_json` gives lists, texts and numbers, `from_json` the very same value again. What is kept of a data class
is its fields in order, cut off behind the last that is not its default. A field may be a text, a number, a
truth value, an enumeration, a date, a data class, a tuple, a set of texts, a mapping by text, or one of these
or `None`.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Coder = Callable[[Any], Any]


def to_json(value: Any, of: Any = None) -> Any:
    """What JSON can say of a value; `of` is its type, where that is not the value's own class."""
    kind: Any = of or type(value)
    return _coders(kind)[0](value)


def from_json(of: type[T], said: Any) -> T:
    """The value of which `to_json` said `said`. Raises `ValueError` where it is none of that type."""
    kind: Any = of
    try:
        found: T = _coders(kind)[1](said)
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError(error) from error
    return found


@cache
def _coders(of: Any) -> tuple[Coder, Coder]:
    """How a value of a type is said, and how it is read."""
    origin, inner = get_origin(of), get_args(of)
    if of in (str, int, float, bool) or origin is Literal:
        return _same, _same
    if origin in (Union, UnionType):
        return _optional(of, inner)
    if origin is tuple:
        return _tuple(inner)
    if origin is frozenset:
        return sorted, frozenset
    if origin is Mapping:
        say, read = _coders(inner[1])
        return (
            lambda value: {name: say(one) for name, one in value.items()},
            lambda said: {name: read(one) for name, one in said.items()},
        )
    if isinstance(of, type) and issubclass(of, Enum):
        return lambda value: value.value, {one.value: one for one in of}.__getitem__
    if of in (date, datetime):
        return of.isoformat, of.fromisoformat
    if is_dataclass(of) and isinstance(of, type):
        return _data_class(of)
    raise TypeError(f"{of} cannot be kept as JSON")


def _same(value: Any) -> Any:
    return value


def _optional(of: Any, inner: tuple[Any, ...]) -> tuple[Coder, Coder]:
    rest = tuple(one for one in inner if one is not NoneType)
    if len(rest) != 1 or len(inner) != 2:
        raise TypeError(f"{of}: JSON would not tell which of them a value is")
    say, read = _coders(rest[0])
    if say is _same:
        return _same, _same
    return (
        lambda value: None if value is None else say(value),
        lambda said: None if said is None else read(said),
    )


def _tuple(inner: tuple[Any, ...]) -> tuple[Coder, Coder]:
    if inner[-1] is Ellipsis:
        say, read = _coders(inner[0])
        if say is _same:
            return list, tuple
        return lambda value: [say(one) for one in value], lambda said: tuple(map(read, said))
    coders = [_coders(one) for one in inner]
    if all(read is _same for _, read in coders):
        return list, partial(_exactly, len(coders))
    return (
        lambda value: [say(one) for (say, _), one in zip(coders, value, strict=True)],
        lambda said: tuple(read(one) for (_, read), one in zip(coders, said, strict=True)),
    )


def _exactly(size: int, said: Any) -> Any:
    """A tuple of so many."""
    if len(said) != size:
        raise ValueError(said)
    return tuple(said)


def _data_class(of: Any) -> tuple[Coder, Coder]:
    hints = get_type_hints(of)
    parts = [(field.name, *_coders(hints[field.name])) for field in fields(of)]
    # a default that a field makes anew is nothing that can be compared once
    defaults = [
        field.default if field.default_factory is MISSING else field.default_factory() for field in fields(of)
    ]

    def say(value: Any) -> list[Any]:
        found = [getattr(value, name) for name, _, _ in parts]
        size = len(found)
        while size and found[size - 1] == defaults[size - 1]:
            size -= 1
        return [one(each) for (_, one, _), each in zip(parts, found[:size], strict=False)]

    others = [(at, read) for at, (_, _, read) in enumerate(parts) if read is not _same]

    def read(said: Any) -> Any:
        values = list(said)
        for at, one in others:
            if at < len(values):
                values[at] = one(values[at])
        return of(*values)

    return say, read
