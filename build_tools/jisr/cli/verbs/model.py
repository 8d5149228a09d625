"""`jisr model install`, the only verb that needs the network."""

import sys
from argparse import Namespace
from pathlib import Path

from jisr.app import glossary_verbs
from jisr.lang.printable import say
from jisr.storage.config import read_settings
from jisr.translation.engines import install as installing
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import model_dir


def install(root: Path, args: Namespace) -> bool:
    """Install the package of the model, and ask before one that nobody has named yet."""

    def accept(offer: installing.Offer) -> bool:
        say(f"{offer.name}: version {offer.version or 'unknown'}, {offer.size / 1e6:.1f} MB")
        say(f"SHA-256: {offer.sha256}")
        if args.accept or not sys.stdin.isatty():
            return bool(args.accept)
        say("Install it, and let mkdocs.yml name it from now on? [y/N] ", end="")
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    settings = read_settings(root)
    model = installing.install(settings, args.file, accept=accept)
    engine = Argos(model, model_dir(settings))
    say(f"installed: {model.path}\nengine: {engine.name}")
    if model.sha256 and not settings.model.sha256:
        glossary_verbs.pin_model(root, model.version, model.sha256)
        say(f"wrote mkdocs.yml: version {model.version}, sha256 {model.sha256}")
    return False
