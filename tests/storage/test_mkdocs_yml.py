"""Whatever a person's mkdocs.yml looks like: what is set stands in it, and nothing else is changed."""

from difflib import ndiff
from pathlib import Path

import pytest
import yaml

from jisr.model.diagnostics import JisrError
from jisr.storage.config import read_settings
from jisr.storage.mkdocs_yml import set_values

PATH = ("extra", "jisr", "model")
PIN = {"version": "1.0", "sha256": "0" * 64}
OWN = (Path(__file__).parents[2] / "mkdocs.yml").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        OWN.replace("\n", "\r\n"),
        "\ufeffsite_name: جسر\n",
        "",
        "site_name: x",
        "# ours\n\nsite_name: x # the name\n",
        "extra: {}\n",
        "extra:\n",
        "extra: # nothing yet\nsite_name: x\n",
        "extra: ~\n",
        "extra:\n  jisr: {}\n",
        "extra:\n  jisr: {digits: western} # digits\n",
        "extra:\n  # a\n  jisr:\n    # b\n    digits: western\n    model:\n      # it\n      package: x\n",
        "extra:\n    jisr:\n        model: {package: translate-ar_en}\n    other: 1\n",
        "extra:\n  jisr:\n    model:\n      sha256: ''  # to come\n      version: \"\"\n",
        "extra:\n  jisr:\n    model:\n      sha256:\n      version:   # none\nsite_name: x\n",
        "extra:\n  jisr:\n    model: {sha256: abc, version: '0.9'}\n",
        "extra: {jisr: {model: {}}}\n",
        "hooks: [!ENV [JISR_HOOK, x.py]]\nf: !!python/name:x.y\nextra:\n  jisr:\n\nplugins: []\n",
    ],
)
def test_a_value_is_set_and_all_else_stays(text: str, tmp_path: Path) -> None:
    new = set_values(text, PATH, PIN)
    (tmp_path / "mkdocs.yml").write_bytes(new.encode())
    model = read_settings(tmp_path).model
    assert (model.version, model.sha256) == ("1.0", "0" * 64)
    changes = [line for line in ndiff(text.splitlines(), new.splitlines()) if line[0] in "-+"]
    assert len([line for line in changes if line[0] == "-"]) <= 2, changes
    comments = [[line.partition("#")[2] for line in one.splitlines() if "#" in line] for one in (text, new)]
    assert comments[0] == comments[1]
    assert new.count("\r\n") == (new.count("\n") if "\r\n" in text else 0)
    assert set_values(new, PATH, PIN) == new


@pytest.mark.parametrize("text", ["extra: x\n", "extra:\n  jisr: [1]\n", "- a\n", "a: [\n", "x\n"])
def test_what_cannot_be_set_is_said(text: str) -> None:
    with pytest.raises(JisrError, match="nothing can be set here") as caught:
        set_values(text, PATH, PIN)
    (finding,) = caught.value.findings
    assert finding.file == "mkdocs.yml"
    assert yaml.safe_load(finding.remedy.partition(": ")[2]) == {"extra.jisr.model": PIN}
