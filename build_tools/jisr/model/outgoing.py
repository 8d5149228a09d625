"""Which texts may leave this machine: the one place that decides, before any is sent."""

from datetime import date

from jisr.model.source import Meta


def why_kept_here(meta: Meta, today: date) -> str:
    """Why no other machine may see a text; "" for one that readers may, and that nobody calls sensitive."""
    if meta.sensitive:
        return "sensitive"
    if meta.status == "embargoed" and meta.until and meta.until <= today:
        return ""
    return {"draft": "a draft", "embargoed": "under an embargo", "withdrawn": "withdrawn"}.get(
        meta.status, ""
    )
