"""Scripts, styles and fonts of the desk; a publication may have its own."""

import re
from hashlib import sha256

from starlette.responses import Response

from jisr.desk.context import Visit
from jisr.desk.faults import refuse
from jisr.desk.routing import Route
from jisr.markup.palette import desk_style
from jisr.storage.look import DESK, find_in_look

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
_SHEET = "desk.css"
_NAME = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.({'|'.join(_KINDS)})")


def send_file(visit: Visit) -> Response:
    """A file of the desk's look, or a font of the site's."""
    name: str = visit.request.path_params["name"]
    kind = _NAME.fullmatch(name)
    folder = "assets/fonts" if name.endswith(".woff2") else DESK
    path = find_in_look(visit.desk.root, f"{folder}/{name}") if kind else None
    if kind is None or path is None:
        return refuse(visit, 404, "nothing")
    data = path.read_bytes()
    if name == _SHEET:
        data += desk_style(visit.desk.settings.look).encode()
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "content-type": _KINDS[kind[1]]}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers)


ROUTES = (Route("GET", "/look/{name}", send_file, "A script, a style or a font of the desk", may="anyone"),)
