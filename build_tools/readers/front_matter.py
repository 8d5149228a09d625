"""What front matter of a Markdown seed says: title, author and date, where the sidecar is silent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from build_tools.errors import Finding, Severity
from build_tools.model import Meta, Published, Seed
from build_tools.readers.decoding import Line
from build_tools.yaml_files import parse_yaml

_MOST_LINES = 300
_KEY = re.compile(r"[\w-]+[ \t]*:")


def front_matter(lines: Sequence[Line], seed: Seed) -> tuple[Meta, list[Line], list[Finding]]:
    """The seed's meta with what front matter adds to it, the lines below, and notices of what is not used.

    A rule (`---`) at the top with anything but `key:` below it is none. Raises `JisrError` if it is no YAML.
    """
    first = next(i for i, line in enumerate(lines) if line.text.strip())
    ends = (
        i for i in range(first + 1, min(len(lines), _MOST_LINES)) if _is_fence(lines[i].text, "---", "...")
    )
    end = next(ends, 0)
    body = list(lines[end + 1 :])
    is_one = end and _is_fence(lines[first].text, "---") and _KEY.match(lines[first + 1].text)
    if not is_one or not any(line.text.strip() for line in body):
        return seed.meta, list(lines), []
    # As many line ends before it as in the file, so that errors name the file's lines.
    text = "\n" * (lines[first + 1].number - 1) + "\n".join(line.text for line in lines[first + 1 : end])
    document = parse_yaml(text, seed.file)
    data: Mapping[str, Any] = document.data if isinstance(document.data, dict) else {}
    title, author, published = (
        _title(data.get("title")),
        _author(data.get("author")),
        _published(data.get("date")),
    )
    meta = replace(
        seed.meta,
        title=seed.meta.title or title,
        author=seed.meta.author or author,
        published=seed.meta.published or published,
    )
    understood = {"title": title, "author": author, "date": published}
    remedy = "title, author and date (2023-10-05) are used; say the rest in the sidecar"
    findings = [
        replace(
            document.finding("front-matter", "not used", key, text=key, remedy=remedy),
            severity=Severity.NOTICE,
        )
        for key, value in data.items()
        if value and not understood.get(key)
    ]
    return meta, body, findings


def _is_fence(text: str, *fences: str) -> bool:
    return text.rstrip() in fences


def _title(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _author(value: Any) -> dict[str, str]:
    if isinstance(value, str) and value.strip():
        return {"ar": value.strip()}
    pairs = value.items() if isinstance(value, dict) else ()
    return {lang: name for lang, name in pairs if lang in ("ar", "en") and isinstance(name, str)}


def _published(value: Any) -> Published | None:
    text = str(value or "")
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
    return Published(text)
