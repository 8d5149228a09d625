"""Installed Argos packages: which is found, and the digest that names it."""

import json
import os
from pathlib import Path

import pytest

from jisr.model.settings import ModelSettings, Settings
from jisr.translation.engines import find_engine, packages
from jisr.translation.engines.packages import argos_dir, find_model, model_digest, model_dir
from tests.argos_package import CHECKSUM, configure, found


def make_package(folder: Path, *, version: str = "1.0", **about: str) -> Path:
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "sentencepiece.model").write_bytes(b"pieces")
    metadata = {
        "from_code": "ar",
        "to_code": "en",
        "package_version": version,
        "argos_version": "1.9",
        **about,
    }
    (folder / "metadata.json").write_text(json.dumps(metadata))
    return folder


def test_no_model_is_no_error(tmp_path: Path) -> None:
    assert find_engine(configure(tmp_path)) is None


def test_what_is_not_a_whole_arabic_english_package_is_passed_over(tmp_path: Path) -> None:
    models = tmp_path / "models"
    make_package(models / "other", from_code="en", to_code="ar")
    make_package(models / ".new-abc")
    (make_package(models / "no-weights") / "model" / "model.bin").unlink()
    (make_package(models / "no-pieces") / "sentencepiece.model").unlink()
    (make_package(models / "bad-json") / "metadata.json").write_text("{")
    (make_package(models / "list") / "metadata.json").write_text("[1]")
    (models / "file").write_text("")
    assert found(configure(tmp_path)) == ""
    make_package(models / "whole")
    assert found(configure(tmp_path)) == "whole"


def test_own_folder_comes_before_argos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "XDG_DATA_HOME" / "argos-translate" / "packages"
    make_package(theirs / "theirs", version="9.0")
    assert found(configure(tmp_path)) == "theirs"
    make_package(tmp_path / "models" / "ours")
    assert found(configure(tmp_path)) == "ours"
    make_package(tmp_path / "elsewhere" / "chosen")
    monkeypatch.setenv("JISR_MODELS", str(tmp_path / "elsewhere"))
    assert found(configure(tmp_path)) == "chosen"


def test_argos_folder_by_its_own_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert argos_dir() == tmp_path / "XDG_DATA_HOME" / "argos-translate" / "packages"
    config = tmp_path / "XDG_CONFIG_HOME" / "argos-translate" / "settings.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"ARGOS_PACKAGES_DIR": "/from/settings"}))
    assert argos_dir() == Path("/from/settings")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "/from/environment")
    assert argos_dir() == Path("/from/environment")


def test_default_and_relative_model_folder(tmp_path: Path) -> None:
    assert model_dir(Settings(tmp_path)) == tmp_path / "XDG_DATA_HOME" / "jisr" / "models"
    assert model_dir(Settings(tmp_path, model=ModelSettings(dir=Path("m")))) == tmp_path / "m"


def test_the_named_version_before_the_newest(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        make_package(tmp_path / "models" / f"v{version}", version=version)
    assert found(configure(tmp_path)) == "v1.10"
    assert found(configure(tmp_path, version="1.2")) == "v1.2"
    receipt = tmp_path / "models" / "v1.9" / "jisr.json"
    receipt.write_text(json.dumps({"sha256": CHECKSUM}))
    assert found(configure(tmp_path, version="1.2")) == "v1.9"


def test_the_digest_follows_the_contents_and_is_not_made_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path / "models" / "one")
    model = find_model(configure(tmp_path))
    assert model is not None
    cache = tmp_path / "cache"
    made: list[str] = []
    real = packages._digest

    def count_and_make(root: Path, files: list[Path]) -> str:
        made.append(real(root, files))
        return made[-1]

    monkeypatch.setattr(packages, "_digest", count_and_make)
    first = model_digest(model, cache)
    assert not (cache / "digests.json").exists()  # so young a file could change within one tick of its clock
    monkeypatch.setattr(packages, "_RACY", -1.0)
    assert [model_digest(model, cache) for _ in range(3)] == [first] * 3
    assert len(made) == 2
    weights = model.path / "model" / "model.bin"
    before = weights.stat()
    weights.write_bytes(b"WEIGHTS")  # as long as before, and dated back
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert model_digest(model, cache) != first
    assert model_digest(model, cache) == made[-1]
    assert model_digest(model, None) == made[-2] == made[-1]


def test_a_cache_that_cannot_be_kept_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_package(tmp_path / "models" / "one")
    model = find_model(configure(tmp_path))
    assert model is not None
    monkeypatch.setattr(packages, "_RACY", -1.0)
    (tmp_path / "file").write_text("")
    assert model_digest(model, tmp_path / "file") == model_digest(model, None)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "digests.json").write_text("[")
    assert model_digest(model, broken) == model_digest(model, None)
