"""The HTTP API of the simulated Enhetsregisteret: one unit, a search by name, and the roles in a unit."""

import re
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from simulators.brreg.records import FIELDS, roles, unit
from simulators.brreg.register import norwegian_companies
from simulators.control import Control, Effect
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.invented import Invented, InventedRegister
from simulators.serving import simulator_app

BODY_MAX_BYTES = 16 * 1024
BASE_PATH = "/enhetsregisteret/api"
PAGE_MAX = 10_000
OPERATIONS = [
    Operation("roller", "GET", f"{BASE_PATH}/enheter/[^/]+/roller"),
    Operation("enhet", "GET", f"{BASE_PATH}/enheter/[^/]+"),
    Operation("search", "GET", f"{BASE_PATH}/enheter"),
]
EFFECTS = {
    "enhet": REQUEST_EFFECTS | {Effect.FIELD_FAILS},
    "search": REQUEST_EFFECTS | {Effect.FIELD_FAILS},
    "roller": REQUEST_EFFECTS,
}


def brreg_app(register: InventedRegister | None = None) -> FastAPI:
    """Return the simulated API, open to everybody."""
    known = register or norwegian_companies()
    control = Control(EFFECTS)
    app = simulator_app("Brreg Enhetsregisteret", control, OPERATIONS, _error, BODY_MAX_BYTES)
    _add_units(app, known, control)
    _add_roles(app, known)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, _fault: RequestValidationError) -> JSONResponse:
        return JSONResponse(_error(400, "", "Feilaktig forespørsel"), 400)

    return app


def _add_units(app: FastAPI, register: InventedRegister, control: Control) -> None:
    def absent(operation: str) -> set[str]:
        rule = control.take(operation, Effect.FIELD_FAILS)
        return set(rule.fields or FIELDS) if rule else set()

    @app.get(f"{BASE_PATH}/enheter")
    async def search(
        navn: Annotated[str, Query(max_length=180)] = "",
        size: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 20,
        page: Annotated[int, Query(ge=0, le=PAGE_MAX)] = 0,
    ) -> dict[str, Any]:
        """The units whose name holds every word, a page at a time; without any there is no `_embedded`."""
        found = [company for company in register.by_name(navn) if company.struck_off_on is None]
        shown = found[page * size : (page + 1) * size]
        left_out = absent("search")
        body: dict[str, Any] = {
            "_links": {"self": {"href": f"https://data.brreg.no{BASE_PATH}/enheter"}},
            "page": {"size": size, "totalElements": len(found), "totalPages": -(-len(found) // size), "number": page},
        }
        return body | ({"_embedded": {"enheter": [unit(company, left_out) for company in shown]}} if shown else {})

    @app.get(f"{BASE_PATH}/enheter/{{number}}")
    async def one(number: str) -> JSONResponse:
        """One unit; 404 with no body for a number that nobody has."""
        if re.fullmatch(r"\d{9}", number, re.ASCII) is None:
            return JSONResponse(_error(400, "", "Organisasjonsnummer må bestå av 9 siffer"), 400)
        company = register.by_number(number)
        return JSONResponse(unit(company, absent("enhet"))) if company else JSONResponse(None, 404)


def _add_roles(app: FastAPI, register: InventedRegister) -> None:
    @app.get(f"{BASE_PATH}/enheter/{{number}}/roller")
    async def in_unit(number: str) -> JSONResponse:
        company: Invented | None = register.by_number(number)
        return JSONResponse(roles(company)) if company else JSONResponse(None, 404)


def _error(status: int, code: str, detail: str) -> dict[str, Any]:
    return {"status": status, "feilmelding": detail, "feilkode": code or None, "antallFeil": 1, "valideringsfeil": []}
