"""All of Jisr that lives inside MkDocs: render the pages and have MkDocs read them, on a fresh clone too."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

SOURCES = ("docs", "seeds", "translations")


def on_config(config: "MkDocsConfig") -> "MkDocsConfig":
    """Render into `.build/pages/`, from where MkDocs then reads; the words of the interface go to the templates."""
    root = Path(config.config_file_path).resolve().parent
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))  # run from a clone where Jisr is not installed
    from build_tools import pipeline
    from build_tools.strings import words

    pipeline.render(root)
    lang = config.theme["language"]
    config.docs_dir = str(root / ".build" / "pages" / lang)
    config.extra["words"] = words(lang)
    return config


def on_serve(server: "LiveReloadServer", config: "MkDocsConfig", **_: object) -> "LiveReloadServer":
    """Watch what people write, not what is rendered from it."""
    server.unwatch(config.docs_dir)
    root = Path(config.config_file_path).resolve().parent
    for folder in SOURCES:
        if (root / folder).is_dir():
            server.watch(str(root / folder))
    return server
