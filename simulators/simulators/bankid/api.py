"""The HTTP API of the simulated BankID, RP v6.0: auth, sign, collect and cancel."""

import base64
import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from simulators.bankid.asked import AuthOrder, OrderRef, SignOrder
from simulators.bankid.evidence import Notary
from simulators.bankid.orders import FAILED_HINTS, AlreadyInProgressError, Limits, NoSuchOrderError, Order, OrderBook
from simulators.bankid.phone import add_phone
from simulators.control import Control, Effect
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.serving import simulator_app

BODY_MAX_BYTES = 512 * 1024
BASE_PATH = "/rp/v6.0"
JSON_TYPE = "application/json"
ISSUED_ON = date(2025, 2, 3)
"""Every simulated BankID was issued on this day."""

OPERATIONS = [Operation(name, "POST", f"{BASE_PATH}/{name}") for name in ("auth", "sign", "collect", "cancel")]
EFFECTS = {
    "auth": REQUEST_EFFECTS | {Effect.DECLINE},
    "sign": REQUEST_EFFECTS | {Effect.DECLINE},
    "collect": REQUEST_EFFECTS,
    "cancel": REQUEST_EFFECTS,
}
_PLAIN_JSON_ONLY = "Content-Type must be application/json, without parameters"
_CODES = {
    400: "invalidParameters",
    401: "unauthorized",
    403: "unauthorized",
    404: "notFound",
    405: "methodNotAllowed",
    408: "requestTimeout",
    413: "invalidParameters",
    415: "unsupportedMediaType",
    500: "internalError",
    503: "maintenance",
}


def bankid_app(clock: Callable[[], datetime], limits: Limits | None = None) -> FastAPI:
    """Return the simulated API and phone. `clock` gives the time, UTC with zone."""
    control = Control(EFFECTS)
    app = simulator_app("BankID RP v6.0", control, OPERATIONS, _error, BODY_MAX_BYTES)
    book = OrderBook(clock, limits)
    _answer_errors(app)
    _add_starts(app, book, control)
    _add_collect(app, book, Notary())
    add_phone(app, book)
    return app


def _add_starts(app: FastAPI, book: OrderBook, control: Control) -> None:
    def start(kind: str, wish: AuthOrder) -> dict[str, str]:
        rule = control.take(kind, Effect.DECLINE)
        fails_with = (rule.code if rule.code in FAILED_HINTS else "userCancel") if rule else None
        order = book.open(wish.request(kind, fails_with))
        return {
            "orderRef": order.order_ref,
            "autoStartToken": order.auto_start_token,
            "qrStartToken": order.qr_start_token,
            "qrStartSecret": order.qr_start_secret,
        }

    @app.post(f"{BASE_PATH}/auth")
    async def auth(request: Request, wish: AuthOrder) -> dict[str, str]:
        _plain_json(request)
        return start("auth", wish)

    @app.post(f"{BASE_PATH}/sign")
    async def sign(request: Request, wish: SignOrder) -> dict[str, str]:
        _plain_json(request)
        return start("sign", wish)


def _add_collect(app: FastAPI, book: OrderBook, notary: Notary) -> None:
    @app.post(f"{BASE_PATH}/collect")
    async def collect(request: Request, asked: OrderRef) -> dict[str, Any]:
        """The order as it stands. The end, complete or failed, is told once; after that there is no such order."""
        _plain_json(request)
        order = book.collect(asked.order_ref)
        told: dict[str, Any] = {"orderRef": order.order_ref, "status": order.status}
        if order.status == "complete":
            return told | {"completionData": _completion(order, notary, book.clock())}
        return told | {"hintCode": order.hint_code}

    @app.post(f"{BASE_PATH}/cancel")
    async def cancel(request: Request, asked: OrderRef) -> dict[str, Any]:
        _plain_json(request)
        book.cancel(asked.order_ref)
        return {}


def _completion(order: Order, notary: Notary, now: datetime) -> dict[str, Any]:
    signer = order.signer
    if signer is None:
        raise RuntimeError("a complete order has a signer")
    signature, ocsp_response = notary.evidence(order, signer, now)
    device = hashlib.sha256(f"simulated phone of {signer.personal_number}".encode()).digest()
    completion: dict[str, Any] = {
        "user": {
            "personalNumber": signer.personal_number,
            "name": signer.name,
            "givenName": signer.given_name,
            "surname": signer.surname,
        },
        "device": {"ipAddress": order.request.end_user_ip, "uhi": base64.b64encode(device[:20]).decode()},
        "bankIdIssueDate": ISSUED_ON.isoformat(),
        "stepUp": {"mrtd": order.request.mrtd},
        "signature": signature,
        "ocspResponse": ocsp_response,
    }
    return completion | ({"risk": "low"} if order.request.return_risk else {})


def _plain_json(request: Request) -> None:
    """Refuse any media type but application/json; the real service refuses a charset parameter too."""
    if request.headers.get("Content-Type") != JSON_TYPE:
        raise HTTPException(415, _PLAIN_JSON_ONLY)


def _error(status: int, code: str, details: str) -> dict[str, Any]:
    return {"errorCode": code or _CODES.get(status, "internalError"), "details": details}


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(AlreadyInProgressError)
    async def in_progress(_request: Request, _error_met: AlreadyInProgressError) -> JSONResponse:
        return JSONResponse(_error(400, "alreadyInProgress", "Order already in progress for pno"), 400)

    @app.exception_handler(NoSuchOrderError)
    async def no_such_order(_request: Request, _error_met: NoSuchOrderError) -> JSONResponse:
        return JSONResponse(_error(400, "", "No such order"), 400)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, met: RequestValidationError) -> JSONResponse:
        if request.url.path.startswith(BASE_PATH) and request.headers.get("Content-Type") != JSON_TYPE:
            return JSONResponse(_error(415, "", _PLAIN_JSON_ONLY), 415)
        details = "; ".join(f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in met.errors())
        status = 400 if request.url.path.startswith(BASE_PATH) else 422
        return JSONResponse(_error(400, "", f"Invalid parameter: {details}"), status)

    @app.exception_handler(AnyHTTPException)
    async def refused(_request: Request, met: AnyHTTPException) -> JSONResponse:
        return JSONResponse(_error(met.status_code, "", str(met.detail)), met.status_code)
