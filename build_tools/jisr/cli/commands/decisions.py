"""What people decide about articles: signed, released, renamed, removed, taken back; all of it kept."""

from pathlib import Path

from jisr.cli.options import (
    ARTICLE,
    DECIDER,
    LANG,
    MAYBE_ARTICLE,
    Command,
    by,
    flag,
    keys,
    maybe_key,
    option,
    slug_argument,
    slugs,
)

COMMANDS = (
    Command(
        "approve",
        "sign paragraphs, an article, or all articles of an author, as they stand",
        (
            MAYBE_ARTICLE,
            keys("only these paragraphs (default: all that have English and are not stale)"),
            by("who signs"),
            option("--author", "all articles of this author instead", default="", metavar="NAME"),
        ),
        "cli.verbs.decisions:approve",
    ),
    Command(
        "unapprove",
        "withdraw an approval; the English stays",
        (
            ARTICLE,
            keys("only these paragraphs (default: all that are approved)"),
            by("who withdraws the approval"),
        ),
        "cli.verbs.decisions:unapprove",
    ),
    Command(
        "reject",
        "take machine drafts away that are of no use; nothing fills their places unasked",
        (ARTICLE, option("keys", "the paragraphs", nargs="+", metavar="KEY"), DECIDER),
        "cli.verbs.decisions:reject",
    ),
    Command(
        "release",
        "let readers see an article, each language by itself, at once or from an hour on",
        (
            ARTICLE,
            LANG,
            option("--at", "YYYY-MM-DD HH:MM by the publication's clock (default: now)", default=""),
            DECIDER,
        ),
        "cli.verbs.releasing:release",
    ),
    Command(
        "hold",
        "let readers no longer see an article, or see it only once it is released",
        (ARTICLE, LANG, DECIDER),
        "cli.verbs.releasing:hold",
    ),
    Command(
        "rename",
        "give an article another name, with all that belongs to it",
        (
            option("old", "its place in seeds/ until now; or a folder there", type=slug_argument),
            option("new", "the new one", type=slug_argument),
        ),
        "cli.verbs.articles:rename",
    ),
    Command(
        "replace",
        "find words in the English of all articles; with --write, put others there",
        (
            option("old", "what stands there"),
            option("new", "what is to stand there", nargs="?", default=""),
            slugs("only these articles"),
            flag("--write", "replace them all, but in quotations and between quotation marks"),
            option("--original", "only where the Arabic has these words", default="", metavar="WORDS"),
            DECIDER,
        ),
        "cli.verbs.articles:replace_words",
    ),
    Command(
        "backup",
        "keep the publication in one archive: all that people wrote, what is private too",
        (option("archive", "a file that is not there yet", type=Path),),
        "cli.verbs.publication:backup",
    ),
    Command(
        "restore",
        "put a publication back from its archive, into an empty folder",
        (
            option("archive", "what jisr backup wrote", type=Path),
            option("folder", "a new or an empty one"),
        ),
        "cli.verbs.publication:restore",
        anywhere=True,
    ),
    Command(
        "remove",
        "remove an article; or, for safety, a name or a paragraph from everywhere it stands",
        (
            option(
                "what",
                "an article, or for safety: ARTICLE#KEY, or a name in either language",
                type=slug_argument,
                metavar="WHAT",
            ),
            option(
                "also",
                "of a name: other words for the same person, in the articles that name her",
                nargs="*",
                metavar="WORD",
            ),
            flag("--for-safety", "nothing of it stays, nothing holds it back, and no merge brings it back"),
            flag("--yes", "do not ask; names are then shown nowhere"),
        ),
        "cli.verbs.removal:remove",
    ),
    Command(
        "allow",
        "let an article name who was removed for safety from another",
        (option("slug", "its place in seeds/, or the place that it is to have", type=slug_argument),),
        "cli.verbs.removal:allow",
    ),
    Command(
        "undo",
        "take back the last decision on a paragraph or an article",
        (
            ARTICLE,
            maybe_key("the last decision on this paragraph (default: the last one on the article)"),
            DECIDER,
        ),
        "cli.verbs.decisions:undo",
    ),
)
