"""What people say to each other: remarks, letters to authors, assignments."""

from pathlib import Path

from jisr.cli.options import (
    ARTICLE,
    BLOCK,
    FORMAT,
    MAYBE_ARTICLE,
    REMARK,
    Command,
    by,
    flag,
    option,
)

COMMANDS = (
    Command(
        "remark",
        "say something about a paragraph to those who work on it; never published",
        (
            *BLOCK,
            option("text", "what you have to say; it is never published"),
            by("who says it"),
            option(
                "--for",
                "question: to the author; task: for --to; suggestion: other English (default: note)",
                choices="translation.decisions.remarks:Purpose",
                dest="purpose",
                default="note",
            ),
            option("--to", "for whom it is", default="", metavar="NAME"),
            option(
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
        (MAYBE_ARTICLE, flag("--open", "only those that nobody has closed"), FORMAT),
        "cli.verbs.people.remarks:list_remarks",
    ),
    Command(
        "reply",
        "reply to a remark",
        (
            ARTICLE,
            REMARK,
            option("text", "what you have to say; it is never published"),
            by("who says it"),
            flag("--answers", "this answers it: close it"),
        ),
        "cli.verbs.people.remarks:reply",
    ),
    Command(
        "close",
        "close a remark that is done with",
        (ARTICLE, REMARK, by("who closes it"), flag("--reopen", "open it again instead")),
        "cli.verbs.people.remarks:close",
    ),
    Command(
        "letter write",
        "write the open questions as a letter to the author, in Arabic",
        (
            ARTICLE,
            option("--eml", "a file for a mail program (default: print it)", type=Path, metavar="FILE"),
            option("--to", "the author's address, for --eml", default="", metavar="ADDRESS"),
        ),
        "cli.verbs.people.remarks:compose_letter",
    ),
    Command(
        "letter read",
        "take over the author's answers from the letter that came back",
        (ARTICLE, option("file", "its text, as the mail program shows it", type=Path), by("who answered")),
        "cli.verbs.people.remarks:read_letter",
    ),
    Command(
        "assign",
        "give an article, or a range of it, to somebody",
        (
            ARTICLE,
            option("to", "who is to do it", metavar="NAME"),
            option("--first", "the first paragraph (default: the article's)", default="", metavar="KEY"),
            option(
                "--last",
                "the last one (default: the first, else the article's)",
                default="",
                metavar="KEY",
            ),
            option("--due", "YYYY-MM-DD HH:MM by the publication's clock", default="", metavar="HOUR"),
            by("who gives it"),
        ),
        "cli.verbs.people.assignments:assign",
    ),
    Command(
        "assignments",
        "show who has what, the next due first",
        (MAYBE_ARTICLE, FORMAT),
        "cli.verbs.people.assignments:list_assignments",
    ),
    Command(
        "unassign",
        "end an assignment, done or not",
        (
            ARTICLE,
            option("assignment", "as jisr assignments names it; the first letters do"),
            by("who ends it"),
        ),
        "cli.verbs.people.assignments:end_assignment",
    ),
)
