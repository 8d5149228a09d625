"""What is done with texts: settled, quoted, sent, taken over from elsewhere, written for others."""

from pathlib import Path

from jisr.cli.options import (
    ARTICLE,
    BLOCK,
    DECIDER,
    FORMAT,
    MAYBE_ARTICLE,
    Command,
    either,
    flag,
    maybe_key,
    option,
    slugs,
)

_TAKES = """\
page: the page is right; ledger: translations/ is right; keep: the English is right for the new Arabic; \
proposal: take the machine's new draft. A paragraph that was deleted from the page and put back is deleted \
for good by page"""
COMMANDS = (
    Command(
        "resolve",
        "settle a paragraph that is in conflict, stale, or was deleted",
        (*BLOCK, option("--take", _TAKES, required=True, choices="translation.sync:Take"), DECIDER),
        "cli.verbs.decisions:resolve",
    ),
    Command(
        "log",
        "tell what happened to a paragraph: drafted, edited, approved, stale",
        (*BLOCK, FORMAT),
        "cli.verbs.history:log",
    ),
    Command(
        "send",
        "commit your own work, take in what others sent, and send it; never by force",
        (option("--message", "what you did, in a line", default="", metavar="WORDS"),),
        "cli.verbs.people.sharing:send",
    ),
    Command(
        "fetch",
        "commit your own work, and take in what others sent, paragraph by paragraph",
        (option("--message", "what you did, in a line", default="", metavar="WORDS"),),
        "cli.verbs.people.sharing:fetch",
    ),
    Command(
        "changes",
        "tell what changed since a day, and by whom: in commits, on disk, in decisions and remarks",
        (
            MAYBE_ARTICLE,
            option("--since", "YYYY-MM-DD, or YYYY-MM-DD HH:MM", required=True, metavar="MOMENT"),
            FORMAT,
        ),
        "cli.verbs.history:list_changes",
    ),
    Command(
        "suggest",
        "show what people wrote for similar texts; changes nothing",
        (ARTICLE, maybe_key("only this paragraph (default: all that are to be done)")),
        "cli.verbs.history:suggest",
    ),
    Command(
        "ignore",
        "silence a check for one paragraph, with a reason",
        (
            *BLOCK,
            option("check", "as jisr check --format json names it"),
            either(
                option("--reason", "why it is right as it is", default=""),
                flag("--remove", "no longer ignore it"),
            ),
            DECIDER,
        ),
        "cli.verbs.decisions:ignore",
    ),
    Command(
        "quote",
        "lock a paragraph's English as quoted from a published translation: no program changes it",
        (
            *BLOCK,
            either(
                option("--source", "where it is published, as readers are told", default=""),
                flag("--remove", "no longer lock it"),
            ),
            DECIDER,
        ),
        "cli.verbs.decisions:quote",
    ),
    Command(
        "import",
        "take over translations made elsewhere",
        (
            option("article", "its place in seeds/; for a folder, or a file that says so itself, that alone"),
            option(
                "file",
                "with the markers of the English page, or without: then it is laid beside the original",
                nargs="?",
                type=Path,
            ),
            option(
                "--as",
                "edited (the default): a person's translation; draft: a machine's",
                dest="state",
                default="",
                choices=("draft", "edited"),
            ),
            option("--origin", 'what made a draft, such as "language model"', default=""),
            flag("--wordpress", "the file is an export of WordPress: its posts become articles"),
            option("--by", "whose translation it is, or who takes it over", default="", metavar="NAME"),
            flag(
                "--seed", "the file is no translation but a new text, held from readers; also a PDF with text"
            ),
        ),
        "cli.verbs.exchange:import_files",
    ),
    Command(
        "export",
        "write articles, or the whole publication, as PDF and EPUB, for review in Word, or for translators",
        (
            slugs("only these articles (default: a book of all)"),
            flag("--review", "for each article a table to correct, sign and remark on in Word"),
            option(
                "--omegat", "a project for OmegaT", dest="exchange", action="append_const", const="omegat"
            ),
            option(
                "--translators",
                "files for translators' programs",
                dest="exchange",
                action="append",
                choices="app.exchange.translators:FORMATS",
            ),
            option("--format", "default: all", dest="formats", action="append", choices="export:EXPORTS"),
            option("--to", "default: exports/ in the project", type=Path, metavar="FOLDER"),
        ),
        "cli.verbs.site:export",
    ),
)
