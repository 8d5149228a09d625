"""What a new publication is made of: this repository is one, and has its files from the same place."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from jisr.markup.commonmark import to_html
from jisr.publication import scaffold
from jisr.publication.answers import FORGES, Answers
from jisr.publication.installed import Source

ROOT = Path(__file__).resolve().parents[2]
OWN = Answers({"ar": "جسر", "en": "Jisr"})
"""This repository, as `jisr new` would have been told of it."""
IN_THIS_REPOSITORY = {
    "program": True,
    "ci": "build_tools/jisr/publication/scaffold/ci/ci",
    "install": "make install",
    "install_draft": "make install",
    "lock": "requirements/run.txt",
    "locks": "requirements/*.txt",
}
PICTURE = re.compile(r"!\[[^\n]*\n\n")  # the guide's are of this repository's own article


@cache
def own_files() -> dict[str, bytes]:
    """What the scaffold has of this repository's files."""
    pages = scaffold.render_files(OWN, Source("jisr", "==1"))
    ours = {path: data for path, data in pages.items() if re.match(r"docs/(?:ar|en)/[^/]*\.md", path)}
    for forge in ("github", "gitlab"):
        ours |= dict(scaffold.render_part(forge, IN_THIS_REPOSITORY))
    return ours


@pytest.mark.parametrize("path", own_files())
def test_this_repository_has_the_pages_and_workflows_that_a_new_publication_gets(path: str) -> None:
    lying = PICTURE.sub("", (ROOT / path).read_text("utf-8"))
    assert lying == own_files()[path].decode(), "change both: the file here and what lies in scaffold/"


HOSTILE = Answers(
    {"ar": 'مجلة "الماء": #1 {x} {= y =}', "en": "Water's [link](http://x) <b> \\ *a*"},
    imprint="A_B & <script> *c*",
    contact="mailto:a_b@water.net",
    url="https://water.net",
)


def test_names_are_only_names_in_every_file() -> None:
    """Whatever signs are in them: in settings, in pages, in what is shown of both."""
    files = scaffold.render_files(HOSTILE, Source("jisr", "==1"))
    settings = yaml.safe_load(files["mkdocs.yml"])
    assert settings["site_name"] == HOSTILE.names["ar"]
    assert settings["extra"]["jisr"]["publication"] == HOSTILE.names
    assert yaml.safe_load(files["mkdocs.en.yml"])["site_name"] == HOSTILE.names["en"]
    about = to_html(files["docs/en/about.md"].decode())
    assert "Water's [link](http://x) &lt;b&gt; \\ *a* publishes" in about
    assert "A_B &amp; &lt;script&gt; *c*" in about
    assert '<a href="mailto:a_b@water.net">a_b@water.net</a>' in about


def test_nothing_of_another_publication_is_in_a_new_one() -> None:
    ours = yaml.safe_load((ROOT / "seeds/actors.yml").read_text("utf-8"))["actors"]
    names = {actor[lang]["name"] for actor in ours for lang in ("ar", "en")} | {"bridge", "iraq-ending"}
    answers = Answers({"ar": "مجلة", "en": "Journal"}, forge="github")
    files = scaffold.render_files(answers, Source("x", "==1"))
    found = {
        (path, name)
        for path, data in files.items()
        for name in names
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", data.decode().replace(EXAMPLE, ""))
    }
    assert found == set()


EXAMPLE = "الوزارة المسؤولة عن المياه في العراق."  # how an entry of the glossary is written, in the guide


@pytest.mark.parametrize("forge", FORGES)
def test_each_forge_has_its_files_and_no_other_forges(forge: str) -> None:
    files = scaffold.render_files(Answers(OWN.names, forge=forge), Source("jisr", "==1"))
    own = {
        "github": ".github/workflows/pages.yml",
        "gitlab": ".gitlab-ci.yml",
        "forgejo": ".forgejo/workflows/site.yml",
        "server": "ci/post-receive",
    }
    assert {name for name, path in own.items() if path in files} == {forge} & set(own)
    assert ("ci/propose.sh" in files) is (forge != "none")
    assert not [path for path, data in files.items() if b"{=" in data or b"{%" in data or ".j2" in path]


def test_what_is_answered_stands_in_the_settings() -> None:
    answers = Answers(OWN.names, publish="approved", release="at-once", editions=("epub", "pdf"))
    files = scaffold.render_files(answers, Source("jisr", "==1"))
    own = yaml.safe_load(files["mkdocs.yml"])["extra"]["jisr"]
    assert (own["publish"], own["release"], own["editions"]) == ("approved", "at-once", ["epub", "pdf"])
    assert files["requirements.txt"].endswith(b"\njisr[pdf]==1\n")
    assert files["requirements-draft.txt"].endswith(b"\njisr[draft,pdf]==1\n")
    assert "site_url" not in yaml.safe_load(files["mkdocs.yml"]), "nobody said it"


def test_a_wheel_that_came_along_lies_in_the_publication() -> None:
    source = Source("./wheels/jisr.whl", "", ("wheels/jisr.whl", b"wheel"))
    files = scaffold.render_files(OWN, source)
    assert files["wheels/jisr.whl"] == b"wheel"
    assert files["requirements.txt"].endswith(b"\n./wheels/jisr.whl\n")
