"""The verbs by which two laptops share their work over git."""

from argparse import Namespace
from pathlib import Path

from jisr.app.people import sharing
from jisr.app.results import Result
from jisr.storage.inputs.clock import today


def send(root: Path, args: Namespace) -> Result:
    """Send one's own work."""
    return sharing.send(root, today(), args.message.strip())


def fetch(root: Path, args: Namespace) -> Result:
    """Take in what others sent."""
    return sharing.fetch(root, today(), args.message.strip())
