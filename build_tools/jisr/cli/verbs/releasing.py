"""The verbs by which a publisher lets readers see an article, or no longer."""

from argparse import Namespace
from pathlib import Path

from jisr.app import releasing
from jisr.app.results import Result
from jisr.cli.verbs.decisions import decider_name
from jisr.storage.inputs.clock import now


def release(root: Path, args: Namespace) -> Result:
    """Let readers see an article, now or from an hour on."""
    langs, by = [args.lang] if args.lang else [], decider_name(root, args)
    return releasing.release(root, args.slug, langs, now(), args.at, by)


def hold(root: Path, args: Namespace) -> Result:
    """Let readers no longer see an article."""
    langs, by = [args.lang] if args.lang else [], decider_name(root, args)
    return releasing.hold(root, args.slug, langs, now(), by)
