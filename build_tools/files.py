"""An article's files: its ledger and its two pages, read into an outcome of sync and made of one."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from build_tools import ledger, store, sync
from build_tools.errors import Finding, JisrError, Severity
from build_tools.markdown import parse_page
from build_tools.model import Document, Ledger, Outcome
from build_tools.typography import repair


def paths(root: Path, slug: str) -> tuple[Path, Path, Path]:
    """Where an article's ledger, its English and its Arabic page lie."""
    english, arabic = (root / "docs" / lang / "articles" / f"{slug}.md" for lang in ("en", "ar"))
    return root / "translations" / f"{slug}.po", english, arabic


def load(root: Path, document: Document, take: Mapping[str, sync.Take], *, allow_shrink: bool) -> Outcome:
    """Settle a document with its ledger and English page. Raises `JisrError`."""
    po, english, _ = paths(root, document.slug)
    text = _text(root, po)
    book = Ledger() if text is None else ledger.parse(text, po.relative_to(root).as_posix())
    text = _text(root, english)
    page = None if text is None else parse_page(text)
    file = english.relative_to(root).as_posix()
    return sync.reconcile(document, book, page, file, take=take, allow_shrink=allow_shrink)


def changes(root: Path, outcome: Outcome) -> tuple[dict[Path, bytes | None], list[Finding]]:
    """What the article's files should hold; pages before the ledger (see `store.commit`).

    An Arabic page that was edited by hand is left as it is and reported: its words would be lost.
    """
    po, english, arabic = paths(root, outcome.slug)
    files: dict[Path, bytes | None] = {english: sync.english_page(outcome).encode()}
    findings = []
    page = sync.arabic_page(outcome.document, [repair(b.text)[0] for b in outcome.document.blocks])
    lying = store.read(arabic)
    if lying is None or lying == page.encode() or not sync.edited_by_hand(lying.decode("utf-8", "replace")):
        files[arabic] = page.encode()
    else:
        findings.append(_edited_by_hand(root, arabic, outcome))
    files[po] = ledger.compose(sync.sealed(outcome.ledger)).encode()
    return files, findings


def orphans(root: Path, slugs: Collection[str]) -> Iterator[Finding]:
    """Ledgers and article pages that no seed stands behind."""
    seeds = root / "seeds"
    # A seed that cannot be read is still a seed: what is wrong with it is said elsewhere.
    there = {p.relative_to(seeds).with_suffix("").as_posix() for p in seeds.rglob("*") if p.suffix != ".yml"}
    pages = [(root / "docs" / lang / "articles", ".md") for lang in ("en", "ar")]
    for folder, suffix in [(root / "translations", ".po"), *pages]:
        for path in sorted(folder.rglob(f"*{suffix}")):
            slug = path.relative_to(folder).as_posix().removesuffix(suffix)
            if slug not in slugs and slug not in there and path.name != "index.md":
                yield Finding(
                    "orphan",
                    "its seed is gone; what people wrote is kept here, and is not published",
                    path.relative_to(root).as_posix(),
                    remedy=f"put seeds/{slug}.txt back (.yml may say status: withdrawn), or delete this",
                )


def _text(root: Path, path: Path) -> str | None:
    data = store.read(path)
    try:
        return None if data is None else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if data else 0
        file = path.relative_to(root).as_posix()
        found = Finding(
            "encoding", "not UTF-8", file, line, remedy="save the file as UTF-8, then run this again"
        )
        raise JisrError(found) from error


def _edited_by_hand(root: Path, arabic: Path, outcome: Outcome) -> Finding:
    file = arabic.relative_to(root).as_posix()
    return Finding(
        "arabic-page",
        "an Arabic page was edited by hand; it is made from the seed, and is left as it is now",
        file,
        remedy=f"correct {outcome.document.file} or its sidecar instead, then delete {file} and run again",
        severity=Severity.ERROR,
    )
