"""The verbs that make what readers get: the site, and editions to take along."""

from argparse import Namespace
from pathlib import Path

from jisr import export as exports
from jisr.app import pipeline
from jisr.builder import dev_server
from jisr.cli.messages import print_findings
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError


def build(root: Path, args: Namespace) -> bool:
    """Make the site."""
    result = pipeline.render(root) if args.no_site else pipeline.build(root)
    print_findings(root, result.findings)
    say(f"rendered: {root / '.build' / 'pages'}" if args.no_site else f"built: {root / 'site'}")
    return result.failed


def serve(root: Path, args: Namespace) -> bool:
    """Serve the site on this computer, and make it again at each change."""
    changes = dev_server.watch_sources(root)  # from before the build: what is saved during it is seen too
    _build_again(root)
    try:
        with dev_server.serve_folder(root / "site", args.port) as address:
            say(f"{address}  (Ctrl+C ends)")
            for changed in changes:
                say(f"changed: {', '.join(str(p.relative_to(root)) for p in changed[:5])}")
                _build_again(root)
    except OSError as error:
        remedy = "jisr serve --port 8001"
        raise JisrError(Finding("serve", f"port {args.port}: {error.strerror}", remedy=remedy)) from error
    return False


def _build_again(root: Path) -> None:
    """Build, and say what is wrong: the last good build is still served while that is put right.

    Raises `JisrError` where there is none.
    """
    try:
        print_findings(root, pipeline.build(root).findings)
    except JisrError as error:
        if not (root / "site" / "index.html").exists():
            raise
        print_findings(root, error.findings)


def export(root: Path, args: Namespace) -> bool:
    """Write editions of articles, or of the whole publication."""
    result = pipeline.export(root, args.slugs, args.formats or exports.EXPORTS, args.to or root / "exports")
    print_findings(root, result.findings)
    for path in result.written:
        say(f"wrote {path}")
    return result.failed
