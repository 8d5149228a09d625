"""The tree in ARCHITECTURE.md is the tree on disk."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.repository.test_repository import ROOT, tracked


def folders_in(text: str) -> Iterator[tuple[str, str]]:
    """The folders of the section «The tree», as paths, with what is said of each; indents are two spaces."""
    section = text.partition("## The tree\n")[2].partition("\n## ")[0]
    above: list[str] = []
    for indent, name, said in re.findall(r"^ {4}( *)(\S+)/ +(\S.*)$", section, re.MULTILINE):
        above[len(indent) // 2 :] = [name]
        yield "/".join(above), said


def test_the_tree_in_architecture_is_the_tree_on_disk() -> None:
    shown = dict(folders_in((ROOT / "ARCHITECTURE.md").read_text("utf-8")))
    modules = {path.parent.as_posix() for path in tracked("build_tools/jisr") if path.suffix == ".py"}
    look = {"/".join(path.parts[:2]) for path in tracked("overrides") if len(path.parts) > 2}
    assert shown.keys() == modules | look | {"overrides"}


def test_no_folder_holds_more_than_a_dozen_modules() -> None:
    modules = (path for path in tracked("build_tools/jisr") if path.suffix == ".py")
    count = Counter(path.parent.as_posix() for path in modules if path.name != "__init__.py")
    assert {folder: n for folder, n in count.items() if n > 12} == {}


def test_a_tree_is_read_by_its_indents() -> None:
    tree = "    a/b/   one\n      c/    two\n        d/  three\n      e/    four\n"
    text = f"## The tree\n\n{tree}\n## Else\n\n    f/  x\n"
    assert list(folders_in(text)) == [
        ("a/b", "one"),
        ("a/b/c", "two"),
        ("a/b/c/d", "three"),
        ("a/b/e", "four"),
    ]
