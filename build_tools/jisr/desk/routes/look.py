"""Scripts, styles and fonts of the desk; a publication may have its own, and a logo."""

import re
from hashlib import sha256
from pathlib import PurePosixPath

from starlette.responses import Response

from jisr.desk.context import Visit
from jisr.desk.faults import refuse
from jisr.desk.routing import Route
from jisr.markup.palette import desk_style
from jisr.storage.look import DESK, find_in_look, read_logo

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
_SHEET = "desk.css"
_NAME = re.compile(rf"[\w-]+(?:\.[\w-]+)*\.({'|'.join(_KINDS)})")


def send_file(visit: Visit) -> Response:
    """A file of the desk's look, a font of the site's, or the publication's logo."""
    name: str = visit.request.path_params["name"]
    kind = _NAME.fullmatch(name)
    data = _read(visit, name) if kind else None
    if kind is None or data is None:
        return refuse(visit, 404, "nothing")
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "content-type": _KINDS[kind[1]]}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers)


def _read(visit: Visit, name: str) -> bytes | None:
    root, look = visit.desk.root, visit.desk.settings.look
    if look.logo and name == PurePosixPath(look.logo).name:
        return read_logo(root, look)
    path = find_in_look(root, f"{'assets/fonts' if name.endswith('.woff2') else DESK}/{name}")
    if path is None:
        return None
    return path.read_bytes() + (desk_style(look).encode() if name == _SHEET else b"")


ROUTES = (Route("GET", "/look/{name}", send_file, "A script, a style or a font of the desk", may="anyone"),)
