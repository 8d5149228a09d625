"""Pages that look after the publication: machine drafts, what is found in it, other addresses of articles."""

from jisr.desk.routes.upkeep import drafting, renaming, state

ROUTES = (*state.ROUTES, *drafting.ROUTES, *renaming.ROUTES)
