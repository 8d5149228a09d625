"""All routes of the desk, in the order in which addresses are tried, and the tabs of its pages."""

from jisr.desk.context import Tab
from jisr.desk.openapi import openapi_route
from jisr.desk.routes import article, changes, decisions, look, office, people, queue, session, upkeep, whole
from jisr.desk.routing import Route

_TABLE: tuple[Route, ...] = (
    *queue.ROUTES,
    *article.ROUTES,
    *decisions.ROUTES,
    *people.ROUTES,
    *changes.ROUTES,
    *session.ROUTES,
    *office.ROUTES,
    *look.ROUTES,
    *whole.ROUTES,
    *upkeep.ROUTES,
)

ROUTES = (*_TABLE, openapi_route(_TABLE))

TABS = (
    Tab("queue", "/"),
    Tab("remarks", "/remarks"),
    Tab("changes", "/changes"),
    Tab("new", "/new"),
    Tab("names", "/names"),
    Tab("find", "/find"),
    Tab("state", "/state"),
    Tab("release", "/release"),
)
