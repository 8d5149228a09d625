"""The glossary: who is who (`load`), where they are named (`match`), what is changed in it (`edit`).

Whom it lacks `detect.suggestions` finds; it brings much along, and few ask.
"""

from jisr.glossary.edit import add_stubs, fresh_id, replace_id, replace_name, replace_references
from jisr.glossary.load import load_actors, parse_actors, parse_glossary, read_actors, unnamed_actor_findings
from jisr.glossary.match.general_names import unguarded_findings
from jisr.glossary.match.mentions import Matcher, link_span
from jisr.glossary.private_in_git import find_exposed_persons
from jisr.glossary.relevant import (
    Relevance,
    RelevantFacts,
    article_words,
    glossary_digest,
    relevance_of,
    words_of,
)
from jisr.glossary.terms import actors_from_terms, engine_terms, load_terms, read_terms

__all__ = [
    "Matcher",
    "Relevance",
    "RelevantFacts",
    "actors_from_terms",
    "add_stubs",
    "article_words",
    "engine_terms",
    "find_exposed_persons",
    "fresh_id",
    "glossary_digest",
    "link_span",
    "load_actors",
    "load_terms",
    "parse_actors",
    "parse_glossary",
    "read_actors",
    "read_terms",
    "relevance_of",
    "replace_id",
    "replace_name",
    "replace_references",
    "unguarded_findings",
    "unnamed_actor_findings",
    "words_of",
]
