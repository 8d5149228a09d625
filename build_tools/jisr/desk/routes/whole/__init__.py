"""Pages about articles as a whole and about the publication."""

from jisr.desk.routes.whole import api, facts, find, names, new, original, release, removal, terms

ROUTES = (
    *api.ROUTES,
    *new.ROUTES,
    *facts.ROUTES,
    *original.ROUTES,
    *names.ROUTES,
    *find.ROUTES,
    *release.ROUTES,
    *removal.ROUTES,
    *terms.ROUTES,
)
