"""The HTTP API of the simulated CVR: _search behind HTTP Basic, by number or by name."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from simulators.control import Control, Effect
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.invented import Invented, InventedRegister
from simulators.serving import simulator_app
from simulators.virk.records import FIELDS, hit
from simulators.virk.register import danish_companies

BODY_MAX_BYTES = 16 * 1024
SEARCH_PATH = "/cvr-permanent/virksomhed/_search"
OPERATIONS = [Operation("search", "POST", SEARCH_PATH)]
EFFECTS = {"search": REQUEST_EFFECTS | {Effect.FIELD_FAILS}}


@dataclass(frozen=True)
class Agreement:
    """The one user who may ask, by HTTP Basic."""

    user: str
    password: str

    def admits(self, header: str) -> bool:
        """Tell whether an Authorization header is this user's."""
        kind, _, encoded = header.partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return False
        right = f"{self.user}:{self.password}"
        return kind.lower() == "basic" and hmac.compare_digest(given.encode(), right.encode())


class Search(BaseModel):
    """The body of _search: only the two kinds of query that a look-up needs are understood."""

    query: dict[str, Any]
    size: Annotated[int, Field(ge=0, le=3000)] = 10


def virk_app(agreement: Agreement, register: InventedRegister | None = None) -> FastAPI:
    """Return the simulated API, open to the one user of the agreement."""
    known = register or danish_companies()
    control = Control(EFFECTS)
    app = simulator_app("Virk CVR Elasticsearch", control, OPERATIONS, _error, BODY_MAX_BYTES)

    @app.exception_handler(RequestValidationError)
    async def unreadable(_request: Request, _fault: RequestValidationError) -> JSONResponse:
        return JSONResponse(_error(400, "parsing_exception", "The request is not of the documented shape."), 400)

    @app.post(SEARCH_PATH)
    async def search(request: Request, asked: Search) -> JSONResponse:
        if not agreement.admits(request.headers.get("Authorization", "")):
            return JSONResponse(_error(401, "security_exception", "missing authentication credentials"), 401)
        found = _found(known, asked.query)
        if found is None:
            return JSONResponse(_error(400, "parsing_exception", "unknown query"), 400)
        rule = control.take("search", Effect.FIELD_FAILS)
        absent = set(rule.fields or FIELDS) if rule else set()
        hits = [hit(company, absent) for company in found[: asked.size]]
        return JSONResponse(
            {
                "took": 3,
                "timed_out": False,
                "_shards": {"total": 6, "successful": 6, "skipped": 0, "failed": 0},
                "hits": {"total": len(found), "max_score": 1.0 if hits else None, "hits": hits},
            }
        )

    return app


def _found(register: InventedRegister, query: dict[str, Any]) -> list[Invented] | None:
    """Read {"term": {number}} or {"match": {name: {"query", "operator": "and"}}}; None for any other query."""
    match query:
        case {"term": {"Vrvirksomhed.cvrNummer": int() | str() as number}}:
            company = register.by_number(str(number))
            return [company] if company else []
        case {"match": {"Vrvirksomhed.virksomhedMetadata.nyesteNavn.navn": {"query": str(words), "operator": "and"}}}:
            return register.by_name(words)
        case _:
            return None


def _error(status: int, code: str, detail: str) -> dict[str, Any]:
    kind = code or "simulated_exception"
    return {
        "error": {"root_cause": [{"type": kind, "reason": detail}], "type": kind, "reason": detail},
        "status": status,
    }
