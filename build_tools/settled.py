"""Which articles a run need not look at again: those that lie there just as the last run left them.

Kept in `.jisr/settled.json`, which can be deleted at any time. An article is known by the contents of its
seed, sidecar, pages and ledger, never by dates or sizes of files, and by the code of Jisr itself: so an edit
cannot hide, and a new release looks at everything.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from build_tools import store
from build_tools.cache import own_code
from build_tools.errors import Finding, Severity
from build_tools.model import SeedFile

_FILE = "settled.json"


@dataclass(frozen=True)
class Settled:
    """An article as a run left it: what its files hold, what is still to be said of it, and drafted."""

    print: str
    findings: tuple[Finding, ...] = ()
    wanting: int = 0  # blocks for which a machine has something to do


Settlements = Mapping[str, Settled]
"""What is known of the articles, by slug."""


def fingerprint(seed: SeedFile, files: Iterable[str]) -> str:
    """What an article is known by; `files` are the fingerprints of its pages and its ledger."""
    seed_prints = (store.fingerprint(seed.data), store.fingerprint(seed.sidecar))
    return store.fingerprint(" ".join([seed.slug, seed.file, *seed_prints, *files]).encode())


def together(settlements: Settlements) -> str:
    """What a publication is known by, all articles of which are settled."""
    return store.fingerprint(" ".join(settlements[slug].print for slug in sorted(settlements)).encode())


def read(root: Path) -> tuple[Settlements, str]:
    """What the last run kept; nothing where it was another Jisr's, or is damaged: see `write`."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        kept = json.loads((root / store.STATE_DIR / _FILE).read_text("utf-8"))
        if kept["code"] == own_code():
            articles = {slug: _settled(facts) for slug, facts in kept["articles"].items()}
            return articles, str(kept["remembered"])
    return {}, ""


def write(root: Path, settlements: Settlements, remembered: str) -> None:
    """Keep `settlements` for the next run; a full disk is no error, for it can all be made again.

    `remembered` is what the publication was known by (`together`) when its memory had nothing to add to it.
    """
    articles = {slug: asdict(known) for slug, known in sorted(settlements.items())}
    kept = {"code": own_code(), "remembered": remembered, "articles": articles}
    text = json.dumps(kept, ensure_ascii=False).encode()
    path = root / store.STATE_DIR / _FILE
    with suppress(OSError):
        if store.read(path) != text:
            new = path.with_name(f".{_FILE}.new")
            new.write_bytes(text)
            new.replace(path)


def _settled(facts: Mapping[str, Any]) -> Settled:
    findings = (Finding(**{**f, "severity": Severity(f["severity"])}) for f in facts["findings"])
    return Settled(str(facts["print"]), tuple(findings), int(facts["wanting"]))
