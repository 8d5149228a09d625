"""`jisr model install`, the only verb that needs the network."""

import sys
from argparse import Namespace
from pathlib import Path

from jisr.app import glossary_verbs
from jisr.cli.messages import answer_programs
from jisr.cli.words import ask, tell, word
from jisr.lang.printable import say
from jisr.storage.config import read_settings
from jisr.translation.engines import install as installing
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import model_dir


def install(root: Path, args: Namespace) -> bool:
    """Install the package of the model, and ask before one that nobody has named yet."""

    def accept(offer: installing.Offer) -> bool:
        version = offer.version or word("answers.model.unknown")
        tell("answers.model.offer", name=offer.name, version=version, size=f"{offer.size / 1e6:.1f}")
        say(f"SHA-256: {offer.sha256}")
        if args.accept or args.json or not sys.stdin.isatty():
            return bool(args.accept)
        return ask("answers.model.ask")

    settings = read_settings(root)
    model = installing.install(settings, args.file, accept=accept)
    engine = Argos(model, model_dir(settings))
    tell("answers.model.installed", path=model.path)
    tell("answers.model.engine", engine=engine.name)
    answer_programs(installed=str(model.path), engine=engine.name)
    if model.sha256 and not settings.model.sha256:
        glossary_verbs.pin_model(root, model.version, model.sha256)
        tell("answers.model.pinned", version=model.version, sha256=model.sha256)
    return False
