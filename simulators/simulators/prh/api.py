"""The HTTP API of the simulated YTJ open data, version 3: companies by Business ID or by name."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from simulators.control import Control, Effect
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.invented import InventedRegister
from simulators.prh.records import FIELDS, company_record
from simulators.prh.register import finnish_companies
from simulators.serving import simulator_app

BODY_MAX_BYTES = 16 * 1024
PAGE_SIZE = 100
COMPANIES_PATH = "/opendata-ytj-api/v3/companies"
OPERATIONS = [Operation("companies", "GET", COMPANIES_PATH)]
EFFECTS = {"companies": REQUEST_EFFECTS | {Effect.FIELD_FAILS}}


def prh_app(register: InventedRegister | None = None) -> FastAPI:
    """Return the simulated API, open to everybody."""
    known = register or finnish_companies()
    control = Control(EFFECTS)
    app = simulator_app("PRH YTJ open data v3", control, OPERATIONS, _error, BODY_MAX_BYTES)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, _fault: RequestValidationError) -> JSONResponse:
        return JSONResponse(_error(400, "", "Bad request"), 400)

    @app.get(COMPANIES_PATH)
    async def companies(
        business_id: Annotated[str, Query(alias="businessId", max_length=20)] = "",
        name: Annotated[str, Query(max_length=180)] = "",
        page: Annotated[int, Query(ge=1, le=1000)] = 1,
    ) -> JSONResponse:
        """One company, or those whose name holds every word, a hundred to a page."""
        if business_id and re.fullmatch(r"\d{7}-\d", business_id, re.ASCII) is None:
            return JSONResponse(_error(400, "", "businessId is not valid"), 400)
        one = known.by_number(business_id)
        found = ([one] if one else []) if business_id else known.by_name(name)
        rule = control.take("companies", Effect.FIELD_FAILS)
        absent = set(rule.fields or FIELDS) if rule else set()
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        body = {"totalResults": len(found), "companies": [company_record(company, absent) for company in shown]}
        return JSONResponse(body)

    return app


def _error(status: int, code: str, detail: str) -> dict[str, Any]:
    when = datetime.now(UTC).isoformat(timespec="seconds")
    return {"timestamp": when, "message": detail, "errorcode": code or status}
