"""An article's new name: seed, sidecar, pages, ledger and events together; its old address leads there."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

import yaml

from jisr import seeds as readers
from jisr.app.articles.writing import why_closed
from jisr.app.asked import check_slugs, find_renamed
from jisr.app.results import Result
from jisr.app.syncing import read_and_reconcile, write_results
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import SeedFile, sidecar_of
from jisr.removal.returned import take_out_again
from jisr.storage import disk, transaction
from jisr.storage.config import parse_meta
from jisr.storage.yaml import compose
from jisr.translation import article_files

_LINK = re.compile(
    r"""\]\(\s*<?([^)>\s]+)|\ssrc\s*=\s*["']?([^"'\s>]+)|^\[[^\]]+\]:\s*<?([^>\s]+)""", re.MULTILINE
)


@dataclass(frozen=True)
class RenamePlan:
    """What a rename would do: former slug → new slug of each article, file → its new name.

    `led_to` is the article to which the new address led until now, for it was called so. `contents` are the
    files as they will be, `expected` the fingerprints of what lies there now.
    """

    articles: Mapping[str, str]
    moves: Mapping[str, str]
    led_to: str
    contents: Mapping[Path, bytes | None]
    expected: Mapping[Path, str]


def plan(root: Path, old: str, new: str) -> RenamePlan:
    """What renaming would do; nothing is written. Raises `JisrError` where the new name cannot be one."""
    seeds = {seed.slug: seed for seed in readers.find_files(root)[0]}
    pairs = _pairs(root, old, new, seeds)
    for before, after in pairs.items():
        _check_name(root, before, after, seeds)
    staying = [seed for slug, seed in seeds.items() if slug not in pairs]
    moves: dict[str, str] = {}
    contents: dict[Path, bytes | None] = {}
    expected: dict[Path, str] = {}
    for before, after in pairs.items():
        seed = (seeds.get(before) or seeds[after]).held()
        own = _moves(root, before, after, seed, staying)
        for source, target in own.items():
            data = disk.read_file(root / source)
            expected[root / source] = disk.fingerprint(data)
            contents |= {root / target: data, root / source: None}
        moves |= own
        sidecar = sidecar_of(seed.file)
        expected[root / sidecar] = disk.fingerprint(seed.sidecar)
        contents[root / f"seeds/{after}.yml"] = add_former_slug(seed.sidecar, before, after, sidecar)
        if before in seeds:
            contents[root / sidecar] = None
    contents = {path: data for path, data in contents.items() if data is not None or disk.read_file(path)}
    led_to = find_renamed(staying, new)
    return RenamePlan(pairs, moves, led_to, contents, expected)


def rename(root: Path, old: str, new: str, today: date | None = None) -> Result:
    """Call an article, or all articles of a folder, `new`; the former name goes into the sidecar's `was`.

    Where the seed was renamed by hand before, all that it left behind follows it. Raises `JisrError` where
    the new name cannot be one, or something has it already: then nothing is changed.
    """
    with transaction.lock_project(root):
        returned = take_out_again(root)
        planned = plan(root, old, new)
        done = transaction.commit(root, planned.contents, planned.expected)
        settled = write_results(root, read_and_reconcile(root, [*planned.articles.values()], today=today))
        return Result(
            settled.outcomes, (*returned, *settled.findings), tuple(dict.fromkeys((*done, *settled.written)))
        )


