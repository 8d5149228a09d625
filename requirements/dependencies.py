"""What the locks pin: under which licences, with which known vulnerabilities, and as a bill of materials.

    python -m requirements.dependencies audit [ADVISORIES…]    JSON files, folders or ZIPs in OSV's form
    python -m requirements.dependencies sbom FILE              CycloneDX 1.6, the same bytes each time

Neither asks a network: advisories come from a file, licences from what is installed. Exit code 1 where
something is wrong.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

FOLDER = Path(__file__).resolve().parent
LOCKS = ("run", "dev")

COMPATIBLE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "HPND", "ISC",
    "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
"""SPDX names of licences under which a program under the MIT licence may use a library."""

NAMES = (
    (r"apache( software)?( license)?[ ,-]*(version )?2(\.0)?|apache (software )?license", "Apache-2.0"),
    (r"(the )?mit( license)?", "MIT"),
    (r"(3-clause |new |modified )?bsd( license| 3-clause|-3-clause)?|bsd 3-clause license", "BSD-3-Clause"),
    (r"simplified bsd|2-clause bsd", "BSD-2-Clause"),
    (r"mozilla public license 2\.0 \(mpl 2\.0\)|mpl[ -]2\.0", "MPL-2.0"),
    (r"python software foundation license|psf(-2\.0)?", "PSF-2.0"),
    (r"isc license( \(iscl\))?|isc", "ISC"),
    (r"the unlicense \(unlicense\)|unlicense", "Unlicense"),
    (r"historical permission notice and disclaimer \(hpnd\)", "HPND"),
)  # fmt: skip

READ_BY_HAND = {
    "pyphen": "MPL-1.1",  # or GPL-2.0+ or LGPL-2.1+, as one chooses; its metadata name all three
    "pypdfium2": "BSD-3-Clause",  # or Apache-2.0
    "sacremoses": "MIT",  # its LICENSE file; the metadata name none
}
"""Licences of distributions whose metadata do not say them clearly, read in their LICENSE files."""


BESIDE = {
    "minisbd": "GNU Affero General Public License v3",
    "translate-toolkit": "GPL-3.0-or-later",
}
"""Under licences that a program under MIT may not be combined with, so in dev.txt alone. argos-translate-lt
cuts text into sentences with minisbd, which only a benchmark asks it to do; tests ask translate-toolkit what
Weblate makes of our files. Jisr never loads either (a test holds it to that), and what is handed on has none
of them (`leave-out.in`)."""


@dataclass(frozen=True)
class Pin:
    """One line of a lock."""

    name: str
    version: str
    lock: str
    marker: str = ""
    hashes: tuple[str, ...] = ()

    @property
    def here(self) -> bool:
        """Whether it is for this platform."""
        return not self.marker or Marker(self.marker).evaluate()


def pins(lock: str, text: str) -> Iterator[Pin]:
    """The pins of a lock."""
    found = re.finditer(
        r"^([\w.-]+)==([^ \\]+)(?: ; ([^\\]+?))? \\\n((?: +--hash=.*\n?)+)", text, re.MULTILINE
    )
    for match in found:
        hashes = tuple(re.findall(r"sha256:([0-9a-f]{64})", match[4]))
        yield Pin(canonicalize_name(match[1]), match[2], lock, (match[3] or "").strip(), hashes)


def locked() -> list[Pin]:
    """The pins of all locks, each once, by name."""
    found: dict[tuple[str, str], Pin] = {}
    for lock in LOCKS:
        for pin in pins(lock, (FOLDER / f"{lock}.txt").read_text("utf-8")):
            found.setdefault((pin.name, pin.version), pin)
    return [found[key] for key in sorted(found)]


# --- licences ----------------------------------------------------------------------------------------------


def licences(installed: Distribution) -> set[str]:
    """The SPDX names of a distribution's licences; what is unclear stays as it is."""
    name = canonicalize_name(installed.metadata["Name"])
    if name in READ_BY_HAND:
        return {READ_BY_HAND[name]}
    said = (installed.metadata.get_all("License-Expression") or [""])[0]
    if said:
        return _parts(said)
    classifiers = [c for c in (installed.metadata.get_all("Classifier") or []) if c.startswith("License :: ")]
    texts = [c.rpartition(" :: ")[2] for c in classifiers if not c.endswith("OSI Approved")]
    texts = texts or [(installed.metadata.get_all("License") or [""])[0].strip().partition("\n")[0]]
    return {_spdx(part) for text in texts for part in _parts(text)}


