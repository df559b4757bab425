"""The HTTP API of the simulated Bolagsverket: token, organisationer, isalive, and the bulk file's name index."""

import base64
import binascii
import math
import re
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from simulators.bolagsverket import access
from simulators.bolagsverket.company import Company
from simulators.bolagsverket.records import FIELDS, FaultKind, not_registered, organisation
from simulators.bolagsverket.register import Register
from simulators.control import Control, Effect, Rule
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.numbers import is_organisation_number, is_personal_number, luhn_valid
from simulators.serving import simulator_app

BODY_MAX_BYTES = 16 * 1024
BULK_PAGE_MAX = 200
BASE_PATH = "/vardefulla-datamangder/v1"

OPERATIONS = [
    Operation("token", "POST", "/oauth2/token"),
    Operation("organisationer", "POST", f"{BASE_PATH}/organisationer"),
    Operation("bulk", "GET", "/bulk/organisationer"),
]
EFFECTS = {
    "token": REQUEST_EFFECTS,
    "organisationer": REQUEST_EFFECTS | {Effect.FIELD_FAILS, Effect.DECLINE},
    "bulk": REQUEST_EFFECTS,
}
_TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 413: "Content Too Large"}


class OrganisationerBegaran(BaseModel):
    """The body of POST organisationer: 10 or 12 digits, with or without a hyphen."""

    identitetsbeteckning: str


class ApiFaultError(Exception):
    """The call itself failed: answered as an ApiError (RFC 7807) with this status and detail."""

    def __init__(self, status: int, kind: str, instance: str, detail: str) -> None:
        super().__init__(detail)
        self.body = {
            "type": f"urn:bolagsverket:error:{kind}",
            "instance": instance,
            "status": status,
            "title": _TITLES[status],
            "detail": detail,
        }
        self.status = status


def bolagsverket_app(gate: access.Gate, register: Register | None = None) -> FastAPI:
    """Return the simulated API, open to the one client that `gate` knows."""
    known = register or Register()
    control = Control(EFFECTS)
    app = simulator_app("Bolagsverket Värdefulla datamängder v1", control, OPERATIONS, _api_error, BODY_MAX_BYTES)
    _answer_faults(app)
    _add_token(app, gate)
    _add_organisationer(app, gate, known, control)
    _add_bulk(app, known)
    return app


def _add_token(app: FastAPI, gate: access.Gate) -> None:
    @app.post("/oauth2/token")
    async def token(
        request: Request,
        grant_type: Annotated[str, Form()] = "",
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form()] = "",
        scope: Annotated[str, Form()] = "",
    ) -> dict[str, Any]:
        """Client credentials (RFC 6749 section 4.4), the client named in the body or by HTTP Basic."""
        if grant_type != "client_credentials":
            raise access.OAuthError(400, "unsupported_grant_type", "Only client_credentials is supported.")
        basic = _basic(request.headers.get("Authorization", ""))
        granted = gate.grant(*(basic or (client_id, client_secret)), scope)
        return {
            "access_token": granted.value,
            "scope": " ".join(sorted(granted.scopes)),
            "token_type": "Bearer",
            "expires_in": gate.token_life_s,
        }


def _add_organisationer(app: FastAPI, gate: access.Gate, register: Register, control: Control) -> None:
    @app.get(f"{BASE_PATH}/isalive")
    async def isalive(request: Request) -> str:
        _authorised(request, gate, access.PING_SCOPE)
        return "OK"

    @app.post(f"{BASE_PATH}/organisationer")
    async def organisationer(request: Request, begaran: OrganisationerBegaran) -> JSONResponse:
        """The firms under one number. The number goes in the body, never in an address that is logged."""
        _authorised(request, gate, access.READ_SCOPE)
        if wait := gate.wait_s():
            return _throttled(wait)
        if control.take("organisationer", Effect.DECLINE):
            raise ApiFaultError(403, "auth", "auth.forbidden", "Anroparen saknar behörighet till resursen.")
        identity = _identity(begaran.identitetsbeteckning)
        faults = _faults(control.take("organisationer", Effect.FIELD_FAILS))
        found = [organisation(company, faults) for company in register.by_identity(identity)]
        headers = {"X-Request-Id": request.headers["X-Request-Id"]} if "X-Request-Id" in request.headers else None
        return JSONResponse({"organisationer": found or [not_registered(identity)]}, headers=headers)


