"""Somebody says that an article may name who was removed for safety from another."""

from pathlib import Path

from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.removal.returned import mark_caches_purged
from jisr.storage import disk, transaction
from jisr.translation import removed
from jisr.translation.removed import REMOVED_FILE


def allow_names(root: Path, slug: str) -> Result:
    """Let the article `slug`, which may still be to come, name who was removed elsewhere.

    Of one that is not there yet a warning says so: the name may be mistyped, and another article waits on.
    Raises `JisrError` for what can be no article.
    """
    if why := readers.why_no_slug(slug):
        remedy = f"did you mean {readers.suggest_slug(slug)}?"
        raise JisrError(Finding("allow", f"no page can have this name: {why}", text=slug, remedy=remedy))
    with transaction.lock_project(root):
        path = root / REMOVED_FILE
        before = disk.read_file(path)
        after = removed.allow_names(before or b"", slug)
        if after == (before or b""):
            return Result(findings=(notice("allow", "nothing keeps this article waiting", text=slug),))
        written = transaction.commit(root, {path: after}, {path: disk.fingerprint(before)})
        mark_caches_purged(root)
    remedy = "each run names the places all the same; jisr sync takes the article in"
    findings = [notice("allow", "this article may name who was removed elsewhere", text=slug, remedy=remedy)]
    found, _ = readers.find_files(root)
    try:
        check_slugs((slug,), found)
    except JisrError as error:
        message = "no article has this name yet"
        findings += (warning("allow", message, text=slug, remedy=f.remedy) for f in error.findings)
    return Result(findings=tuple(findings), written=tuple(written))
