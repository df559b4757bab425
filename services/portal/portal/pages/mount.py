"""Puts the pages on the site: their routes, their files, and how they answer when something goes wrong."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis import Refused
from portal.pages import (
    choosing,
    enrolment,
    entrance,
    inbox,
    invoices,
    joining,
    passwords,
    questions,
    signup,
    support,
    waiting,
)
from portal.pages.faults import on_crash, on_fault
from portal.pages.forms import StaleForm
from portal.problems import Problem

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"


class OwnFiles(StaticFiles):
    """Every address of a file names its content or its version, so it may be kept for ever."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = FOR_EVER
        return response


def mount_pages(app: FastAPI) -> None:
    for part in (
        entrance,
        signup,
        choosing,
        invoices,
        inbox,
        enrolment,
        support,
        passwords,
        joining,
        waiting,
        questions,
    ):
        app.include_router(part.router, include_in_schema=False)
    app.mount("/static", OwnFiles(directory=STATIC))
    for error in (Problem, Refused, RequestValidationError, HTTPException, StaleForm):
        app.add_exception_handler(error, on_fault)
    app.add_exception_handler(Exception, on_crash)
