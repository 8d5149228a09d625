"""What programs can ask of the desk, told in OpenAPI from the table of routes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from starlette.responses import Response

from jisr.desk.context import Visit
from jisr.desk.guard import TOKEN
from jisr.desk.routing import Route

FAULT = {
    "type": "object",
    "properties": {
        "error": {"type": "string"},
        "says": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["error", "says", "findings"],
}


def describe(table: Iterable[Route]) -> dict[str, Any]:
    """The routes below `/api/` as OpenAPI 3.1 tells them."""
    paths: dict[str, dict[str, Any]] = {}
    for route in table:
        if route.path.startswith("/api/"):
            path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jisr, the desk", "version": "1"},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": TOKEN}},
            "schemas": {"Fault": FAULT},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    named = re.findall(r"\{(\w+)(?::\w+)?\}", route.path)
    asked = [(name, "path", True, {"type": "string"}) for name in named]
    asked += [(name, "query", False, schema) for name, schema in (route.asks or {}).items()]
    fault = {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}
    found: dict[str, Any] = {
        "summary": route.title,
        "responses": {
            "200": {
                "description": route.title,
                "content": {"application/json": {"schema": dict(route.gives or {"type": "object"})}},
            },
            "default": {"description": "What is wrong, and what to do", "content": fault},
        },
    }
    if asked:
        found["parameters"] = [
            {"name": name, "in": where, "required": must, "schema": schema}
            for name, where, must, schema in asked
        ]
    if route.method == "POST":
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": route.body}}}
        found["security"] = [{"token": []}]
    return found


def openapi_route(table: Sequence[Route]) -> Route:
    """The route at which programs are told of the others, and of itself."""

    def tell(visit: Visit) -> Response:
        return visit.answer(describe([*table, own]))

    own = Route("GET", "/api/openapi.json", tell, "What programs can ask of the desk")
    return own
