"""All of Jisr that lives inside MkDocs: render the pages and have MkDocs read them, on a fresh clone too."""

import os
import sys
from pathlib import Path
from typing import Any

_serving: list[str] = []


def on_startup(command: str, **_: object) -> None:
    """Remember whether MkDocs serves: its live reload is an inline script, which the policy would stop."""
    _serving[:] = [command] if command == "serve" else []


def on_config(config: Any) -> Any:
    """Render into `.build/pages/` and have MkDocs read there; hand the interface's words to the templates."""
    root = Path(config.config_file_path).resolve().parent
    sys.path.insert(0, str(root))  # run from a clone where Jisr is not installed
    from build_tools import pipeline, site, strings

    if not os.environ.get(site.RENDERED):  # `jisr build` has done it for both languages
        pipeline.render(root)
    lang = config.theme["language"]
    config.docs_dir = str(root / ".build" / "pages" / lang)
    config.extra["words"] = strings.words(lang)
    return config


def on_files(files: Any, **_: object) -> None:
    """Publish `article.md.txt` as `article.md`: plain Markdown to be taken away, not a page."""
    for file in (f for f in files if f.src_uri.endswith(".md.txt")):
        file.dest_uri = file.src_uri.removesuffix(".txt")


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """Keep finished HTML away from Markdown, which would take it apart twice and change nothing."""
    from build_tools.site import set_aside

    markdown, page.jisr_aside = set_aside(markdown)
    return markdown


def on_page_content(html: str, page: Any, **_: object) -> str:
    """Put it back."""
    from build_tools.site import put_back

    return put_back(html, page.jisr_aside)


def on_post_template(output: str, config: Any, **_: object) -> str:
    """Put the direction on `<html>` (Material puts it on `<body>` alone) and the policy into the head."""
    from build_tools import policy

    output = output.replace("<html lang=", f'<html dir="{config.theme["direction"]}" lang=', 1)
    if _serving:
        return output
    return policy.with_policy(output, policy.theme_scripts(tuple(config.theme.dirs)))


on_post_page = on_post_template


def on_serve(server: Any, config: Any, **_: object) -> Any:
    """Watch what people write, not what is rendered from it."""
    server.unwatch(config.docs_dir)
    root = Path(config.config_file_path).resolve().parent
    for folder in (root / name for name in ("docs", "seeds", "translations") if (root / name).is_dir()):
        server.watch(str(folder))
    return server
