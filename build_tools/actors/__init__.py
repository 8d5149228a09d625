"""The glossary of actors: who is who (`glossary`), and where they are named (`matching`)."""

from build_tools.actors.glossary import read_actors
from build_tools.actors.matching import Matcher, link_span

__all__ = ["Matcher", "link_span", "read_actors"]
