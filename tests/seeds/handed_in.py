"""Seeds as tests hand them in."""

from pathlib import Path

from jisr.model.diagnostics import Finding
from jisr.model.source import Document, Meta, Seed
from jisr.seeds import read

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "readers"
SEED = ROOT / "seeds" / "iraq-ending-coalition-role.txt"
LONG = (
    "يتحدث هذا النص عن السياسة في المنطقة العربية خلال العقود الأخيرة، وفيه كلمات تكفي لفقرة."  # a paragraph
)


def seed(text: str | bytes, suffix: str = ".txt", **meta: object) -> Seed:
    data = text.encode() if isinstance(text, str) else text
    return Seed("x", f"seeds/x{suffix}", data, Meta(**meta))  # type: ignore[arg-type] # the tests' own shorthand


def read_page(page: str, meta: Meta | None = None) -> tuple[Document, list[Finding]]:
    return read(Seed("x", "seeds/x.html", page.encode(), meta or Meta()))
