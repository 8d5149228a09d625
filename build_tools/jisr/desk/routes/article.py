"""An article at the desk: a row for each paragraph, both languages side by side."""

from starlette.responses import Response

from jisr.app.paragraphs.reading import ArticleRows, read_rows
from jisr.desk.as_json import ARTICLE, article_data
from jisr.desk.context import Visit
from jisr.desk.routing import Route


def show(visit: Visit) -> Response:
    """The page."""
    return visit.page("desk/article", rows=_rows(visit))


def tell(visit: Visit) -> Response:
    """The same for programs."""
    return visit.answer(article_data(_rows(visit)))


def _rows(visit: Visit) -> ArticleRows:
    return read_rows(visit.desk.root, visit.request.path_params["slug"], visit.desk.today())


ROUTES = (
    Route("GET", "/articles/{slug:path}", show, "An article, paragraph by paragraph"),
    Route("GET", "/api/articles/{slug:path}", tell, "An article, paragraph by paragraph", gives=ARTICLE),
)
