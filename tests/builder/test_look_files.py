"""Pictures of the look are published as clean as those beside texts."""

from pathlib import Path

import pytest

from jisr.builder.look_files import clean_look
from tests.media import marked

pytestmark = pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("LOGO.SVG", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        (
            "favicon.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><image href="//e.example/a.png"/></svg>',
        ),
        ("favicon.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("logo.svgz", b"a drawing, packed"),
        ("logo.bmp", marked.BYTES),
        ("film.MOV", marked.BYTES),
    ],
)
def test_a_picture_that_could_run_or_ask_elsewhere_or_is_of_no_known_kind_goes(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    (finding,) = clean_look(tmp_path, [name])
    assert (finding.file, finding.text) == (f"overrides/{name}", name)
    assert finding.remedy
    assert not (tmp_path / name).exists()


def test_what_the_look_brings_is_cleaned_and_what_jisr_rendered_is_not_looked_at_again(
    tmp_path: Path,
) -> None:
    made = tmp_path / "made"
    given = {
        "assets/logo.PNG": marked.FILES["a.png"],
        "assets/logo.svg": marked.FILES["a.svg"],
        "assets/locked.pdf": marked.document(locked=True),
        "assets/x.js": marked.BYTES,
        "articles/a.jpg": marked.FILES["a.jpg"],
    }
    for name, data in given.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    (finding,) = clean_look(made, given.keys() - {"articles/a.jpg"})
    assert (finding.check, finding.file) == ("look-file", "overrides/assets/locked.pdf")
    assert "a locked PDF" in finding.message
    assert finding.remedy
    kept = {
        path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()
    }
    assert set(kept) == given.keys() - {"assets/locked.pdf"}
    same = {name for name, data in kept.items() if data == given[name]}
    assert same == {"articles/a.jpg", "assets/x.js"}
    assert marked.BYTES not in kept["assets/logo.PNG"] + kept["assets/logo.svg"]
