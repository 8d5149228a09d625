"""The tiny Argos package of the fixtures: a real model of a few sentences."""

import hashlib
from pathlib import Path

from jisr.model.settings import ModelSettings, Settings
from jisr.translation.engines.faults import find_fault
from jisr.translation.engines.packages import find_model
from tests.sample import ROOT

PACKAGE = ROOT / "tests/fixtures/argos/translate-ar_en-tiny.argosmodel"
CHECKSUM = hashlib.sha256(PACKAGE.read_bytes()).hexdigest()
PAIRS = [
    (line.split("\t")[0], line.split("\t")[1])
    for line in (PACKAGE.parent / "pairs.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
GOOD = [pair for pair in PAIRS if not find_fault(*pair)]


def configure(folder: Path, sha256: str = CHECKSUM, version: str = "") -> Settings:
    """Settings of a project in `folder` that keeps its models there."""
    return Settings(root=folder, model=ModelSettings(version=version, sha256=sha256, dir=folder / "models"))


def found(configured: Settings) -> str:
    """The folder of the model that would be used; `""` without one."""
    model = find_model(configured)
    return model.path.name if model else ""
