"""The machines that translate Arabic into English.

An engine is a class with a `name` and `translate` (see `jisr.model.translation.Engine`) and a line in
`ENGINES`. Its heavy imports stay inside it: a build that drafts nothing must not load it.
`tests/translation/engines/test_engines.py` holds every line of the table to the same contract.
"""

from collections.abc import Callable, Mapping

from jisr.model.diagnostics import Finding, Severity
from jisr.model.settings import Settings
from jisr.model.translation import Engine
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import find_model, model_dir

HINT = "no translation model is installed: run `jisr model install`, or `jisr model install FILE`"
"""What to tell a person where `find_engine` found nothing."""


def _argos(settings: Settings) -> Engine | None:
    model = find_model(settings)
    return None if model is None else Argos(model, model_dir(settings))


ENGINES: Mapping[str, Callable[[Settings], Engine | None]] = {"argos": _argos}
"""Name → what makes the engine, `None` where it has no model at hand. The first of the table is preferred."""


def missing_engine_findings(missing: int) -> list[Finding]:
    """What is said where `find_engine` found nothing; nothing where no block is `missing` a draft."""
    message = f"{missing} blocks have no draft of their present Arabic"
    return [Finding("engine", message, remedy=HINT, severity=Severity.NOTICE)] if missing else []


def find_engine(settings: Settings) -> Engine | None:
    """The first engine of the table that has what it needs; `None`, which is no error, where none has."""
    return next((engine for make in ENGINES.values() if (engine := make(settings)) is not None), None)