def _add_bulk(app: FastAPI, register: Register) -> None:
    @app.get("/bulk/organisationer")
    async def bulk(
        namn: Annotated[str, Query(max_length=100)] = "",
        antal: Annotated[int, Query(ge=1, le=BULK_PAGE_MAX)] = 20,
    ) -> dict[str, Any]:
        """Search by name. The real API has none: this stands for an index built from the weekly bulk file.

        Like that file it needs no token and holds no sole traders. Answers the first `antal` by name.
        """
        found = sorted(register.by_name(namn), key=lambda company: company.name)
        rows = [_bulk_row(company) for company in found[:antal]]
        return {"organisationer": rows, "antalTraffar": len(found), "provider": "sim"}


def _bulk_row(company: Company) -> dict[str, Any]:
    struck_off = company.struck_off_on
    return {
        "identitetsbeteckning": company.identity,
        "namn": company.name,
        "organisationsform": company.form.code,
        "registreringsdatum": company.registered_on.isoformat(),
        "avregistreringsdatum": struck_off.isoformat() if struck_off else None,
        "postort": company.address.town,
    }


def _authorised(request: Request, gate: access.Gate, scope: str) -> None:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    token = gate.token(value) if kind.lower() == "bearer" else None
    if token is None:
        raise ApiFaultError(401, "auth", "auth.unauthorized", "Anroparen saknar giltiga autentiseringsuppgifter.")
    if scope not in token.scopes:
        raise ApiFaultError(403, "auth", "auth.forbidden", "Anroparen saknar behörighet till resursen.")


def _identity(written: str) -> str:
    digits = re.sub(r"[-+\s]", "", written)
    if re.fullmatch(r"\d{10}|\d{12}", digits, re.ASCII) is None:
        raise ApiFaultError(400, "validation", "validation.client", "Identitetsbeteckning har ogiltigt format.")
    if not luhn_valid(digits[-10:]):
        detail = "Identitetsbeteckning har ogiltig kontrollsiffra."
        raise ApiFaultError(400, "validation", "validation.client", detail)
    ten_digit_person = any(is_personal_number(century + digits) for century in ("19", "20"))
    if not (is_organisation_number(digits) or is_personal_number(digits) or ten_digit_person):
        raise ApiFaultError(400, "validation", "validation.client", "Identitetsbeteckning har ogiltigt format.")
    return digits


def _faults(rule: Rule | None) -> dict[str, FaultKind]:
    """Read a rule's fields: names of fields, or a producer for all of its fields, or none for all there are."""
    if rule is None:
        return {}
    kind = FaultKind(rule.code) if rule.code in list(FaultKind) else FaultKind.SOURCE_UNAVAILABLE
    wanted = set(rule.fields)
    return {name: kind for name, field in FIELDS.items() if not wanted or {name, field.producer} & wanted}


def _throttled(wait_s: float) -> JSONResponse:
    body = {
        "code": "900802",
        "message": "Message throttled out",
        "description": "You have exceeded your quota. You can access the API again in a while.",
    }
    return JSONResponse(body, 429, {"Retry-After": str(math.ceil(wait_s))})


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        client_id, _, client_secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client_id, client_secret


def _api_error(status: int, code: str, detail: str) -> dict[str, Any]:
    title = _TITLES.get(status, "Internal Server Error")
    return {
        "type": "about:blank",
        "instance": code or "server.error",
        "status": status,
        "title": title,
        "detail": detail,
    }


def _answer_faults(app: FastAPI) -> None:
    @app.exception_handler(ApiFaultError)
    async def api_fault(request: Request, fault: ApiFaultError) -> JSONResponse:
        return JSONResponse(fault.body | _traced(request), fault.status)

    @app.exception_handler(access.OAuthError)
    async def oauth_fault(_request: Request, fault: access.OAuthError) -> JSONResponse:
        return JSONResponse({"error": fault.error, "error_description": str(fault)}, fault.status)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, _fault: RequestValidationError) -> JSONResponse:
        if not request.url.path.startswith(BASE_PATH):
            return JSONResponse({"detail": "The request is not of the documented shape."}, 422)
        fault = ApiFaultError(400, "validation", "validation.client", "JSON parse error")
        return JSONResponse(fault.body | _traced(request), 400)


def _traced(request: Request) -> dict[str, Any]:
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"timestamp": when, "requestId": request.headers.get("X-Request-Id")}
