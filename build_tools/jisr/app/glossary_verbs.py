"""The glossary's verbs, which reach every article: whom it lacks, and one name changed everywhere."""

from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr import glossary
from jisr.app import actor_renaming
from jisr.app.results import Result, find_news
from jisr.app.syncing import read_and_reconcile, write_results
from jisr.glossary.detect.suggestions import find_unknown_actors
from jisr.lang.typography.rules import repair_typography
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE, Actor, ActorSuggestion
from jisr.model.languages import TRANSLATION, Lang
from jisr.removal.returned import take_out_again
from jisr.storage import disk, mkdocs_yml, transaction
from jisr.storage.yaml import not_utf8_finding
from jisr.storage.yaml.edit import parse_plain


def suggest_actors(
    root: Path, slugs: Collection[str] = (), *, least: int = 1, write: bool = False
) -> tuple[list[ActorSuggestion], Result]:
    """What articles (or `slugs`) name at least `least` times and the glossary lacks; `write` adds stubs.

    Raises `JisrError` where the glossary cannot be read, or is not to be written to.
    """
    with transaction.lock_project(root) if write else nullcontext():
        result = read_and_reconcile(root, slugs)
        text, file = _read_text(root, ACTORS_FILE), ACTORS_FILE
        known = glossary.parse_actors(text, file)[0] + _private_actors(root)
        there = disk.read_file(root / file)  # None where there is none yet
        blocks = {
            o.slug: [(b.key, plain(repair_typography(b.text)[0]).text) for b in o.document.blocks]
            for o in result.outcomes
        }
        found = find_unknown_actors(blocks, known)
        dropped = frozenset(parse_plain(text).get("dropped") or ())
        found = [one for one in found if one.count >= least and one.name not in dropped]
        if not (write and found):
            return found, result
        new, taken, findings = glossary.add_stubs(text, file, found)
        done = transaction.commit(root, {root / file: new.encode()}, {root / file: disk.fingerprint(there)})
        return taken, replace(result, findings=(*result.findings, *findings), written=tuple(done))


def rename_actor(
    root: Path, id_: str, name: str, lang: Lang, new_id: str = "", today: date | None = None
) -> Result:
    """Call an actor `name` in the glossary; in English also in drafts, and as a proposal in people's texts.

    `new_id` gives it another address, and keeps the old one in `was`, from which its page redirects. Raises
    `JisrError` for an id or name that cannot be, and while an article has a conflict.
    """
    with transaction.lock_project(root):
        returned = take_out_again(root)
        texts = {file: _read_text(root, file) for file in (ACTORS_FILE, PRIVATE_ACTORS_FILE)}
        actors, _ = glossary.parse_glossary(texts)
        file = next((a.file for a in actors if a.id == id_), ACTORS_FILE)
        new = texts | {file: glossary.replace_name(texts[file], file, id_, lang, name)} if name else texts
        if new_id and new_id != id_:
            new = {
                other: glossary.replace_id(text, file, id_, new_id)
                if other == file
                else glossary.replace_references(text, id_, new_id)
                for other, text in new.items()
            }
        glossary.parse_glossary(new)
        result = read_and_reconcile(root, today=today)
        result = replace(result, findings=(*returned, *find_news(result)))
        if stuck := [f for o in result.outcomes if o.blocked for f in o.findings]:
            raise JisrError(stuck)  # its drafts would keep the old name for good
        if lang == TRANSLATION.code and name:
            actor = next(a for a in actors if a.id == id_)
            matcher = glossary.Matcher(actors, TRANSLATION.code, private=True)
            done = [actor_renaming.apply_rename(o, actor, name, matcher) for o in result.outcomes]
            found = [f for o, _, keys in done for f in actor_renaming.rename_findings(o, keys)]
            for o in result.outcomes:
                found += actor_renaming.quoted_findings(o, actor, name, matcher)
            found += actor_renaming.find_leftover_names(actors, actor, name)
            outcomes = tuple(o for o, _, _ in done)
            result = replace(result, outcomes=outcomes, findings=(*result.findings, *found))
        changed = {
            root / other: (texts[other].encode(), text.encode())
            for other, text in new.items()
            if text != texts[other]
        }
        return write_results(root, result, changed)


def pin_model(root: Path, version: str, checksum: str) -> None:
    """Name the installed translation model in the settings, so that every machine drafts with the same."""
    with transaction.lock_project(root):
        data = disk.read_file(root / mkdocs_yml.FILE) or b""
        pins = {"version": version, "sha256": checksum} if version else {"sha256": checksum}
        new = mkdocs_yml.set_values(data.decode("utf-8"), ("extra", "jisr", "model"), pins)
        path = root / mkdocs_yml.FILE
        transaction.commit(root, {path: new.encode()}, {path: disk.fingerprint(data)})


def _private_actors(root: Path) -> tuple[Actor, ...]:
    """Read by itself: who is private stays so while an entry contradicts one of the other file."""
    return glossary.parse_actors(_read_text(root, PRIVATE_ACTORS_FILE), PRIVATE_ACTORS_FILE)[0]


def _read_text(root: Path, file: str) -> str:
    """The text of a glossary (`""` for none). Raises `JisrError` if it is not UTF-8."""
    try:
        return (disk.read_file(root / file) or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise JisrError(not_utf8_finding(file)) from error
