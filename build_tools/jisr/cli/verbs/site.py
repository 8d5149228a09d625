"""The verbs that make what readers get, the site and editions to take along, and what is served here."""

import threading
from argparse import Namespace
from functools import partial
from pathlib import Path

from jisr.cli.messages import print_fault, print_findings
from jisr.cli.options import load
from jisr.cli.words import tell
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.disk import Digests
from jisr.storage.inputs.answers import Answer, ask
from jisr.storage.inputs.clock import today


def build(root: Path, args: Namespace) -> bool:
    """Make the site."""
    verb, folder = ("render", root / ".build" / "pages") if args.no_site else ("build", root / "site")
    answer = ask(root, verb, partial(_make, verb, root), folder)
    print_findings(root, answer.findings)
    tell("answers.build.pages" if args.no_site else "answers.build.site", folder=folder)
    return answer.failed


def _make(verb: str, root: Path, **how: bool) -> Answer:
    result = load(f"app.pipeline:{verb}")(root, **how)
    return Answer(result.findings, until=result.until, left=result.left)


def serve(root: Path, args: Namespace) -> bool:
    """Serve the site on this computer, and make it again at each change."""
    from jisr.builder import dev_server, mkdocs_run

    changes = dev_server.watch_sources(root)  # from before the build: what is saved during it is seen too
    files: Digests = {}
    _build_again(root, files)
    try:
        with dev_server.serve_folder(root / "site", args.port) as address:
            tell("answers.serve.open", address=address)
            mkdocs_run.begin_ahead(root)
            load("app.pipeline:build")  # while nobody waits for it
            for changed in changes:
                tell("answers.serve.changed", files=", ".join(str(p.relative_to(root)) for p in changed[:5]))
                if _build_again(root, files):
                    tell("answers.serve.ready")
                mkdocs_run.begin_ahead(root)
    except OSError as error:
        remedy = "jisr serve --port 8001"
        raise JisrError(Finding("serve", f"port {args.port}: {error.strerror}", remedy=remedy)) from error
    finally:
        mkdocs_run.end_waiting()
    return False


def desk(root: Path, args: Namespace) -> bool:
    """Serve the desk on this computer."""
    try:
        from jisr.desk.server import serve as serve_desk
    except ModuleNotFoundError as error:
        remedy = "make install, or: pip install 'jisr[desk]'"
        raise JisrError(Finding("desk", f"{error.name} is not installed", remedy=remedy)) from error

    def announce(address: str, *, is_open: bool) -> None:
        tell("answers.serve.open", address=address)
        if is_open:
            tell("answers.serve.unencrypted")

    def report(error: BaseException) -> None:
        print_fault(type(error).__name__, error.__traceback__)

    # of work in the background as well: what an error says may be a text's, and stays unsaid
    threading.excepthook = lambda failed: print_fault(failed.exc_type.__name__, failed.exc_traceback)
    serve_desk(root, args.host, args.port, announce, report, opens=not args.no_open)
    return False


def _build_again(root: Path, files: Digests) -> bool:
    """Build, and say what is wrong: the last good build is still served while that is put right.

    Whether it was built. Raises `JisrError` where there is none.
    """
    try:
        make = partial(_make, "build", root, is_served=True)
        answer = ask(root, "build", make, root / "site", files)
        print_findings(root, answer.findings)
        return True
    except JisrError as error:
        if not (root / "site" / "index.html").exists():
            raise
        print_findings(root, error.findings)
        return False


def export(root: Path, args: Namespace) -> bool:
    """Write editions of articles, or of the whole publication, or what goes to reviewers and translators."""
    folder = args.to or root / "exports"
    if args.review:
        from jisr.app.exchange.review import export_reviews

        result = export_reviews(root, args.slugs, folder, today())
    elif args.exchange:
        from jisr.app.exchange.translators import export_formats

        result = export_formats(root, args.slugs, args.exchange, folder, today())
    else:
        from jisr import export as exports
        from jisr.app import pipeline

        result = pipeline.export(root, args.slugs, args.formats or exports.EXPORTS, folder)
    print_findings(root, result.findings)
    for path in result.written:
        tell("frame.wrote", file=path)
    return result.failed
