"""What `jisr` can be told: its verbs and their options, in the words of those who use them."""

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jisr.cli.formats import FORMATS
from jisr.export import EXPORTS
from jisr.model.languages import LANGS, TRANSLATION
from jisr.translation.sync import Take

_EXIT_CODES = """\
exit codes:
  0  done; warnings and notices may have been said
  1  something is wrong that a person has to put right: each error says what, and what to do
  2  the command was not understood
  130  interrupted; nothing is half-written

An ARTICLE is named by its place in seeds/, without suffix (2023/water-law), or by the path of its page.
A KEY is what a paragraph's marker says: p7 in <!-- #p7 -->.
"""
_SHRINK = "go on where more than a fifth of an article's paragraphs would be removed"
_ARTICLE: Mapping[str, Any] = {"metavar": "ARTICLE", "help": "its place in seeds/, or the path of its page"}


def build_parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of the command line; `verb` in what it gives is one of `names`: `sync`, `actors rename` …"""
    top = argparse.ArgumentParser(
        prog="jisr",
        description="Publishes Arabic writing in two languages.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    where = "the project's folder (default: here or above)"
    top.add_argument("--project", default=".", metavar="FOLDER", help=where)
    verbs = top.add_subparsers(required=True, metavar="VERB", title="verbs (jisr VERB --help says more)")
    groups = {"": verbs}
    for name in names:
        group, _, verb = name.rpartition(" ")
        if group not in groups:
            inner = verbs.add_parser(group, help=GROUPS[group])
            groups[group] = inner.add_subparsers(required=True, metavar="VERB")
        text, add = VERBS[name]
        said = text[0].upper() + text[1:] + "."
        made = groups[group].add_parser(verb, help=text, description=said)
        made.set_defaults(verb=name)
        add(made)
    return top


def slug_argument(text: str) -> str:
    """A slug, also where somebody names the page, the seed or the ledger instead."""
    folder = re.match(r"(?:\./)?(?:docs/(?:en|ar)/articles|seeds|translations)/", text)
    return re.sub(r"\.(?:md|txt|po|yml)$", "", text[folder.end() :]) if folder else text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text}")
    return int(text)


# --- the options of each verb ------------------------------------------------------------------------------

Parser = argparse.ArgumentParser


def _sync(verb: Parser) -> None:
    verb.add_argument("--allow-shrink", action="store_true", help=_SHRINK)


def _draft(verb: Parser) -> None:
    named = "only these articles; or one, and the keys of paragraphs whose draft somebody took away"
    verb.add_argument("slugs", nargs="*", type=slug_argument, metavar="ARTICLE", help=named)
    verb.add_argument("--allow-shrink", action="store_true", help=_SHRINK)


def _build(verb: Parser) -> None:
    text = "write the pages into .build/pages/ only, and leave site/ as it is"
    verb.add_argument("--no-site", action="store_true", help=text)


def _serve(verb: Parser) -> None:
    verb.add_argument("--port", type=_port, default=8000, help="default: 8000")


def _check(verb: Parser) -> None:
    formats = ("text", *FORMATS, "markdown")
    text = "github: annotations of a pull request; markdown: its summary (default: text)"
    verb.add_argument("--format", choices=formats, default="text", help=text)
    base = "for markdown: another checkout to compare with (default: the ledgers as they lie)"
    verb.add_argument("--base", type=Path, metavar="FOLDER", help=base)


def _ignore(verb: Parser) -> None:
    _add_block(verb)
    verb.add_argument("check", metavar="CHECK", help="as jisr check --format json names it")
    either = verb.add_mutually_exclusive_group(required=True)
    either.add_argument("--reason", default="", help="why it is right as it is")
    either.add_argument("--remove", action="store_true", help="no longer ignore it")
    _add_by(verb)


def _status(verb: Parser) -> None:
    _add_format(verb)
    text = "also every repair of the author's typography, and every stale paragraph"
    verb.add_argument("-v", "--verbose", action="store_true", help=text)
    who = "also who approved what, what has lapsed, what is open"
    verb.add_argument("--approvals", action="store_true", help=who)


def _approve(verb: Parser) -> None:
    verb.add_argument("slug", nargs="?", default="", type=slug_argument, **_ARTICLE)
    keys = "only these paragraphs (default: all that have English and are not stale)"
    verb.add_argument("keys", nargs="*", metavar="KEY", help=keys)
    verb.add_argument("--by", required=True, metavar="NAME", help="who signs")
    verb.add_argument("--author", default="", metavar="NAME", help="all articles of this author instead")


def _unapprove(verb: Parser) -> None:
    verb.add_argument("slug", type=slug_argument, **_ARTICLE)
    keys = "only these paragraphs (default: all that are approved)"
    verb.add_argument("keys", nargs="*", metavar="KEY", help=keys)
    verb.add_argument("--by", required=True, metavar="NAME", help="who withdraws the approval")


def _rename(verb: Parser) -> None:
    verb.add_argument(
        "old", type=slug_argument, metavar="OLD", help="its place in seeds/ until now; or a folder there"
    )
    verb.add_argument("new", type=slug_argument, metavar="NEW", help="the new one")


def _undo(verb: Parser) -> None:
    verb.add_argument("slug", type=slug_argument, **_ARTICLE)
    one = "the last decision on this paragraph (default: the last one on the article)"
    verb.add_argument("key", nargs="?", default="", metavar="KEY", help=one)
    _add_by(verb)


def _remark(verb: Parser) -> None:
    _add_block(verb)
    verb.add_argument("text", metavar="TEXT", help="what you have to say; it is never published")
    verb.add_argument("--by", required=True, metavar="NAME", help="who says it")


def _remarks(verb: Parser) -> None:
    verb.add_argument("slug", nargs="?", default="", type=slug_argument, **_ARTICLE)
    _add_format(verb)


def _add_by(verb: Parser) -> None:
    who = "who decides (default: the name that git has of you)"
    verb.add_argument("--by", default="", metavar="NAME", help=who)


def _log(verb: Parser) -> None:
    _add_block(verb)
    _add_format(verb)


def _suggest(verb: Parser) -> None:
    verb.add_argument("slug", type=slug_argument, **_ARTICLE)
    one = "only this paragraph (default: all that are to be done)"
    verb.add_argument("key", nargs="?", default="", metavar="KEY", help=one)


def _resolve(verb: Parser) -> None:
    _add_block(verb)
    text = (
        "page: the page is right; ledger: translations/ is right; keep: the English is right for the new "
        "Arabic; proposal: take the machine's new draft. A paragraph that was deleted from the page and put "
        "back is deleted for good by page"
    )
    verb.add_argument("--take", required=True, choices=[take.value for take in Take], help=text)
    _add_by(verb)


def _import(verb: Parser) -> None:
    verb.add_argument("slug", type=slug_argument, **_ARTICLE)
    text = "Markdown with the markers of the English page"
    verb.add_argument("file", metavar="FILE", type=Path, help=text)
    states = "edited: a person's translation; draft: a machine's"
    verb.add_argument("--as", dest="state", required=True, choices=("draft", "edited"), help=states)
    verb.add_argument("--origin", default="", help='what made a draft, such as "language model"')
    _add_by(verb)


def _export(verb: Parser) -> None:
    named = "only these articles (default: a book of all)"
    verb.add_argument("slugs", nargs="*", type=slug_argument, metavar="ARTICLE", help=named)
    formats = "default: all"
    verb.add_argument("--format", dest="formats", action="append", choices=tuple(EXPORTS), help=formats)
    verb.add_argument("--to", type=Path, metavar="FOLDER", help="default: exports/ in the project")


def _actors_suggest(verb: Parser) -> None:
    verb.add_argument("slugs", nargs="*", type=slug_argument, metavar="ARTICLE", help="only these articles")
    verb.add_argument("--least", type=int, default=1, metavar="N", help="only those named N times or more")
    verb.add_argument("--write", action="store_true", help="add a stub for each to seeds/actors.yml")
    _add_format(verb)


def _actors_rename(verb: Parser) -> None:
    verb.add_argument("id", metavar="ID", help="as seeds/actors.yml has it")
    verb.add_argument("name", nargs="?", default="", metavar="NAME", help="the new name")
    text = "the name in which language (default: en)"
    verb.add_argument("--lang", choices=LANGS, default=TRANSLATION.code, help=text)
    new = "another id; the address of the old one leads to the new"
    verb.add_argument("--id", dest="new_id", default="", metavar="NEW", help=new)


def _model_install(verb: Parser) -> None:
    text = "a package at hand, instead of the one in Argos' index"
    verb.add_argument("file", nargs="?", metavar="FILE", type=Path, help=text)
    text = "install what mkdocs.yml does not name yet without asking, and name it there"
    verb.add_argument("--accept", action="store_true", help=text)


def _add_block(verb: Parser) -> None:
    verb.add_argument("slug", type=slug_argument, **_ARTICLE)
    verb.add_argument("key", metavar="KEY", help="the paragraph, as its marker names it: p7 in <!-- #p7 -->")


def _add_format(verb: Parser) -> None:
    verb.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


GROUPS = {"actors": "the glossary of people, groups and places", "model": "the translation model"}
VERBS = {
    "sync": ("take in what editors and authors changed", _sync),
    "draft": (
        "sync, then fill in missing English: what people wrote before, then a model",
        _draft,
    ),
    "build": ("make the site in site/, in both languages; needs no network", _build),
    "serve": ("show the site on this computer, and make it again at each change", _serve),
    "check": ("look for what is wrong; changes nothing", _check),
    "status": ("say how far each article is, and what waits for a person", _status),
    "approve": ("sign paragraphs, an article, or all articles of an author, as they stand", _approve),
    "unapprove": ("withdraw an approval; the English stays", _unapprove),
    "rename": ("give an article another name, with all that belongs to it", _rename),
    "undo": ("take back the last decision on a paragraph or an article", _undo),
    "remark": ("say something about a paragraph to those who work on it; never published", _remark),
    "remarks": ("show the remarks on an article, or on all", _remarks),
    "resolve": ("settle a paragraph that is in conflict, stale, or was deleted", _resolve),
    "log": ("tell what happened to a paragraph: drafted, edited, approved, stale", _log),
    "suggest": ("show what people wrote for similar texts; changes nothing", _suggest),
    "ignore": ("silence a check for one paragraph, with a reason", _ignore),
    "import": ("take over a translation made elsewhere", _import),
    "export": ("write an article, or the whole publication, as PDF and EPUB", _export),
    "actors suggest": ("names that the articles hold and the glossary does not", _actors_suggest),
    "actors rename": ("give an actor another name, in the glossary and in all drafts", _actors_rename),
    "actors mentions": ("every mention of an actor, in both languages", _add_format),
    "model install": ("install the Arabic-English package, checked by SHA-256", _model_install),
}
"""Verb → what it does, and what adds its options."""
