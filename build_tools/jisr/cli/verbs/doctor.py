"""`jisr doctor`: what is wrong with where a publication lies and runs."""

from argparse import Namespace
from pathlib import Path

from jisr.app.doctor import examine
from jisr.cli.formats import FORMATS
from jisr.cli.messages import print_findings, sayable
from jisr.lang.printable import say
from jisr.model.diagnostics import Severity


def doctor(root: Path, args: Namespace) -> bool:
    """Say what each group of checks finds."""
    found = examine(root)
    findings = [finding for group in found.values() for finding in group]
    if args.format == "json":
        say(FORMATS["json"](sayable(root, findings)))
    else:
        for name, group in found.items():
            say(f"{name}: {'see below' if group else 'all is well'}")
        print_findings(root, findings, most=None)
    return any(finding.severity is Severity.ERROR for finding in findings)
