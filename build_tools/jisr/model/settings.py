"""The settings of a publication, as `mkdocs.yml` gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jisr.model.languages import ORIGINAL


@dataclass(frozen=True)
class ModelSettings:
    """The translation model to use: what to ask Argos' index for, the checksum it must have, how it works."""

    package: str = "translate-ar_en"
    version: str = ""
    sha256: str = ""
    dir: Path | None = None  # where Jisr keeps it; None is the platform's data folder
    compute: Literal["int8", "float32"] = "int8"  # float32 is slower, and the same on every processor
    beam: int = 4  # how many beginnings of a sentence are weighed against each other


@dataclass(frozen=True)
class LibreTranslateSettings:
    """The LibreTranslate server to use; its key, if it wants one, comes from the environment."""

    url: str = ""
    key_env: str = "JISR_LIBRETRANSLATE_KEY"  # the variable that holds the key
    insecure: bool = False  # whether texts may go to a public address without encryption


@dataclass(frozen=True)
class OpenAISettings:
    """The server to ask by OpenAI's protocol, and its model; its key comes from the environment."""

    url: str = ""
    model: str = ""
    key_env: str = "JISR_OPENAI_KEY"  # the variable that holds the key
    insecure: bool = False  # whether texts may go to a public address without encryption
    price: str | int = 0  # of a thousand words that are sent, in whatever money; 0: it is not told


@dataclass(frozen=True)
class EditorsSettings:
    """Who of those who work on the publication chose to be named to its readers."""

    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeskSettings:
    """How editors work at the desk, how that of an office is reached, and what says who people are."""

    commit: Literal["never", "save", "sitting"] = "never"  # what of that becomes a commit
    address: str = ""  # what people type, if more than this machine: https://desk.example.org
    identity_header: str = ""  # in which a proxy tells who somebody is; empty: people sign in
    proxies: tuple[str, ...] = ()  # the addresses of proxies that are ours


@dataclass(frozen=True)
class LookSettings:
    """How a publication looks on the site, on paper, in e-books and on cards; files lie in `overrides/`."""

    colour: str = ""  # of links, lines and the logo: `#7a1f3d`
    dark: str = ""  # the same on dark pages; made from it where it is empty
    logo: str = ""  # assets/images/logo.svg
    fonts: Mapping[str, str] = field(default_factory=dict)  # of texts, by language: assets/fonts/text.woff2


@dataclass(frozen=True)
class Settings:
    """Jisr's own settings, `extra: jisr:` in `mkdocs.yml`, and where the project lies."""

    root: Path
    site_url: str = ""
    # of the settings in mkdocs.yml, by path
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict, compare=False, repr=False)
    custom_dir: Path | None = None  # what `theme:` names, whose files come before those of the look
    repository: str = ""  # https://github.com/OWNER/NAME, for "correct this paragraph"; empty: no such links
    branch: str = "main"
    correctable: frozenset[str] | None = None  # articles whose English page lies in the repository; None: all
    held: frozenset[str] = frozenset()  # pages that readers may not see: `ar/articles/2023/x`
    removed: tuple[str, ...] = ()  # slugs of articles that were removed, whose addresses say so
    link_mentions: Literal["first", "all"] = "first"
    digits: Literal["as-written", "arabic-indic", "western"] = "as-written"
    publication: Mapping[str, str] = field(default_factory=dict)  # its name in each language
    release: Literal["by-hand", "at-once"] = "at-once"  # whether readers see articles that nobody released
    timezone: str = "UTC"  # of the publication's clock, as IANA names it
    publish: Literal["draft", "edited", "approved"] = "draft"  # the least state that is shown in English
    report: str = (
        ""  # where readers report errors, an address of mail or of a web form; empty: the repository
    )
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # id → its name in each language
    series: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # the same for series
    editors: EditorsSettings = EditorsSettings()
    editions: tuple[str, ...] = ()  # formats of the editions to take along that the site has
    engine: str = "argos"  # a name in `translation.engines.ENGINES`
    model: ModelSettings = ModelSettings()
    libretranslate: LibreTranslateSettings = LibreTranslateSettings()
    look: LookSettings = LookSettings()
    openai: OpenAISettings = OpenAISettings()
    network: bool = False  # whether readers are shown who is named in one paragraph with whom
    desk: DeskSettings = DeskSettings()
    signatures: int = 1  # how many people have to sign a block before it is approved: one, or two
    private_repository: bool = False  # whether git may keep what is private: remarks, decisions

    @property
    def base_url(self) -> str:
        """What the addresses of both languages begin with, without a slash; `""` where it is not known."""
        return self.site_url.rstrip("/").removesuffix(f"/{ORIGINAL.code}")
