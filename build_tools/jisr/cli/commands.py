"""What `jisr` can be told: one table of its verbs, their options, and what runs them.

What runs a verb is imported when it runs, and options are made for the verb that was typed: nobody waits for
the rest. A new verb is a line in `COMMANDS` and a function in `cli.verbs`.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

Option = Callable[[argparse._ActionsContainer], object]
"""What adds an option to a parser."""


class Command(NamedTuple):
    """A verb, alone (`sync`) or in a group (`actors rename`)."""

    name: str
    help: str
    options: tuple[Option, ...]
    run: str  # `module:function` below `jisr`; it takes the project's folder and what was typed
    lasts: bool = False  # whether it goes on until somebody ends it
    anywhere: bool = False  # whether it runs where there is no project, in the folder that it is given


def load(place: str) -> Any:
    """What `module:name` below `jisr` names."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"jisr.{module}"), name)


def build_parser(words: Collection[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; `command` in what it gives is a line of `COMMANDS`.

    Of `words`, where they are given, no other verb than theirs will be asked for: only it has its options.
    """
    say_it = _translator()
    top = _Parser(
        prog="jisr",
        description=say_it("Publishes Arabic writing in two languages."),
        epilog=re.sub(r"\S.*", lambda line: say_it(line[0]), _EXIT_CODES),
        formatter_class=_Formatter,
    )
    where = "the project's folder (default: here or above)"
    top.add_argument("--project", default=".", metavar="FOLDER", help=where)
    top.add_argument("--json", action="store_true", help="answer in JSON: findings, files written, rows")
    top.add_argument("--quiet", action="store_true", help="say what is wrong, and nothing else")
    top.add_argument("--version", action=_Version, nargs=0, help="say which release this is, and end")
    title = say_it("verbs (jisr VERB --help says more)")
    verbs = top.add_subparsers(required=True, metavar="VERB", title=title)
    groups = {"": verbs}
    for command in COMMANDS:
        group, _, verb = command.name.rpartition(" ")
        if group not in groups:
            inner = verbs.add_parser(group, help=say_it(GROUPS[group]), formatter_class=_Formatter)
            groups[group] = inner.add_subparsers(required=True, metavar="VERB")
        said = say_it(command.help)
        sentence = f"{said[0].upper()}{said[1:]}."
        made = groups[group].add_parser(verb, help=said, description=sentence, formatter_class=_Formatter)
        made.set_defaults(command=command, verb=command.name)
        if words is None or verb in words:
            for add in command.options:
                add(made)
    return top


def _translator() -> Callable[[str], str]:
    """What says the table's words in Arabic, where the locale may ask for that: nobody else loads it."""
    from jisr.model.languages import ORIGINAL

    named = (os.environ.get(name, "").lower() for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    may_ask = any(one.startswith(ORIGINAL.code) for one in named)
    translate: Callable[[str], str] = load("cli.words:phrase") if may_ask else str
    return translate


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the language of whoever asks for it, without the library's own English."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _translator()("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_translator()(heading) if heading else heading)

    def _expand_help(self, action: argparse.Action) -> str:
        return _translator()(super()._expand_help(action))


class _Parser(argparse.ArgumentParser):
    """A parser that says what it did not understand in the language of whoever typed it."""

    def error(self, message: str) -> NoReturn:
        from jisr.lang.printable import say

        say_it = _translator()
        self.print_usage(sys.stderr)
        said = say_it(re.sub(r"\s+", " ", message))
        say(f"{self.prog}: {say_it('error')}: {said}", to=sys.stderr)
        sys.exit(2)


class _Version(argparse.Action):
    """Says the release when it is asked, and no earlier: it stands in a file."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        from jisr.lang.printable import say

        say(f"jisr {version('jisr')}")
        parser.exit()


# --- kinds of options --------------------------------------------------------------------------------------


def _option(names: str, text: str, choices: str | Iterable[str] = (), **settings: Any) -> Option:
    """An option by its names and its help; `choices` may be `module:name`, a table whose keys they are.

    What has its place on the line and no dashes is shown in capitals.
    """
    if not names.startswith("-") and not choices:
        settings.setdefault("metavar", names.upper())

    def add(parser: argparse._ActionsContainer) -> object:
        values = load(choices) if isinstance(choices, str) else choices
        made = parser.add_argument(*names.split(), help=text, **settings)
        made.choices = tuple(map(str, values)) or None
        return made

    return add


def _flag(names: str, text: str) -> Option:
    return _option(names, text, action="store_true")


def _either(*options: Option) -> Option:
    """Options of which one has to be given, and only one."""

    def add(parser: argparse._ActionsContainer) -> object:
        either = parser.add_mutually_exclusive_group(required=True)
        return [one(either) for one in options]

    return add


def slug_argument(text: str) -> str:
    """A slug, also where somebody names the page, the seed or the ledger instead."""
    folder = re.match(r"(?:\./)?(?:docs/(?:en|ar)/articles|seeds|translations|private)/", text)
    # whatever format a file has: no slug has a full stop
    return re.sub(r"\.[^/#]*(?=#|$)", "", text[folder.end() :]) if folder else text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text}")
    return int(text)


def _slug(text: str = "its place in seeds/, or the path of its page", **settings: Any) -> Option:
    return _option("slug", text, type=slug_argument, metavar="ARTICLE", **settings)


def _slugs(text: str) -> Option:
    return _option("slugs", text, nargs="*", type=slug_argument, metavar="ARTICLE")


def _keys(text: str) -> Option:
    return _option("keys", text, nargs="*", metavar="KEY")


def _maybe_key(text: str) -> Option:
    return _option("key", text, nargs="?", default="")


def _by(text: str) -> Option:
    return _option("--by", text, required=True, metavar="NAME")


_ARTICLE = _slug()
_MAYBE_ARTICLE = _slug(nargs="?", default="")
_BLOCK = (_ARTICLE, _option("key", "the paragraph, as its marker names it: p7 in <!-- #p7 -->"))
_DECIDER = _option("--by", "who decides (default: the name that git has of you)", default="", metavar="NAME")
_REMARK = _option("remark", "the remark, as jisr remarks names it; the first letters do")
_NAME = _option("name", "the name, or initials, under which they sign")
_LANG = _option("--lang", "default: both", choices="model.languages:LANGS", default="")
_FORMAT = _option("--format", "default: text", choices=("text", "json"), default="text")
_SHRINK = _flag("--allow-shrink", "go on where more than a fifth of an article's paragraphs would be removed")

# --- the table ---------------------------------------------------------------------------------------------

_EXIT_CODES = """\
exit codes:
  0  done; warnings and notices may have been said
  1  something is wrong that a person has to put right: each error says what, and what to do
  2  the command was not understood
  130  interrupted; nothing is half-written

An ARTICLE is named by its place in seeds/, without suffix (2023/water-law), or by the path of its page.
A KEY is what a paragraph's marker says: p7 in <!-- #p7 -->.
"""
_TAKES = """\
page: the page is right; ledger: translations/ is right; keep: the English is right for the new Arabic; \
proposal: take the machine's new draft. A paragraph that was deleted from the page and put back is deleted \
for good by page"""
_ROLES = "suggester: words on no page; translator: writes; reviewer: approves; publisher: all"
GROUPS = {
    "desk-account": "who may use the desk of an office",
    "letter": "questions to an author, and the answers",
    "actors": "the glossary of people, groups and places",
    "model": "the translation model",
}
COMMANDS = (
    Command(
        "new",
        "make a publication of one's own: settings, pages, a sample, what a forge runs",
        (
            _option("folder", "where it will lie; made if need be", type=Path),
            _option(
                "--name-ar",
                "its name in Arabic (default: the folder's, in Arabic letters)",
                default="",
                metavar="NAME",
            ),
            _option(
                "--name-en",
                "its name in English (default: the folder's, in Latin ones)",
                default="",
                metavar="NAME",
            ),
            _option("--url", "the address at which readers will find it", default="", metavar="ADDRESS"),
            _option("--repository", "the address of its repository", default="", metavar="ADDRESS"),
            _option(
                "--forge",
                "whose files for CI it gets (default: by --repository)",
                choices="publication.answers:FORGES",
                default="",
            ),
            _option(
                "--publish",
                "the least state of English that readers see (default: edited)",
                choices="publication.answers:PUBLISH",
                default="",
            ),
            _option(
                "--release",
                "when readers see a new article (default: by-hand)",
                choices="publication.answers:RELEASE",
                default="",
            ),
            _option(
                "--editions",
                "epub, pdf, both with a comma, or none (default: epub)",
                default="",
                metavar="FORMATS",
            ),
            _option("--colour", "of links and of the icon (default: #0d5660)", default=""),
            _option("--logo", "a picture: SVG, PNG, WebP or JPEG", default="", metavar="FILE"),
            _option("--contact", "where readers reach the editors: NAME@HOST or an address", default=""),
            _option(
                "--imprint", "who answers for what is published, in one line", default="", metavar="WORDS"
            ),
            _flag("--yes", "ask nothing: take what is suggested for all that is not said"),
            _flag("--without-sample", "without the sample; where jisr new wrote one, it goes"),
            _flag("--upgrade", "bring the files that jisr new wrote up to date, where nobody changed them"),
        ),
        "cli.verbs.publication:new",
        anywhere=True,
    ),
    Command("sync", "take in what editors and authors changed", (_SHRINK,), "cli.verbs.articles:sync"),
    Command(
        "reread",
        "read Word files in seeds/ again as this release reads them, where nobody changed the seed",
        (_slugs("only these articles"),),
        "cli.verbs.articles:reread",
    ),
    Command(
        "draft",
        "sync, then fill in missing English: what people wrote before, then a model",
        (
            _slugs("only these articles; or one, and the keys of paragraphs whose draft somebody took away"),
            _SHRINK,
            _flag("--retry", "ask the engine again for sentences at which it failed"),
            _option(
                "--engine",
                "draft by this one; beside drafts of another in the named articles it proposes its own",
                "translation.engines:ENGINES",
                default="",
            ),
            _option(
                "--cluster",
                "have the workers of a Dask cluster do the work of the model: tcp://HOST:PORT",
                default="",
                metavar="ADDRESS",
            ),
            _option(
                "--max-words",
                "ask for so many words at most; the rest waits for another run",
                type=int,
                metavar="N",
            ),
            _flag(
                "--send-held",
                "show the named articles to an engine on another machine, though held or sensitive",
            ),
        ),
        "cli.verbs.articles:draft",
    ),
    Command(
        "build",
        "make the site in site/, in both languages; needs no network",
        (_flag("--no-site", "write the pages into .build/pages/ only, and leave site/ as it is"),),
        "cli.verbs.site:build",
    ),
    Command(
        "serve",
        "show the site on this computer, and make it again at each change",
        (_option("--port", "default: 8000", type=_port, default=8000),),
        "cli.verbs.site:serve",
        lasts=True,
    ),
    Command(
        "desk",
        "correct, approve and ask in a browser, on this computer",
        (
            _option("--port", "default: 8010", type=_port, default=8010),
            _option(
                "--host",
                "the address to listen at, for several people with accounts (default: this computer)",
                default="127.0.0.1",
                metavar="ADDRESS",
            ),
            _flag("--no-open", "do not open the browser"),
        ),
        "cli.verbs.site:desk",
        lasts=True,
    ),
    Command(
        "check",
        "look for what is wrong; changes nothing",
        (
            _option(
                "--format",
                "github: annotations of a pull request; markdown: its summary (default: text)",
                choices="cli.formats:CHECK_FORMATS",
                default="text",
            ),
            _option(
                "--base",
                "for markdown: another checkout to compare with (default: the ledgers as they lie)",
                type=Path,
                metavar="FOLDER",
            ),
        ),
        "cli.verbs.check:check",
    ),
    Command(
        "doctor",
        "say what others could read and should not, what readers would miss, what this machine lacks",
        (
            _option(
                "--format",
                "github: annotations of a run (default: text)",
                choices="cli.formats:DOCTOR_FORMATS",
                default="text",
            ),
            _flag("--publishing", "only what readers would miss, as CI does"),
        ),
        "cli.verbs.publication:doctor",
    ),
    Command(
        "status",
        "say how far each article is, and what waits for a person",
        (
            _FORMAT,
            _flag("-v --verbose", "also every repair of the author's typography, and every stale paragraph"),
            _flag("--approvals", "also who approved what, what has lapsed, what is open"),
            _option(
                "--worst",
                "instead, the drafts to correct first: so many, those that are likeliest to be wrong",
                type=int,
                default=0,
                metavar="N",
            ),
        ),
        "cli.verbs.status:status",
    ),
    Command(
        "approve",
        "sign paragraphs, an article, or all articles of an author, as they stand",
        (
            _MAYBE_ARTICLE,
            _keys("only these paragraphs (default: all that have English and are not stale)"),
            _by("who signs"),
            _option("--author", "all articles of this author instead", default="", metavar="NAME"),
        ),
        "cli.verbs.decisions:approve",
    ),
    Command(
        "unapprove",
        "withdraw an approval; the English stays",
        (
            _ARTICLE,
            _keys("only these paragraphs (default: all that are approved)"),
            _by("who withdraws the approval"),
        ),
        "cli.verbs.decisions:unapprove",
    ),
    Command(
        "reject",
        "take machine drafts away that are of no use; nothing fills their places unasked",
        (_ARTICLE, _option("keys", "the paragraphs", nargs="+", metavar="KEY"), _DECIDER),
        "cli.verbs.decisions:reject",
    ),
    Command(
        "release",
        "let readers see an article, each language by itself, at once or from an hour on",
        (
            _ARTICLE,
            _LANG,
            _option("--at", "YYYY-MM-DD HH:MM by the publication's clock (default: now)", default=""),
            _DECIDER,
        ),
        "cli.verbs.releasing:release",
    ),
    Command(
        "hold",
        "let readers no longer see an article, or see it only once it is released",
        (_ARTICLE, _LANG, _DECIDER),
        "cli.verbs.releasing:hold",
    ),
    Command(
        "rename",
        "give an article another name, with all that belongs to it",
        (
            _option("old", "its place in seeds/ until now; or a folder there", type=slug_argument),
            _option("new", "the new one", type=slug_argument),
        ),
        "cli.verbs.articles:rename",
    ),
    Command(
        "replace",
        "find words in the English of all articles; with --write, put others there",
        (
            _option("old", "what stands there"),
            _option("new", "what is to stand there", nargs="?", default=""),
            _slugs("only these articles"),
            _flag("--write", "replace them all, but in quotations and between quotation marks"),
            _option("--original", "only where the Arabic has these words", default="", metavar="WORDS"),
            _DECIDER,
        ),
        "cli.verbs.articles:replace_words",
    ),
    Command(
        "backup",
        "keep the publication in one archive: all that people wrote, what is private too",
        (_option("archive", "a file that is not there yet", type=Path),),
        "cli.verbs.publication:backup",
    ),
    Command(
        "restore",
        "put a publication back from its archive, into an empty folder",
        (
            _option("archive", "what jisr backup wrote", type=Path),
            _option("folder", "a new or an empty one"),
        ),
        "cli.verbs.publication:restore",
        anywhere=True,
    ),
    Command(
        "remove",
        "remove an article; or, for safety, a name or a paragraph from everywhere it stands",
        (
            _option(
                "what",
                "an article, or for safety: ARTICLE#KEY, or a name in either language",
                type=slug_argument,
                metavar="WHAT",
            ),
            _option(
                "also",
                "of a name: other words for the same person, in the articles that name her",
                nargs="*",
                metavar="WORD",
            ),
            _flag("--for-safety", "nothing of it stays, nothing holds it back, and no merge brings it back"),
            _flag("--yes", "do not ask; names are then shown nowhere"),
        ),
        "cli.verbs.removal:remove",
    ),
    Command(
        "allow",
        "let an article name who was removed for safety from another",
        (_option("slug", "its place in seeds/, or the place that it is to have", type=slug_argument),),
        "cli.verbs.removal:allow",
    ),
    Command(
        "undo",
        "take back the last decision on a paragraph or an article",
        (
            _ARTICLE,
            _maybe_key("the last decision on this paragraph (default: the last one on the article)"),
            _DECIDER,
        ),
        "cli.verbs.decisions:undo",
    ),
    Command(
        "remark",
        "say something about a paragraph to those who work on it; never published",
        (
            *_BLOCK,
            _option("text", "what you have to say; it is never published"),
            _by("who says it"),
            _option(
                "--for",
                "question: to the author; task: for --to; suggestion: other English (default: note)",
                choices="translation.decisions.remarks:Purpose",
                dest="purpose",
                default="note",
            ),
            _option("--to", "for whom it is", default="", metavar="NAME"),
            _option(
                "--about",
                "a name in Arabic: the answer is shown where it stands",
                default="",
                metavar="NAME",
            ),
        ),
        "cli.verbs.people.remarks:remark",
    ),
    Command(
        "remarks",
        "show the remarks on an article, or on all",
        (_MAYBE_ARTICLE, _flag("--open", "only those that nobody has closed"), _FORMAT),
        "cli.verbs.people.remarks:list_remarks",
    ),
    Command(
        "reply",
        "reply to a remark",
        (
            _ARTICLE,
            _REMARK,
            _option("text", "what you have to say; it is never published"),
            _by("who says it"),
            _flag("--answers", "this answers it: close it"),
        ),
        "cli.verbs.people.remarks:reply",
    ),
    Command(
        "close",
        "close a remark that is done with",
        (_ARTICLE, _REMARK, _by("who closes it"), _flag("--reopen", "open it again instead")),
        "cli.verbs.people.remarks:close",
    ),
    Command(
        "letter write",
        "write the open questions as a letter to the author, in Arabic",
        (
            _ARTICLE,
            _option("--eml", "a file for a mail program (default: print it)", type=Path, metavar="FILE"),
            _option("--to", "the author's address, for --eml", default="", metavar="ADDRESS"),
        ),
        "cli.verbs.people.remarks:compose_letter",
    ),
    Command(
        "letter read",
        "take over the author's answers from the letter that came back",
        (_ARTICLE, _option("file", "its text, as the mail program shows it", type=Path), _by("who answered")),
        "cli.verbs.people.remarks:read_letter",
    ),
    Command(
        "assign",
        "give an article, or a range of it, to somebody",
        (
            _ARTICLE,
            _option("to", "who is to do it", metavar="NAME"),
            _option("--first", "the first paragraph (default: the article's)", default="", metavar="KEY"),
            _option(
                "--last",
                "the last one (default: the first, else the article's)",
                default="",
                metavar="KEY",
            ),
            _option("--due", "YYYY-MM-DD HH:MM by the publication's clock", default="", metavar="HOUR"),
            _by("who gives it"),
        ),
        "cli.verbs.people.assignments:assign",
    ),
    Command(
        "assignments",
        "show who has what, the next due first",
        (_MAYBE_ARTICLE, _FORMAT),
        "cli.verbs.people.assignments:list_assignments",
    ),
    Command(
        "unassign",
        "end an assignment, done or not",
        (
            _ARTICLE,
            _option("assignment", "as jisr assignments names it; the first letters do"),
            _by("who ends it"),
        ),
        "cli.verbs.people.assignments:end_assignment",
    ),
    Command(
        "resolve",
        "settle a paragraph that is in conflict, stale, or was deleted",
        (*_BLOCK, _option("--take", _TAKES, required=True, choices="translation.sync:Take"), _DECIDER),
        "cli.verbs.decisions:resolve",
    ),
    Command(
        "log",
        "tell what happened to a paragraph: drafted, edited, approved, stale",
        (*_BLOCK, _FORMAT),
        "cli.verbs.history:log",
    ),
    Command(
        "send",
        "commit your own work, take in what others sent, and send it; never by force",
        (_option("--message", "what you did, in a line", default="", metavar="WORDS"),),
        "cli.verbs.people.sharing:send",
    ),
    Command(
        "fetch",
        "commit your own work, and take in what others sent, paragraph by paragraph",
        (_option("--message", "what you did, in a line", default="", metavar="WORDS"),),
        "cli.verbs.people.sharing:fetch",
    ),
    Command(
        "changes",
        "tell what changed since a day, and by whom: in commits, on disk, in decisions and remarks",
        (
            _MAYBE_ARTICLE,
            _option("--since", "YYYY-MM-DD, or YYYY-MM-DD HH:MM", required=True, metavar="MOMENT"),
            _FORMAT,
        ),
        "cli.verbs.history:list_changes",
    ),
    Command(
        "suggest",
        "show what people wrote for similar texts; changes nothing",
        (_ARTICLE, _maybe_key("only this paragraph (default: all that are to be done)")),
        "cli.verbs.history:suggest",
    ),
    Command(
        "ignore",
        "silence a check for one paragraph, with a reason",
        (
            *_BLOCK,
            _option("check", "as jisr check --format json names it"),
            _either(
                _option("--reason", "why it is right as it is", default=""),
                _flag("--remove", "no longer ignore it"),
            ),
            _DECIDER,
        ),
        "cli.verbs.decisions:ignore",
    ),
    Command(
        "quote",
        "lock a paragraph's English as quoted from a published translation: no program changes it",
        (
            *_BLOCK,
            _either(
                _option("--source", "where it is published, as readers are told", default=""),
                _flag("--remove", "no longer lock it"),
            ),
            _DECIDER,
        ),
        "cli.verbs.decisions:quote",
    ),
    Command(
        "import",
        "take over translations made elsewhere",
        (
            _option(
                "article", "its place in seeds/; for a folder, or a file that says so itself, that alone"
            ),
            _option(
                "file",
                "with the markers of the English page, or without: then it is laid beside the original",
                nargs="?",
                type=Path,
            ),
            _option(
                "--as",
                "edited (the default): a person's translation; draft: a machine's",
                dest="state",
                default="",
                choices=("draft", "edited"),
            ),
            _option("--origin", 'what made a draft, such as "language model"', default=""),
            _flag("--wordpress", "the file is an export of WordPress: its posts become articles"),
            _option("--by", "whose translation it is, or who takes it over", default="", metavar="NAME"),
            _flag(
                "--seed", "the file is no translation but a new text, held from readers; also a PDF with text"
            ),
        ),
        "cli.verbs.exchange:import_files",
    ),
    Command(
        "export",
        "write articles, or the whole publication, as PDF and EPUB, for review in Word, or for translators",
        (
            _slugs("only these articles (default: a book of all)"),
            _flag("--review", "for each article a table to correct, sign and remark on in Word"),
            _option(
                "--omegat", "a project for OmegaT", dest="exchange", action="append_const", const="omegat"
            ),
            _option(
                "--translators",
                "files for translators' programs",
                dest="exchange",
                action="append",
                choices="app.exchange.translators:FORMATS",
            ),
            _option("--format", "default: all", dest="formats", action="append", choices="export:EXPORTS"),
            _option("--to", "default: exports/ in the project", type=Path, metavar="FOLDER"),
        ),
        "cli.verbs.site:export",
    ),
    Command(
        "actors suggest",
        "names that the articles hold and the glossary does not",
        (
            _slugs("only these articles"),
            _option("--least", "only those named N times or more", type=int, default=1, metavar="N"),
            _flag("--write", "add a stub for each to seeds/actors.yml"),
            _FORMAT,
        ),
        "cli.verbs.glossary:suggest_actors",
    ),
    Command(
        "actors rename",
        "give an actor another name, in the glossary and in all drafts",
        (
            _option("id", "as seeds/actors.yml has it"),
            _option("name", "the new name", nargs="?", default=""),
            _option(
                "--lang",
                "the name in which language (default: en)",
                choices="model.languages:LANGS",
                default="",
            ),
            _option(
                "--id",
                "another id; the address of the old one leads to the new",
                dest="new_id",
                default="",
                metavar="NEW",
            ),
        ),
        "cli.verbs.glossary:rename_actor",
    ),
    Command(
        "actors merge",
        "make two actors one: the first goes, and its names and address become the other's",
        (
            _option("id", "the one that goes, as seeds/actors.yml has it"),
            _option("into", "the one that stays"),
        ),
        "cli.verbs.glossary:merge_actors",
    ),
    Command(
        "actors split",
        "give names of an actor to a new one",
        (
            _option("id", "the one that has them, as seeds/actors.yml has it"),
            _option("new", "the id of the new one"),
            _option(
                "--name",
                "a name that goes to it; its first in each language is its own",
                dest="names",
                action="append",
                required=True,
            ),
        ),
        "cli.verbs.glossary:split_actor",
    ),
    Command(
        "actors mentions",
        "every mention of an actor, in both languages",
        (_FORMAT,),
        "cli.verbs.glossary:list_mentions",
    ),
    Command(
        "desk-account add",
        "let somebody use the desk of an office; asks for a password",
        (
            _NAME,
            _option("--role", _ROLES, required=True, choices="app.people.roles:ROLES"),
            _flag("--no-password", "a proxy tells who they are"),
        ),
        "cli.verbs.people.accounts:add_account",
    ),
    Command(
        "desk-account role",
        "give somebody another role, at once",
        (_NAME, _option("role", _ROLES, choices="app.people.roles:ROLES")),
        "cli.verbs.people.accounts:change_role",
    ),
    Command(
        "desk-account password",
        "give somebody another password, which ends their sessions",
        (_NAME,),
        "cli.verbs.people.accounts:change_password",
    ),
    Command(
        "desk-account end",
        "end an account and its sessions, at once",
        (_NAME,),
        "cli.verbs.people.accounts:end_account",
    ),
    Command(
        "desk-account list",
        "show who may use the desk",
        (_FORMAT,),
        "cli.verbs.people.accounts:list_accounts",
    ),
    Command(
        "model install",
        "install the Arabic-English package, checked by SHA-256",
        (
            _option("file", "a package at hand, instead of the one in Argos' index", nargs="?", type=Path),
            _flag("--accept", "install what mkdocs.yml does not name yet without asking, and name it there"),
        ),
        "cli.verbs.model:install",
    ),
)
