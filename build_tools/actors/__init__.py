"""The glossary: who is who (`glossary`), where they are named (`matching`), who is missing."""

from build_tools.actors.editing import with_id, with_name, with_stubs
from build_tools.actors.general import unguarded
from build_tools.actors.glossary import ACTORS_FILE, actors_of, never_named, parse_actors, read_actors
from build_tools.actors.matching import Matcher, link_span
from build_tools.actors.suggestions import Suggestion, suggest
from build_tools.actors.terms import as_actors, for_engines, read_terms, terms_of

__all__ = [
    "ACTORS_FILE",
    "Matcher",
    "Suggestion",
    "actors_of",
    "as_actors",
    "for_engines",
    "link_span",
    "never_named",
    "parse_actors",
    "read_actors",
    "read_terms",
    "suggest",
    "terms_of",
    "unguarded",
    "with_id",
    "with_name",
    "with_stubs",
]
