"""Which texts may leave this machine: the one place that decides, before any is sent."""

from datetime import datetime

from jisr.model.languages import ORIGINAL
from jisr.model.release import find_hold
from jisr.model.settings import Settings
from jisr.model.source import Meta


def why_kept_here(meta: Meta, moment: datetime, settings: Settings) -> str:
    """Why no other machine may see an original; "" for one that readers may, and nobody calls sensitive."""
    if meta.sensitive:
        return "it is sensitive"
    if meta.status == "withdrawn":
        return "it was withdrawn"
    hold = find_hold(meta, ORIGINAL.code, moment, settings)
    return hold.why if hold else ""
