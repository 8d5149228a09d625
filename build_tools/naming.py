"""The glossary's verbs, which reach every article: whom it lacks, and one name changed everywhere."""

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from build_tools import actors as glossary
from build_tools import mkdocs_yml, renaming, store
from build_tools.errors import Finding, JisrError
from build_tools.markdown import plain
from build_tools.model import Lang
from build_tools.pipeline import Result, reconciled, written
from build_tools.typography import repair


def suggest_actors(
    root: Path, slugs: Collection[str] = (), *, least: int = 1, write: bool = False
) -> tuple[list[glossary.Suggestion], Result]:
    """What articles (or `slugs`) name at least `least` times and the glossary lacks; `write` adds stubs."""
    with store.locked(root) if write else nullcontext():
        result = reconciled(root, slugs)
        text, file = _glossary_text(root)
        there = store.read(root / file)  # None where there is none yet
        blocks = {
            o.slug: [(b.key, plain(repair(b.text)[0]).text) for b in o.document.blocks]
            for o in result.outcomes
        }
        found = glossary.suggest(blocks, glossary.parse_actors(text, file)[0])
        found = [one for one in found if one.count >= least]
        if not (write and found):
            return found, result
        new, taken, findings = glossary.with_stubs(text, file, found)
        done = store.commit(root, {root / file: new.encode()}, {root / file: store.fingerprint(there)})
        return taken, replace(result, findings=(*result.findings, *findings), written=tuple(done))


def rename_actor(
    root: Path, id_: str, name: str, lang: Lang, new_id: str = "", today: date | None = None
) -> Result:
    """Call an actor `name` in the glossary; in English also in drafts, and as a proposal in people's texts.

    `new_id` gives it another address, and keeps the old one in `was`, from which its page redirects. Raises
    `JisrError` for an id or name that cannot be, and while an article has a conflict.
    """
    with store.locked(root):
        text, file = _glossary_text(root)
        actors, _ = glossary.parse_actors(text, file)
        new = glossary.with_name(text, file, id_, lang, name) if name else text
        new = glossary.with_id(new, file, id_, new_id) if new_id and new_id != id_ else new
        result = reconciled(root, today=today)
        if stuck := [f for o in result.outcomes if o.blocked for f in o.findings]:
            raise JisrError(stuck)  # its drafts would keep the old name for good
        if lang == "en" and name:
            actor = next(a for a in actors if a.id == id_)
            matcher = glossary.Matcher(actors, "en")
            done = [renaming.renamed(o, actor, name, matcher) for o in result.outcomes]
            found = [f for o, _, keys in done for f in renaming.findings(o, keys)]
            found += renaming.left_over(actors, actor, name, file)
            outcomes = tuple(o for o, _, _ in done)
            result = replace(result, outcomes=outcomes, findings=(*result.findings, *found))
        return written(root, result, {root / file: (text.encode(), new.encode())})


def pin_model(root: Path, version: str, checksum: str) -> None:
    """Name the installed translation model in the settings, so that every machine drafts with the same."""
    with store.locked(root):
        data = store.read(root / mkdocs_yml.FILE) or b""
        pins = {"version": version, "sha256": checksum} if version else {"sha256": checksum}
        new = mkdocs_yml.with_values(data.decode("utf-8"), ("extra", "jisr", "model"), pins)
        path = root / mkdocs_yml.FILE
        store.commit(root, {path: new.encode()}, {path: store.fingerprint(data)})


def _glossary_text(root: Path) -> tuple[str, str]:
    """The text of the glossary (`""` for none) and its path. Raises `JisrError` if it is not UTF-8."""
    file = glossary.ACTORS_FILE
    try:
        return (store.read(root / file) or b"").decode("utf-8"), file
    except UnicodeDecodeError as error:
        raise JisrError(Finding("yaml", "not UTF-8", file, 1, remedy="save the file as UTF-8")) from error
