"""All of Jisr that lives inside MkDocs: render the pages and have MkDocs read them, on a fresh clone too."""

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # MkDocs may run where Jisr is not installed

from build_tools import pipeline, policy, site, strings

_serving: list[str] = []


def on_startup(command: str, **_: object) -> None:
    """Remember whether MkDocs serves: its live reload is an inline script, which the policy would stop."""
    _serving[:] = [command] if command == "serve" else []


def on_config(config: Any) -> Any:
    """Render into `.build/pages/` and have MkDocs read there; hand the interface's words to the templates."""
    root = Path(config.config_file_path).resolve().parent
    if not os.environ.get(site.RENDERED):  # `jisr build` has done it for both languages
        pipeline.render(root)
    config.docs_dir = str(root / ".build" / "pages" / config.theme["language"])
    config.extra["words"] = strings.words(config.theme["language"])
    return config


def on_files(files: Any, config: Any, **_: object) -> None:
    """Publish `article.md.txt` as `article.md`: plain Markdown to be taken away, not a page.

    And lead to pages that people have written in this language alone, or without naming them in `nav`.
    """
    for file in (f for f in files if f.src_uri.endswith(".md.txt")):
        file.dest_uri = file.src_uri.removesuffix(".txt")
    root, lang = Path(config.config_file_path).resolve().parent, config.theme["language"]
    ours = set(site.own_pages(root, lang))
    theirs = set(site.own_pages(root, "en" if lang == "ar" else "ar"))
    pages = [f for f in files.documentation_pages() if f.src_uri in ours and f.inclusion.is_in_nav()]
    for file in (f for f in pages if f"\n{site.UNLISTED}: true\n" in f.content_string):
        file.inclusion = type(file.inclusion).NOT_IN_NAV
    if config.nav is not None:
        more = [f.src_uri for f in pages if f.inclusion.is_in_nav()]
        config.nav = site.navigation(config.nav, theirs - ours, more)


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """Keep finished HTML away from Markdown, which would take it apart twice and change nothing."""
    markdown, page.jisr_aside = site.set_aside(markdown)
    return markdown


def on_page_content(html: str, page: Any, **_: object) -> str:
    """Put it back."""
    return site.put_back(html, page.jisr_aside)


def on_post_template(output: str, config: Any, **_: object) -> str:
    """Give every page its direction and its policy."""
    return policy.finished(output, config.theme["direction"], config.theme.dirs, served=bool(_serving))


on_post_page = on_post_template


def on_serve(server: Any, config: Any, **_: object) -> None:
    """Watch what people write, not what is rendered from it."""
    server.unwatch(config.docs_dir)
    for folder in site.sources(Path(config.config_file_path).resolve().parent):
        server.watch(str(folder))