def add_former_slug(sidecar: bytes | None, old: str, new: str, file: str) -> bytes:
    """A sidecar that says that `new` was `old`, otherwise the same. Raises `JisrError` where it cannot."""
    text = (sidecar or b"").decode("utf-8", "replace")
    wanted = [*(slug for slug in parse_meta(sidecar, file).was if slug not in (old, new)), old]
    line = f"was: [{', '.join(json.dumps(slug, ensure_ascii=False) for slug in wanted)}]"
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    node = compose(text)
    values = (
        {key.value: (key, value) for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
    )
    if "was" in values:
        key, value = values["was"]
        text = text[: key.start_mark.index] + line + text[_end(value) :]
    elif isinstance(node, yaml.MappingNode) and node.flow_style:
        at = node.end_mark.index - 1
        text = f"{text[:at]}, {line}{text[at:]}"
    else:
        end = "\r\n" if "\r\n" in text else "\n"
        text += ("" if not text or text.endswith("\n") else end) + line + end
    made = (mark + text).encode()
    if list(parse_meta(made, file).was) != wanted:
        message = "the former name cannot be put into this sidecar"
        raise JisrError(Finding("rename", message, file, remedy=f"write into it: {line}"))
    return made


def _end(node: yaml.Node) -> int:
    """Where a value ends, without the lines that follow the last item of a list."""
    in_lines = isinstance(node, yaml.SequenceNode) and not node.flow_style
    return max(int(part.end_mark.index) for part in (node.value if in_lines else [node]))


def _pairs(root: Path, old: str, new: str, seeds: Mapping[str, SeedFile]) -> dict[str, str]:
    """Former slug → new slug, of an article or of all articles of a folder. Raises `JisrError` for none."""
    if old in seeds:
        return {old: new}
    below = {slug: new + slug.removeprefix(old) for slug in seeds if slug.startswith(f"{old}/")}
    if below:
        return below
    if new in seeds and any(path.exists() for path in article_files.paths(root, old)):
        return {old: new}
    check_slugs([old], seeds.values())
    return {}


def _check_name(root: Path, old: str, new: str, seeds: Mapping[str, SeedFile]) -> None:
    """Raises `JisrError` where an article cannot be called `new`."""
    if why := readers.why_no_new_slug(new):
        remedy = f"jisr rename {old} {readers.suggest_slug(new)}"
        raise JisrError(Finding("rename", f"no page can have this name: {why}", text=new, remedy=remedy))
    if why := why_closed(root, new):
        raise JisrError(Finding("rename", why, text=new, remedy="choose another name"))
    by_hand = old not in seeds
    there = [
        now
        for before, now in zip(article_files.paths(root, old), article_files.paths(root, new), strict=True)
        if now.exists() and not (by_hand and not before.exists())  # else renamed by hand with its seed
    ]
    taken = [path for path in (root / "seeds").glob(f"{new}.*") if not by_hand]
    if there and not (by_hand and _is_machines(root, new)):
        taken += there
    others = [path for path in taken if not any(path.samefile(mine) for mine in _own_files(root, old, seeds))]
    if old == new:
        message = "the article has this name already"
        raise JisrError(Finding("rename", message, text=new, remedy="choose another name"))
    if others:
        what = ", ".join(path.relative_to(root).as_posix() for path in others)
        remedy = f"choose another name, or move away or delete what has it; nothing was changed ({old} stays)"
        raise JisrError(Finding("rename", f"the name is taken: {what}", text=new, remedy=remedy))


def _own_files(root: Path, old: str, seeds: Mapping[str, SeedFile]) -> list[Path]:
    """The article's own files: a case-insensitive file system may also find them under the new name."""
    seed = [root / seeds[old].file, (root / seeds[old].file).with_suffix(".yml")] if old in seeds else []
    return [path for path in (*seed, *article_files.paths(root, old)) if path.exists()]


def _is_machines(root: Path, slug: str) -> bool:
    """Whether no person's words would be lost with an article's ledger and page."""
    ledgers = [outcome.ledger for outcome in read_and_reconcile(root, [slug]).outcomes]
    return bool(ledgers) and not any(e.held for one in ledgers for e in one.all_entries)


def _moves(root: Path, old: str, new: str, seed: SeedFile, staying: Iterable[SeedFile]) -> dict[str, str]:
    """File → its new name: what has the article's name; if its folder changes, images that only it shows.

    `staying` are the seeds that go on to have their names.
    """
    named = zip(article_files.all_names(old), article_files.all_names(new), strict=True)
    moves = {before: after for before, after in named if (root / before).is_file()}
    if seed.slug == old:
        moves[seed.file] = f"seeds/{new}{PurePosixPath(seed.file).suffix}"
        moves |= {
            f"seeds/{old}{s}": f"seeds/{new}{s}"
            for s in readers.WORD_SUFFIXES
            if (root / f"seeds/{old}{s}").is_file()
        }
    folders = [PurePosixPath("seeds", slug).parent for slug in (old, new)]
    if seed.slug == old and folders[0] != folders[1]:
        shown_elsewhere = {name for other in staying for name in image_paths(root, other)}
        for name in image_paths(root, seed) - shown_elsewhere:
            if PurePosixPath(name).is_relative_to(folders[0]):
                moves[name] = (folders[1] / PurePosixPath(name).relative_to(folders[0])).as_posix()
    return moves


def image_paths(root: Path, seed: SeedFile) -> set[str]:
    """The files beside a seed that its text shows, as the project names them."""
    folder = PurePosixPath(seed.file).parent
    text = seed.data.decode("utf-8", "replace")
    named = (next(filter(None, match.groups())) for match in _LINK.finditer(text))
    own = (name for name in named if "://" not in name and ".." not in name and name[0] not in "/#")
    others = (*readers.READERS, ".yml")
    return {
        (folder / name).as_posix()
        for name in own
        if (root / folder / name).is_file() and PurePosixPath(name).suffix not in others
    }
