"""The site: the REST API with its OpenAPI document, the webhooks and the pages, behind one set of headers."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from chassis import Refused
from chassis.area import Area
from chassis.running.runtime import Runtime
from portal.edge.asking import Edge
from portal.edge.document import OPENAPI_URL, TITLE, document_of
from portal.edge.faults import on_crash, on_fault
from portal.edge.forms import StaleForm
from portal.edge.guard import Guard, headed
from portal.edge.menu import STEPS
from portal.edge.own_files import OwnFiles
from portal.edge.part import Part
from portal.edge.problems import Problem
from portal.help.follows import watch
from portal.live.watching import Watching


class Site(FastAPI):
    """Gives every answer its headers, that of a crash too; describes what it can be asked."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = document_of(self.title, self.version, self.routes)
        return self.openapi_schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, receive, headed(send))


def site(areas: Sequence[Area], runtime: Runtime) -> Any:
    """The ASGI application that people and systems come to."""
    app = routed(areas)
    app.state.edge = edge = Edge.of(runtime)
    app.state.watching = Watching(runtime, edge.settings)
    runtime.beside("account mails", edge.post.run)
    runtime.beside("followed articles", partial(watch, edge))
    parts = [area for area in areas if isinstance(area, Part)]
    app.state.places = [place for part in parts for place in part.places]
    app.state.steps = sorted((step for part in parts for step in part.steps), key=lambda step: STEPS.index(step.name))
    app.mount("/static", OwnFiles())
    for error in (Problem, Refused, RequestValidationError, HTTPException, StaleForm):
        app.add_exception_handler(error, on_fault)
    app.add_exception_handler(Exception, on_crash)
    app.add_middleware(Guard, edge.settings, on_fault, lambda: runtime.clock_is_right)
    return app


def routed(areas: Sequence[Area]) -> Site:
    """Every route of some areas; nothing behind them runs yet."""
    app = Site(title=TITLE, version="1", openapi_url=OPENAPI_URL, docs_url=None, redoc_url=None)
    parts = [area for area in areas if isinstance(area, Part)]
    for router in (router for part in parts for router in part.api):
        app.include_router(router)
    for router in (router for part in parts for router in part.pages):
        app.include_router(router, include_in_schema=False)
    return app
