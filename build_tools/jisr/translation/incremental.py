"""Incremental runs: which articles are unchanged since the last run and need not be read again.

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

from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.source import SeedFile
from jisr.storage import disk, own_folder
from jisr.storage.cache import code_digest

_FILE = "settled.json"


@dataclass(frozen=True)
class ArticleFingerprint:
    """An article as a run left it: digest of its files, findings to repeat, blocks still to be drafted."""

    print: str
    findings: tuple[Finding, ...] = ()
    wanting: int = 0  # blocks for which a machine has something to do


ArticleFingerprints = Mapping[str, ArticleFingerprint]
"""Fingerprints of the articles, by slug."""


def fingerprint_files(seed: SeedFile, files: Iterable[str]) -> str:
    """The fingerprint of an article; `files` are the fingerprints of its pages and its ledger."""
    return disk.fingerprint(" ".join([seed.slug, seed.file, *seed.prints, *files]).encode())


def fingerprint_all(settlements: ArticleFingerprints) -> str:
    """One fingerprint for the whole publication, made from those of all its articles."""
    return disk.fingerprint(" ".join(settlements[slug].print for slug in sorted(settlements)).encode())


def read_fingerprints(root: Path) -> tuple[ArticleFingerprints, str]:
    """What the last run kept; nothing where it is damaged or another Jisr wrote it: `write_fingerprints`."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        kept = json.loads(disk.read_bytes(root / own_folder.STATE_DIR / _FILE))
        if kept["code"] == code_digest():
            articles = {slug: _parse_fingerprint(facts) for slug, facts in kept["articles"].items()}
            return articles, str(kept["remembered"])
    return {}, ""


def write_fingerprints(root: Path, settlements: ArticleFingerprints, remembered: str) -> None:
    """Keep `settlements` for the next run; a full disk is no error, for it can all be made again.

    `remembered` is what the publication was known by (`fingerprint_all`) when its memory had nothing to add
    to it.
    """
    articles = {slug: asdict(known) for slug, known in sorted(settlements.items())}
    kept = {"code": code_digest(), "remembered": remembered, "articles": articles}
    text = json.dumps(kept, ensure_ascii=False).encode()
    path = root / own_folder.STATE_DIR / _FILE
    with suppress(OSError, JisrError):
        if disk.read_file(path) != text:
            new = path.with_name(f".{_FILE}.new")
            new.write_bytes(text)
            new.replace(path)


def _parse_fingerprint(facts: Mapping[str, Any]) -> ArticleFingerprint:
    findings = (Finding(**{**f, "severity": Severity(f["severity"])}) for f in facts["findings"])
    return ArticleFingerprint(str(facts["print"]), tuple(findings), int(facts["wanting"]))
