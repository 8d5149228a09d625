"""The glossary for translators' programs: OmegaT's tabs, Weblate's commas."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from jisr.model.glossary import Actor, ActorNames, Term


def write_tabs(actors: Sequence[Actor], terms: Sequence[Term]) -> bytes:
    """Arabic, English and a comment with tabs between them, a name a line."""
    rows = ("\t".join(" ".join(cell.split()) for cell in row) for row in _rows(actors, terms))
    return "".join(f"{row}\n" for row in rows).encode()


def write_commas(actors: Sequence[Actor], terms: Sequence[Term]) -> bytes:
    """CSV as Weblate reads and writes glossaries."""
    stream = StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("source", "target", "developer_comments"))
    writer.writerows(_rows(actors, terms))
    return stream.getvalue().encode()


def _rows(actors: Sequence[Actor], terms: Sequence[Term]) -> Iterator[tuple[str, str, str]]:
    """Arabic name, English name, what to know; each Arabic name once."""
    named = [(actor.ar, actor.en, actor.en.description) for actor in actors]
    named += [(term.ar, term.en, term.note) for term in terms]
    seen: set[str] = set()
    for ours, theirs, about in named:
        comment = ". ".join(filter(None, [about, *_avoided(theirs)]))
        pairs = [(ours.preferred, theirs.preferred)]
        pairs += [(ours.short, theirs.short or theirs.preferred)] if ours.short else []
        pairs += [(other, theirs.preferred) for other in ours.allowed]
        for arabic, english in pairs:
            if english and arabic not in seen:
                seen.add(arabic)
                yield arabic, english, comment


def _avoided(names: ActorNames) -> Iterator[str]:
    return (f"not “{name}”: {why}" for name, why in names.avoid.items())
