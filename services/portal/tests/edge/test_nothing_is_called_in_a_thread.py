"""What routes depend on is called in the event loop: FastAPI would call a plain function in a thread, for each request.

Siblings looked for: the edge itself and the id of a request, which almost every route depends on, were plain functions.
"""

from collections.abc import Iterator
from inspect import iscoroutinefunction, unwrap

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from portal.app import AREAS
from portal.edge.part import Part


def called_for(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for below in dependant.dependencies:
        yield from called_for(below)


def test_routes_and_what_they_depend_on_are_called_in_the_event_loop() -> None:
    routers = [router for area in AREAS if isinstance(area, Part) for router in (*area.api, *area.pages)]
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    assert len(routes) > 100
    called = {call for route in routes for call in called_for(route.dependant)}
    assert not [call for call in called if callable(call) and not iscoroutinefunction(unwrap(call))]
