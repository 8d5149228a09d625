"""The glossary: who is who (`load`), where they are named (`match`), who is missing (`detect`)."""

from jisr.glossary.detect.suggestions import ActorSuggestion, find_unknown_actors
from jisr.glossary.edit import add_stubs, replace_id, replace_name
from jisr.glossary.load import ACTORS_FILE, load_actors, parse_actors, read_actors, unnamed_actor_findings
from jisr.glossary.match.general_names import unguarded_findings
from jisr.glossary.match.mentions import Matcher, link_span
from jisr.glossary.terms import actors_from_terms, engine_terms, load_terms, read_terms

__all__ = [
    "ACTORS_FILE",
    "ActorSuggestion",
    "Matcher",
    "actors_from_terms",
    "add_stubs",
    "engine_terms",
    "find_unknown_actors",
    "link_span",
    "load_actors",
    "load_terms",
    "parse_actors",
    "read_actors",
    "read_terms",
    "replace_id",
    "replace_name",
    "unguarded_findings",
    "unnamed_actor_findings",
]
