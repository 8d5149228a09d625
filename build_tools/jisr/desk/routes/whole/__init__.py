"""Pages about articles as a whole and about the publication: new, facts, original, names, find, release."""

from jisr.desk.routes.whole import api, facts, find, names, new, original, release, terms

ROUTES = (
    *api.ROUTES,
    *new.ROUTES,
    *facts.ROUTES,
    *original.ROUTES,
    *names.ROUTES,
    *find.ROUTES,
    *release.ROUTES,
    *terms.ROUTES,
)
