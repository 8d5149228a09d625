"""The first page: all articles, and how far each is."""

from starlette.responses import Response

from jisr import seeds
from jisr.desk.context import Visit
from jisr.desk.routing import Route


def show(visit: Visit) -> Response:
    """The list."""
    found, _ = seeds.find_files(visit.desk.root)
    return visit.page("desk/queue", slugs=[seed.slug for seed in found])


ROUTES = (Route("GET", "/", show, "All articles"),)