def _parts(expression: str) -> set[str]:
    return {part.strip() for part in re.split(r" OR | AND ", expression)}


def _spdx(text: str) -> str:
    names = (spdx for pattern, spdx in NAMES if re.fullmatch(pattern, text.strip().lower()))
    return text if text in COMPATIBLE else next(names, text or "unknown")


def incompatible(found: Iterable[tuple[Pin, set[str]]]) -> Iterator[str]:
    """What may not be used beside code under the MIT licence, or does not say what it may."""
    for pin, names in found:
        if names != {BESIDE.get(pin.name)} and not (names and names <= COMPATIBLE):
            yield f"{pin.name} {pin.version}: licence {', '.join(sorted(names - COMPATIBLE)) or 'unknown'}"


def with_licences() -> Iterator[tuple[Pin, set[str]]]:
    """The pins for this platform with their licences."""
    for pin in locked():
        if pin.here:
            try:
                yield pin, licences(distribution(pin.name))
            except PackageNotFoundError:
                yield pin, set()


# --- vulnerabilities ---------------------------------------------------------------------------------------


def advisories(path: Path) -> Iterator[Mapping[str, Any]]:
    """The advisories in a JSON file, a folder or a ZIP of them. Raises ValueError for others."""
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield from advisories(file)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
    else:
        data = json.loads(path.read_text("utf-8"))
        for one in data if isinstance(data, list) else [data]:
            if "affected" not in one and "withdrawn" not in one:
                raise ValueError(f"{path}: no advisory in OSV's form")
            yield one


def vulnerable(found: Iterable[Pin], known: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The pins that an advisory is about."""
    by_name: dict[str, list[Pin]] = {}
    for pin in found:
        by_name.setdefault(pin.name, []).append(pin)
    for advisory in known:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", []):
            package = affected.get("package", {})
            if package.get("ecosystem") != "PyPI":
                continue
            for pin in by_name.get(canonicalize_name(package.get("name", "")), []):
                if _affects(affected, pin.version):
                    yield f"{pin.name} {pin.version}: {advisory['id']} {advisory.get('summary', '')}".rstrip()


def _affects(affected: Mapping[str, Any], version: str) -> bool:
    if version in affected.get("versions", []):
        return True
    own = Version(version)
    return any(
        _within(own, events["events"])
        for events in affected.get("ranges", [])
        if events.get("type") == "ECOSYSTEM"
    )


def _within(own: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Whether a version lies between an `introduced` and the `fixed` or `last_affected` behind it."""
    inside = False
    for event in events:
        for kind, at in event.items():
            try:
                bound = Version("0.dev0" if at == "0" else at)
            except InvalidVersion:
                continue
            if kind == "introduced" and own >= bound:
                inside = True
            elif (kind == "fixed" and own >= bound) or (kind == "last_affected" and own > bound):
                inside = False
    return inside


# --- bill of materials -------------------------------------------------------------------------------------


def sbom() -> dict[str, Any]:
    """The locks as CycloneDX 1.6; without a date or a number of its own: only the locks count."""
    known = {pin: names for pin, names in with_licences() if names}
    components = [
        {
            "type": "library",
            "bom-ref": (purl := f"pkg:pypi/{pin.name}@{pin.version}"),
            "name": pin.name,
            "version": pin.version,
            "purl": purl,
            "scope": "required" if pin.lock == "run" else "excluded",
            # of all files of the release: which is installed depends on the platform
            "externalReferences": [
                {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": one}]}
                for one in pin.hashes
            ],
            **({"licenses": [{"license": {"id": n} if n in COMPATIBLE else {"name": n}}
                             for n in sorted(known[pin])]} if pin in known else {}),
        }
        for pin in locked()
    ]  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "jisr", "licenses": [{"license": {"id": "MIT"}}]}
        },
        "components": components,
    }


def main(arguments: list[str]) -> int:
    """The command line; says what it found."""
    if arguments[:1] == ["sbom"] and len(arguments) == 2:
        target = Path(arguments[1])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(sbom(), indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(f"{target}: {len(locked())} components")
        return 0
    if arguments[:1] != ["audit"]:
        print(__doc__)
        return 2
    found = list(with_licences())
    problems = list(incompatible(found))
    known = [one for name in arguments[1:] for one in advisories(Path(name))]
    problems += sorted(set(vulnerable(locked(), known)))
    for problem in problems:
        print(problem)
    looked = f"{len(known)} advisories" if known else "no advisories: name a file, ADVISORIES=osv.zip"
    print(f"{len(found)} packages, {len(problems)} problems ({looked})")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
