"""What a removal cannot reach, with remedies: history, forks, logs, caches, archives, readers' copies."""

import shlex
from collections.abc import Iterator, Sequence
from importlib import resources

import yaml


def beyond_reach(files: Sequence[str], removed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Where copies may be, and what to do there; `removed` are the words that a terminal may be shown."""
    text = resources.files("jisr").joinpath("removal/beyond_reach.yml").read_text("utf-8")
    paths = " ".join(f"--path {shlex.quote(file)}" for file in files)
    words = "; ".join(removed) or "the words that were removed, as regex:(?i)WORD"
    for item in yaml.safe_load(text):
        yield item["where"], item["remedy"].format(files=", ".join(files), paths=paths, removed=words)
