"""Licences, advisories and the bill of materials of what the locks pin."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from requirements import dependencies
from requirements.dependencies import Pin

ROOT = Path(__file__).resolve().parents[2]


def advisory(id_: str, name: str, **affected: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "summary": "bad",
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **affected}],
    }


def between(*events: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


def test_every_pin_is_read_with_its_hashes() -> None:
    for lock in dependencies.LOCKS:
        text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
        found = list(dependencies.pins(lock, text))
        assert len(found) == sum("==" in line for line in text.splitlines() if line[:1].isalnum())
        assert all(pin.hashes for pin in found)


def test_every_licence_is_known_and_may_be_combined_with_ours() -> None:
    found = list(dependencies.with_licences())
    assert len(found) > 50
    assert list(dependencies.incompatible(found)) == []


def test_a_licence_that_may_not_be_is_said() -> None:
    pin = Pin("bad", "1", "run")
    for names in ({"GPL-3.0-only"}, set(), {"MIT", "SSPL-1.0"}, {"unknown"}):
        assert len(list(dependencies.incompatible([(pin, names)]))) == 1


def test_what_lies_beside_us_is_neither_locked_nor_loaded() -> None:
    """A publisher hands on what run.txt pins, as in a container."""
    lock = (dependencies.FOLDER / "run.txt").read_text("utf-8")
    assert dependencies.BESIDE.keys() & {pin.name for pin in dependencies.pins("run", lock)} == set()
    code = (
        "import sys; sys.modules |= dict.fromkeys((*sys.argv[1:], 'onnxruntime'))\n"  # as if not installed
        "from argostranslate import networking, package, settings\n"
        "sys.exit(any(sys.modules[name] for name in sys.argv[1:]))"
    )
    run = subprocess.run([sys.executable, "-c", code, *dependencies.BESIDE], check=False, capture_output=True)
    assert run.returncode == 0, run.stderr
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "build_tools").rglob("*.py"))
    assert [name for name in dependencies.BESIDE if name in sources] == []


@pytest.mark.parametrize(
    ("affected", "hit"),
    [
        ({"versions": ["1.5"]}, True),
        ({"versions": ["1.4"]}, False),
        ({"ranges": between({"introduced": "0"}, {"fixed": "1.6"})}, True),
        ({"ranges": between({"introduced": "0"}, {"fixed": "1.5"})}, False),
        ({"ranges": between({"introduced": "1.5"}, {"last_affected": "1.5"})}, True),
        ({"ranges": between({"introduced": "0"}, {"last_affected": "1.4"})}, False),
        ({"ranges": between({"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "1.4"})}, True),
        ({"ranges": between({"introduced": "1.6"})}, False),
    ],
)
def test_an_advisory_is_matched_by_version(affected: dict[str, Any], hit: bool) -> None:
    found = list(dependencies.vulnerable([Pin("a-b", "1.5", "run")], [advisory("X-1", "A_b", **affected)]))
    assert found == (["a-b 1.5: X-1 bad"] if hit else [])


def test_what_was_withdrawn_or_is_of_others_is_left_out() -> None:
    pin = Pin("a", "1.5", "run")
    withdrawn = {**advisory("X-1", "a", versions=["1.5"]), "withdrawn": "2024-01-01"}
    npm = advisory("X-2", "a", versions=["1.5"])
    npm["affected"][0]["package"]["ecosystem"] = "npm"
    assert list(dependencies.vulnerable([pin], [withdrawn, npm])) == []


def test_the_audit_reads_files_folders_and_archives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pin = dependencies.locked()[0]
    bad = json.dumps(advisory("X-1", pin.name, versions=[pin.version]))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/x.json").write_text(bad, "utf-8")
    with zipfile.ZipFile(tmp_path / "osv.zip", "w") as archive:
        archive.writestr("x.json", bad)
    for name in ("folder", "folder/x.json", "osv.zip"):
        assert dependencies.main(["audit", str(tmp_path / name)]) == 1
        assert f"{pin.name} {pin.version}: X-1" in capsys.readouterr().out
    (tmp_path / "other.json").write_text("{}", "utf-8")
    with pytest.raises(ValueError, match="OSV"):
        dependencies.main(["audit", str(tmp_path / "other.json")])


def test_the_bill_of_materials_names_every_pin_and_is_the_same_each_time(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.json", "b.json")]
    for file in files:
        assert dependencies.main(["sbom", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    made = json.loads(files[0].read_text("utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert len(made["components"]) == len(dependencies.locked())
    mkdocs = next(c for c in made["components"] if c["name"] == "mkdocs")
    assert mkdocs["licenses"] == [{"license": {"id": "BSD-2-Clause"}}]
    assert mkdocs["purl"].startswith("pkg:pypi/mkdocs@1.")
