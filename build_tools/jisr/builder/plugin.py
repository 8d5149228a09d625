"""All of Jisr that lives inside MkDocs: render the pages and have MkDocs read them, on a fresh clone too."""

import os
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from mkdocs.plugins import BasePlugin
from pymdownx.slugs import slugify

from jisr import i18n
from jisr.builder import RENDERED
from jisr.builder.navigation import UNLISTED, handwritten_pages, navigation, page_order, source_folders
from jisr.builder.stash import stash_html, unstash_html
from jisr.markup.frame import csp
from jisr.markup.frame.style_sheets import Sheets, find_sheets, link_sheets
from jisr.model.languages import LANGUAGES, other_lang
from jisr.storage import look

_serving: list[str] = []


def on_startup(command: str, **_: object) -> None:
    """Remember whether MkDocs serves: its live reload is an inline script, which the policy would stop."""
    _serving[:] = [command] if command == "serve" else []


def on_config(config: Any) -> Any:
    """Render into `.build/pages/` and have MkDocs read there; hand the interface's words to the templates."""
    root = Path(config.config_file_path).resolve().parent
    for one in LANGUAGES:  # whatever the theme says, or does not: mkdocs.yml is the original's site
        if one.mkdocs_file == Path(config.config_file_path).name:
            config.theme["language"], config.theme["direction"] = one.code, one.direction
    if not os.environ.get(RENDERED):  # `jisr build` has done it for both languages
        from jisr.app import pipeline  # it brings all stages along

        pipeline.render(root)
    config.docs_dir = str(root / ".build" / "pages" / config.theme["language"])
    config.theme.dirs[:] = with_look(config.theme, look.look_dirs(root))
    apply_defaults(config)
    config.extra["words"] = i18n.load_strings(config.theme["language"])
    config.extra["sheets"] = _sheets(config)
    return config


@cache
def _defaults() -> Any:
    return yaml.safe_load(Path(__file__).with_name("defaults.yml").read_text("utf-8"))


def default_navigation() -> list[str]:
    """The pages of the navigation where a publication names none."""
    return list(_defaults()["nav"])


def apply_defaults(config: Any) -> None:
    """Say what the look needs (`defaults.yml`) where the publication's own configuration says nothing."""
    ours = _defaults()
    with warnings.catch_warnings():  # MkDocs says that it will go one day; until then nothing else tells
        warnings.simplefilter("ignore", DeprecationWarning)
        given = {key: value for one in config.user_configs for key, value in one.items()}
    theme = given.get("theme")
    for key, value in ours["theme"].items():
        if not isinstance(theme, dict) or key not in theme:
            config.theme[key] = value
    for key, value in ours["extra"].items():
        config.extra.setdefault(key, value)
    look = config.extra["jisr"].get("look") or {}
    if look.get("logo") and not (isinstance(theme, dict) and "favicon" in theme):
        config.theme["favicon"] = look["logo"]
    own = {lang: [file.rpartition("/")[2]] for lang, file in (look.get("fonts") or {}).items()}
    config.extra["preload"] = config.extra["preload"] | own
    for key in ("extra_css", "extra_javascript"):
        named = list(getattr(config, key))
        setattr(config, key, [*(one for one in ours[key] if one not in map(str, named)), *named])
    if config.nav is None:
        config.nav = [page for page in default_navigation() if Path(config.docs_dir, page).is_file()]
    if "markdown_extensions" not in given:
        # for the headings alone: the rest is HTML already
        config.markdown_extensions.append("attr_list")
        config.mdx_configs["toc"] = {"toc_depth": "2-3", "slugify": slugify(case="lower")}


def with_look(theme: Any, folders: Sequence[Path]) -> list[str]:
    """The folders of a theme with those of the look: behind its `custom_dir`, before what it extends."""
    mine = [str(Path(theme.custom_dir).resolve())] if theme.custom_dir else []
    return list(dict.fromkeys([*mine, *map(str, folders), *theme.dirs]))


def on_files(files: Any, config: Any, **_: object) -> None:
    """Publish `article.md.txt` as `article.md`: plain Markdown to be taken away, not a page.

    Leave out the look of the desk, which is no part of a site. And lead to pages that people have written in
    this language alone, or without naming them in `nav`.
    """
    for file in [f for f in files if look.is_of_desk(f.src_uri)]:
        files.remove(file)
    for file in (f for f in files if f.src_uri.endswith(".md.txt")):
        file.dest_uri = published_name(file.src_uri)
    root, lang = Path(config.config_file_path).resolve().parent, config.theme["language"]
    rendered = root / ".build" / "pages" / lang  # all pages, of which MkDocs may be given some
    foot = config.extra["foot"].items()
    config.extra["foot"] = {address: name for address, name in foot if _is_made(rendered, address)}
    empty = {page for page in default_navigation() if not (rendered / page).is_file()}
    ours = set(handwritten_pages(root, lang))
    theirs = set(handwritten_pages(root, other_lang(lang)))
    pages = [f for f in files.documentation_pages() if f.src_uri in ours and f.inclusion.is_in_nav()]
    for file in (f for f in pages if f"\n{UNLISTED}: true\n" in f.content_string):
        file.inclusion = type(file.inclusion).NOT_IN_NAV
    if config.nav is not None:
        listed = [f for f in pages if f.inclusion.is_in_nav()]
        more = [f.src_uri for f in sorted(listed, key=lambda f: (page_order(f.content_string), f.src_uri))]
        config.nav = navigation(config.nav, (theirs - ours) | empty, more)


def published_name(name: str) -> str:
    """What a file that is no page is called in the site."""
    return name.removesuffix(".txt") if name.endswith(".md.txt") else name


def _is_made(rendered: Path, address: str) -> bool:
    """Whether there is a page, or a file, for an address below the language."""
    page = address.rstrip("/")
    return any((rendered / name).is_file() for name in (page, f"{page}.md", f"{page}/index.md"))


def on_env(env: Any, **_: object) -> Any:
    """Have the JSON on pages say Arabic letters as they are: as numbers each takes three times the room."""
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return env


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """Keep finished HTML away from Markdown, which would take it apart twice and change nothing."""
    markdown, page.jisr_aside = stash_html(markdown)
    return markdown


def on_page_content(html: str, page: Any, **_: object) -> str:
    """Put the stashed HTML back in its place."""
    return unstash_html(html, page.jisr_aside)


def on_post_template(output: str, config: Any, **_: object) -> str:
    """Give every page its direction, its policy and the style sheets that it needs."""
    page = csp.finish_page(output, config.theme["direction"], config.theme.dirs, served=bool(_serving))
    return link_sheets(page, config.extra["sheets"])


on_post_page = on_post_template


def _sheets(config: Any) -> Sheets:
    """The style sheets of pages, which are plain without features, colours, styles and scripts of others."""
    ours = _defaults()
    of_pages = all(list(map(str, config[key])) == ours[key] for key in ("extra_css", "extra_javascript"))
    plain = of_pages and all(config.theme[key] == ours["theme"][key] for key in ("features", "palette"))
    return find_sheets([*map(Path, config.theme.dirs)], plain=plain)


def on_serve(server: Any, config: Any, **_: object) -> None:
    """Watch what people write, not what is rendered from it."""
    server.unwatch(config.docs_dir)
    for folder in source_folders(Path(config.config_file_path).resolve().parent):
        server.watch(str(folder))


_EVENTS = {name: staticmethod(event) for name, event in globals().items() if name.startswith("on_")}
JisrPlugin = type("JisrPlugin", (BasePlugin,), _EVENTS)
"""What `plugins: [jisr]` in `mkdocs.yml` names: the events above."""
