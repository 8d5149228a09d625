"""The machines that translate Arabic into English.

An engine is a class with a `name` and `translate` (see `jisr.model.translation.Engine`) and a line in
`ENGINES`; all else is done for it by `translator`. Its heavy imports stay inside it: a build that drafts
nothing must not load it. `tests/translation/engines/test_contract.py` holds every line to the same contract.
"""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.settings import Settings
from jisr.model.translation import Engine, Translator
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import find_model, model_dir
from jisr.translation.engines.translator import EngineTranslator

HINT = "no translation model is installed: run `jisr model install`, or `jisr model install FILE`"
"""What to tell a person where `find_engine` found nothing."""


def _argos(settings: Settings) -> Engine | None:
    model = find_model(settings)
    return None if model is None else Argos(model, model_dir(settings), settings.model)


def _libretranslate(settings: Settings) -> Engine:
    from jisr.translation.engines.servers.libretranslate import make_engine  # loads what talks to the network

    line = settings.lines.get(("libretranslate", "url"), 1)
    return make_engine(settings.libretranslate, line)


def _openai(settings: Settings) -> Engine:
    from jisr.translation.engines.servers.openai import make_engine  # loads what talks to the network

    return make_engine(settings.openai, settings.lines.get(("openai", "url"), 1))


ENGINES: Mapping[str, Callable[[Settings], Engine | None]] = {
    "argos": _argos,
    "libretranslate": _libretranslate,
    "openai": _openai,
}
"""Name in the settings → what makes the engine, `None` where it has no model at hand."""


ON_THIS_MACHINE: Mapping[str, Callable[[Settings], bool]] = {
    "argos": lambda _: True,
    "libretranslate": lambda settings: is_this_machine(urlsplit(settings.libretranslate.url).hostname or ""),
    "openai": lambda settings: is_this_machine(urlsplit(settings.openai.url).hostname or ""),
}
"""Name of an engine → whether what it is asked stays on this machine; of one without a line it does not."""


def is_elsewhere(settings: Settings, cluster: str = "") -> bool:
    """Whether the engine that the settings name, or the cluster, is on another machine, or may be."""
    if cluster:
        return not is_this_machine(urlsplit(cluster).hostname or "")
    here = ON_THIS_MACHINE.get(settings.engine)
    return not (here and here(settings))


def is_this_machine(host: str) -> bool:
    """Whether `host` is surely this machine: a loopback address, or a name reserved for it."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def missing_engine_findings(missing: int) -> list[Finding]:
    """What is said where `find_engine` found nothing; nothing where no block is `missing` a draft."""
    message = f"paragraphs without a draft of their present Arabic: {missing}"
    return [notice("engine", message, remedy=HINT)] if missing else []


def find_engine(settings: Settings, max_words: int | None = None, cluster: str = "") -> Translator | None:
    """The engine that the settings name; `None`, which is no error, where it has no model at hand.

    It is asked for `max_words` at most; with the address of a `cluster` the machines there do its work.
    Raises `JisrError` where the settings do not say what it needs, or it is not one that a cluster can work.
    """
    engine = ENGINES[settings.engine](settings)
    if cluster and engine is not None:
        engine = _on_cluster(engine, cluster, settings)
    return None if engine is None else EngineTranslator(engine, settings.root, max_words)


def _on_cluster(engine: Engine, address: str, settings: Settings) -> Engine:
    if not isinstance(engine, Argos):
        message = f"`engine: {settings.engine}` is a server, which no cluster can do the work of"
        raise JisrError(Finding("cluster", message, text=address, remedy="--engine argos, or no --cluster"))
    from jisr.translation.engines.cluster import Cluster  # loads what talks to the network

    return Cluster(engine, address, settings.model)


def say_price(settings: Settings, words: int, max_words: int | None) -> str:
    """What drafting so many words may cost; "" where nobody knows, or nothing is to be drafted."""
    price = float(settings.openai.price) if settings.engine == "openai" else 0
    sent = words if max_words is None else min(words, max_words)
    if not price or not sent:
        return ""
    costs = f"{sent * price / 1000:,.2f} at {price:g} a thousand"
    return f"{sent:,} words at most are sent to {settings.openai.model}: {costs}"
