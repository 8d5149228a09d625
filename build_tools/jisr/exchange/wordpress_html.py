"""The HTML of a post as WordPress would show it: its own marks taken away, paragraphs made of lines.

WordPress keeps texts of its older editor without tags for paragraphs, and has shortcodes for what is more
than text. What these say themselves is kept: captions, galleries, notes, the addresses of films and sounds.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_BLOCK_NOTE = re.compile(
    r"<!--\s{0,9}/?wp:(?:(?!<!--|-->).)*-->\n?|<!--(?:more[^<>-]{0,200}|nextpage)-->", re.DOTALL
)
_PAIRED = ("caption", "wp_caption", "embed", "audio", "video", "note", "ref", "footnote", "efn_note")
_ENCLOSED = re.compile(
    rf"(?<!\[)\[(?P<name>{'|'.join(_PAIRED)})(?P<about>\s[^\[\]]*)?(?<!/)\](?P<words>(?:(?!\[/?(?P=name)[\s\]]).)"
    r"{0,4000})\[/(?P=name)\]",
    re.DOTALL,
)
_SHORTCODE = re.compile(
    r"(?P<escaped>\[)?\[/?(?P<name>[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*)(?P<about>\s[^\[\]]*)?/?\](?(escaped)\])"
)
_KNOWN = re.compile(
    r"(?:vc|et_pb|fusion|av|elementor|su|wp)[_-].*|gallery|embed|video|audio|playlist|contact-form.*|caption"
)
_NOTES = frozenset(("note", "ref", "footnote", "efn_note"))
_ATTRIBUTE = re.compile(r"""([a-z][\w-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_FILMS_AND_SOUNDS = ("src", "mp4", "webm", "ogv", "m4v", "mp3", "m4a", "ogg", "wav", "flac")
_BLOCKS = (
    "table thead tfoot caption colgroup tbody tr td th div dl dd dt ul ol li pre form blockquote address p "
    "h[1-6] fieldset section article aside header footer nav figure figcaption details summary"
)
_TAG = re.compile(rf"<(?P<ends>/?)(?P<tag>{'|'.join(_BLOCKS.split())}|hr)(?:\s[^<>]*)?>", re.IGNORECASE)
_HOLDS_PARAGRAPHS = frozenset(("blockquote", "div", "section", "article", "aside", "li", "td", "details"))
_UNUSUAL = re.compile(r"[^\w./-]+")
_SIZE = re.compile(r"-\d+x\d+(?=\.\w+$)")
_SRC = re.compile(
    r"""(?P<before><img\b[^<>]{0,2000}?\ssrc=)(?P<quote>["'])(?P<url>[^"']+)(?P=quote)(?P<after>[^<>]{0,2000}>)"""
)
_SETS = re.compile(r"""\s(?:srcset|sizes|width|height|class|loading|decoding)=(["'])[^"']*\1""")


@dataclass(frozen=True)
class Picture:
    """A picture that an export knows: where it lay, what it shows, and of which post it is."""

    url: str
    words: str = ""
    post: str = ""


@dataclass(frozen=True)
class Body:
    """The HTML of a post: `images` are paths below the uploads by what they are called in it.

    `shortcodes` are the names of those of which something was left out.
    """

    html: str
    images: Mapping[str, str] = field(default_factory=dict)
    shortcodes: tuple[str, ...] = ()


def clean_body(content: str, link: str, post: str, pictures: Mapping[str, Picture]) -> Body:
    """The HTML of the post with this id that lay at `link`; `pictures` are those of the export by id."""
    is_of_blocks = "<!-- wp:" in content
    text = _BLOCK_NOTE.sub("", content.replace("\r\n", "\n"))
    shortcodes = _Shortcodes(post, pictures)
    text = _SHORTCODE.sub(shortcodes.replace, _ENCLOSED.sub(shortcodes.replace_pair, text))
    text = "".join([*_paragraphs(text, keep_lines=is_of_blocks), *shortcodes.notes])
    images: dict[str, str] = {}
    text = _SRC.sub(_rename_into(images, split_address(link)[0]), text)
    return Body(text, images, tuple(shortcodes.left))


@dataclass
class _Shortcodes:
    """What becomes of shortcodes: HTML, or nothing, whose names are then `left`."""

    post: str
    pictures: Mapping[str, Picture]
    left: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def replace_pair(self, match: re.Match[str]) -> str:
        """What stands for one with words between its ends."""
        name, words = match["name"], match["words"].strip()
        if name in _NOTES:
            number = len(self.notes) + 1
            self.notes.append(f'\n<p id="note-{number}">{" ".join(words.split())}</p>')
            return f'<sup><a href="#note-{number}">{number}</a></sup>'
        if name in ("caption", "wp_caption"):
            image = re.match(r"(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?", words)
            said = words[image.end() :].strip() if image else ""
            said = said or _attributes(match["about"]).get("caption", "")
            caption = f"<figcaption>{said}</figcaption>" if said else ""
            return f"\n\n<figure>{image[0]}{caption}</figure>\n\n" if image else words
        return self._link(name, words or _find_file(match["about"]))

    def replace(self, match: re.Match[str]) -> str:
        """What stands for one alone; brackets that are none of WordPress's stay."""
        name = match["name"]
        if match["escaped"]:
            return match[0][1:-1]
        if not _KNOWN.fullmatch(name):
            return match[0]
        if name == "gallery" and (shown := self._gallery(_attributes(match["about"]).get("ids", ""))):
            return shown
        return self._link(name, _find_file(match["about"]) if name in _PAIRED else "")

    def _link(self, name: str, address: str) -> str:
        """A link to what was played there; without an address nothing, which is told."""
        if not re.fullmatch(r"(?:https?:/)?/[^\s<>\"]+", address):
            self.left[name] = None
            return f" {address} " if address else " "
        where = html.escape(html.unescape(address))
        return f'\n\n<p><a href="{where}">{where}</a></p>\n\n'

    def _gallery(self, ids: str) -> str:
        """The pictures of a gallery, as far as the export knows them; `""` where it lacks any."""
        wanted = re.findall(r"\d+", ids) or [
            id_ for id_, one in self.pictures.items() if one.post == self.post
        ]
        if not wanted or any(id_ not in self.pictures for id_ in wanted):
            return ""
        figures = (
            f'<figure><img src="{html.escape(one.url)}" alt="{html.escape(one.words)}"></figure>'
            for one in map(self.pictures.__getitem__, wanted)
        )
        return "\n\n" + "\n".join(figures) + "\n\n"


def _attributes(about: str | None) -> dict[str, str]:
    return {name: "".join(said) for name, *said in _ATTRIBUTE.findall(about or "")}


def _find_file(about: str | None) -> str:
    """The address of a film or sound among what a shortcode says of it."""
    said = _attributes(about)
    return next((said[name] for name in _FILMS_AND_SOUNDS if said.get(name)), "")


def _paragraphs(text: str, *, keep_lines: bool) -> Iterator[str]:
    """A text with paragraphs where WordPress shows some: of lines between blocks, parted by blank lines.

    A line within a paragraph ends there too, but where lines are kept as HTML has them.
    """
    open_: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        yield from _lines_between(text[at : tag.start()], open_, keep_lines=keep_lines)
        yield tag[0]
        at, name = tag.end(), tag["tag"].lower()
        if not tag["ends"] and name != "hr":
            open_.append(name)
        elif name in open_:
            del open_[len(open_) - 1 - open_[::-1].index(name) :]
    yield from _lines_between(text[at:], open_, keep_lines=keep_lines)


def _lines_between(text: str, open_: Sequence[str], *, keep_lines: bool) -> Iterator[str]:
    """What stands between two tags of blocks."""
    if not text.strip():
        return
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    inner = open_[-1] if open_ else ""
    if inner == "pre":
        yield text
    elif not inner or (inner in _HOLDS_PARAGRAPHS and len(parts) > 1) or inner == "blockquote":
        yield from (f"\n<p>{_with_breaks(part)}</p>\n" for part in parts)
    else:
        yield text if keep_lines else _with_breaks("\n".join(parts))


def _with_breaks(lines: str) -> str:
    return re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n", "<br>\n", lines)


def _rename_into(images: dict[str, str], host: str) -> Callable[[re.Match[str]], str]:
    """What gives images of the uploads the names of files beside the text, and notes these in `images`."""

    def rename(match: re.Match[str]) -> str:
        there, whole = split_address(match["url"])
        path = unquote(whole).partition("/wp-content/uploads/")[2]
        if not path or there not in ("", host) or ".." in path.split("/"):
            return match[0]
        name = "images/" + _UNUSUAL.sub("-", _SIZE.sub("", path))
        images[name] = path
        return _SETS.sub("", f'{match["before"]}"{name}"{match["after"]}')

    return rename


def split_address(address: str) -> tuple[str, str]:
    """The host and the path of an address; nothing of one that is damaged."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path
