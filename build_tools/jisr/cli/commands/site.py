"""What makes a publication and its site, and says how it stands."""

from pathlib import Path

from jisr.cli.options import (
    FORMAT,
    SHRINK,
    Command,
    count_argument,
    flag,
    option,
    port_argument,
    slugs,
)

COMMANDS = (
    Command(
        "new",
        "make a publication of one's own: settings, pages, a sample, what a forge runs",
        (
            option("folder", "where it will lie; made if need be", type=Path),
            option(
                "--name-ar",
                "its name in Arabic (default: the folder's, in Arabic letters)",
                default="",
                metavar="NAME",
            ),
            option(
                "--name-en",
                "its name in English (default: the folder's, in Latin ones)",
                default="",
                metavar="NAME",
            ),
            option("--url", "the address at which readers will find it", default="", metavar="ADDRESS"),
            option("--repository", "the address of its repository", default="", metavar="ADDRESS"),
            option(
                "--forge",
                "whose files for CI it gets (default: by --repository)",
                choices="publication.answers:FORGES",
                default="",
            ),
            option(
                "--publish",
                "the least state of English that readers see (default: edited)",
                choices="publication.answers:PUBLISH",
                default="",
            ),
            option(
                "--release",
                "when readers see a new article (default: by-hand)",
                choices="publication.answers:RELEASE",
                default="",
            ),
            option(
                "--editions",
                "epub, pdf, both with a comma, or none (default: epub)",
                default="",
                metavar="FORMATS",
            ),
            option("--colour", "of links and of the icon (default: #0d5660)", default=""),
            option("--logo", "a picture: SVG, PNG, WebP or JPEG", default="", metavar="FILE"),
            option("--contact", "where readers reach the editors: NAME@HOST or an address", default=""),
            option(
                "--imprint", "who answers for what is published, in one line", default="", metavar="WORDS"
            ),
            flag("--yes", "ask nothing: take what is suggested for all that is not said"),
            flag("--without-sample", "without the sample; where jisr new wrote one, it goes"),
            flag("--upgrade", "bring the files that jisr new wrote up to date, where nobody changed them"),
        ),
        "cli.verbs.publication:new",
        anywhere=True,
    ),
    Command("sync", "take in what editors and authors changed", (SHRINK,), "cli.verbs.articles:sync"),
    Command(
        "reread",
        "read Word files in seeds/ again as this release reads them, where nobody changed the seed",
        (slugs("only these articles"),),
        "cli.verbs.articles:reread",
    ),
    Command(
        "draft",
        "sync, then fill in missing English: what people wrote before, then a model",
        (
            slugs("only these articles; or one, and the keys of paragraphs whose draft somebody took away"),
            SHRINK,
            flag("--retry", "ask the engine again for sentences at which it failed"),
            option(
                "--engine",
                "draft by this one; beside drafts of another in the named articles it proposes its own",
                "translation.engines:ENGINES",
                default="",
            ),
            option(
                "--cluster",
                "have the workers of a Dask cluster do the work of the model: tcp://HOST:PORT",
                default="",
                metavar="ADDRESS",
            ),
            option(
                "--max-words",
                "ask for so many words at most; the rest waits for another run",
                type=count_argument,
                metavar="N",
            ),
            flag(
                "--send-held",
                "show the named articles to an engine on another machine, though held or sensitive",
            ),
        ),
        "cli.verbs.articles:draft",
    ),
    Command(
        "build",
        "make the site in site/, in both languages; needs no network",
        (flag("--no-site", "write the pages into .build/pages/ only, and leave site/ as it is"),),
        "cli.verbs.site:build",
    ),
    Command(
        "serve",
        "show the site on this computer, and make it again at each change",
        (option("--port", "default: 8000", type=port_argument, default=8000),),
        "cli.verbs.site:serve",
        lasts=True,
    ),
    Command(
        "desk",
        "correct, approve and ask in a browser, on this computer",
        (
            option("--port", "default: 8010", type=port_argument, default=8010),
            option(
                "--host",
                "the address to listen at, for several people with accounts (default: this computer)",
                default="127.0.0.1",
                metavar="ADDRESS",
            ),
            flag("--no-open", "do not open the browser"),
        ),
        "cli.verbs.site:desk",
        lasts=True,
    ),
    Command(
        "check",
        "look for what is wrong; changes nothing",
        (
            option(
                "--format",
                "github: annotations of a pull request; markdown: its summary (default: text)",
                choices="cli.formats:CHECK_FORMATS",
                default="text",
            ),
            option(
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
            option(
                "--format",
                "github: annotations of a run (default: text)",
                choices="cli.formats:DOCTOR_FORMATS",
                default="text",
            ),
            flag("--publishing", "only what readers would miss, as CI does"),
        ),
        "cli.verbs.publication:doctor",
    ),
    Command(
        "status",
        "say how far each article is, and what waits for a person",
        (
            FORMAT,
            flag("-v --verbose", "also every repair of the author's typography, and every stale paragraph"),
            flag("--approvals", "also who approved what, what has lapsed, what is open"),
            option(
                "--worst",
                "instead, the drafts to correct first: so many, those that are likeliest to be wrong",
                type=count_argument,
                default=0,
                metavar="N",
            ),
        ),
        "cli.verbs.status:status",
    ),
)
