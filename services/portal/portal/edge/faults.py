"""What went wrong: a page for a browser, problem+json for everybody else."""

from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from chassis import Refused
from chassis.telemetry import log
from portal.edge.asking import edge_of
from portal.edge.cures import cure_of
from portal.edge.forms import StaleForm, go
from portal.edge.problems import Problem, on_problem
from portal.edge.reader import Reader, reader_of

STALE = 403
NOT_FOR_PEOPLE = ("/api/", "/webhooks/", "/static/")


def is_for_people(request: Request) -> bool:
    return not request.url.path.startswith(NOT_FOR_PEOPLE) and "text/html" in request.headers.get("accept", "")


async def on_fault(request: Request, error: Exception) -> Response:
    """Somebody who is not logged in is asked to, and then comes back to where they were going."""
    if not is_for_people(request):
        return await on_problem(request, Problem("request.invalid", fields="form") if _is_stale(error) else error)
    reader = await reader_of(request, edge_of(request))
    if _is_stale(error):
        return reader.page("fault.html", STALE, text=reader.t("fault.stale"), status_code=STALE)
    problem = _problem(error)
    if problem.code == "login.required":
        return go(_login(request))
    response: Response = _page(reader, problem)
    response.headers.update(problem.retry_after)
    return response


async def on_crash(request: Request, error: Exception) -> Response:
    """The page asks the database nothing: it may be what broke."""
    if not is_for_people(request):
        return await on_problem(request, error)
    log.error("page.failed", path=request.url.path, exc_info=error)
    return _page(Reader.of(request, edge_of(request), None), Problem("service.failed"))


def _is_stale(error: Exception) -> bool:
    return isinstance(error, StaleForm)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case Refused():
            return Problem.of(error)
        case HTTPException(status_code=405):
            return Problem("method.not-allowed")
        case RequestValidationError() | HTTPException(status_code=404):
            return Problem("page.not-found")
        case HTTPException(status_code=400):
            return Problem("request.invalid", fields="form")
        case _:
            raise error


def _page(reader: Reader, problem: Problem) -> Response:
    text, cure = reader.why(problem.code, problem.details), cure_of(problem.code, reader.request.url.path)
    return reader.page("fault.html", problem.status, text=text, status_code=problem.status, cure=cure)


def _login(request: Request) -> str:
    if request.method != "GET":
        return "/login"
    path = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return f"/login?{urlencode({'next': path})}"
