"""The HTTP API of the simulated card provider: checkouts, refunds, and what became of the webhooks."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException

from simulators.card import webhooks
from simulators.card.asked import NewChargeback, NewCheckout, NewRefund
from simulators.card.checkouts import Chargeback, Checkout, CheckoutBook, CheckoutLimits, RefundRefusedError
from simulators.card.hosted import add_hosted_page
from simulators.card.idempotency import KEY_LENGTH_MAX, Answered, AnsweredOnce, KeyReusedError
from simulators.card.signing import signing_key
from simulators.card.told import checkout_json, refund_json, webhook_body
from simulators.card.webhooks import Delivery, WebhookLimits, WebhookSender
from simulators.control import Control, Effect
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.serving import simulator_app

BODY_MAX_BYTES = 16 * 1024
SWEEP_EVERY_S = 1.0

OPERATIONS = [
    Operation("checkout", "POST", "/v1/checkouts"),
    Operation("show", "GET", "/v1/checkouts/[^/]+"),
    Operation("refund", "POST", "/v1/checkouts/[^/]+/refunds"),
    Operation("pay", "POST", "/checkout/[^/]+/pay"),
]
EFFECTS = {
    "checkout": REQUEST_EFFECTS,
    "show": REQUEST_EFFECTS,
    "refund": REQUEST_EFFECTS | {Effect.DECLINE},
    "pay": REQUEST_EFFECTS | {Effect.DECLINE},
    **dict.fromkeys(webhooks.OPERATIONS, webhooks.EFFECTS),
}


@dataclass(frozen=True)
class Shop:
    """The one shop this provider knows: its API key, and where and with what secret its webhooks go."""

    api_key: str
    webhook_url: str
    webhook_secret: str
    public_url: str = ""
    """Where people reach the hosted page; empty: as the request came."""


def card_app(
    shop: Shop,
    clock: Callable[[], datetime],
    checkout_limits: CheckoutLimits | None = None,
    webhook_limits: WebhookLimits | None = None,
    client: httpx.AsyncClient | None = None,
) -> FastAPI:
    """Return the simulated provider. `clock`: UTC with zone; `client` sends the webhooks. Raises ValueError."""
    control = Control(EFFECTS)
    key = signing_key(shop.webhook_secret)
    sender = WebhookSender(shop.webhook_url, key, control, clock, client, webhook_limits)

    def tell(happening: str, checkout: Checkout, dispute: Chargeback | None = None) -> None:
        sender.send(happening, webhook_body(happening, checkout, clock(), dispute))

    book = CheckoutBook(clock, tell, checkout_limits)

    @asynccontextmanager
    async def sweeping(_app: FastAPI) -> AsyncIterator[None]:
        sweep = asyncio.create_task(_sweep(book))
        yield
        sweep.cancel()
        with suppress(asyncio.CancelledError):
            await sweep
        await sender.close()

    app = simulator_app("Card payments", control, OPERATIONS, _error, BODY_MAX_BYTES, sweeping)
    app.state.sender = sender
    _answer_errors(app)
    app.include_router(_checkout_routes(shop, book, control))
    app.include_router(_delivery_routes(shop, sender))
    add_hosted_page(app, book, control)
    return app


async def _sweep(book: CheckoutBook) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        book.expire_due()


def _checkout_routes(shop: Shop, book: CheckoutBook, control: Control) -> APIRouter:
    routes = APIRouter(prefix="/v1", dependencies=[Depends(_known(shop))])
    once = AnsweredOnce()

    def public_url(request: Request) -> str:
        return (shop.public_url or str(request.base_url)).rstrip("/")

    @routes.post("/checkouts", status_code=201)
    async def open_checkout(request: Request, wish: NewCheckout, key: IdempotencyKey = "") -> JSONResponse:
        """Open a checkout; the person is then sent to its `url`."""

        def work() -> Answered:
            amount = Decimal(wish.amount)
            given = (wish.currency, wish.reference, wish.return_url, wish.description, wish.card_type)
            checkout = book.open(amount, *given)
            return Answered(201, checkout_json(checkout, public_url(request)))

        return await _once(once, request, key, work)

    @routes.get("/checkouts/{checkout_id}")
    async def show(request: Request, checkout_id: str) -> dict[str, Any]:
        return checkout_json(_found(book, checkout_id), public_url(request))

    @routes.post("/checkouts/{checkout_id}/refunds", status_code=201)
    async def refund(request: Request, checkout_id: str, wish: NewRefund, key: IdempotencyKey = "") -> JSONResponse:
        """Give money back. 409 not_paid; 422 amount_too_large; 402 when told to decline."""
        checkout = _found(book, checkout_id)

        def work() -> Answered:
            if rule := control.take("refund", Effect.DECLINE):
                return Answered(402, _error(402, rule.code or "refund_declined", "The bank refused the refund."))
            try:
                made = book.refund(checkout, Decimal(wish.amount) if wish.amount else None)
            except RefundRefusedError as error:
                status = 409 if error.code == "not_paid" else 422
                return Answered(status, _error(status, error.code, "The refund cannot be made."))
            return Answered(201, refund_json(checkout, made))

        return await _once(once, request, key, work)

    @routes.post("/checkouts/{checkout_id}/chargebacks", status_code=201)
    async def charge_back(request: Request, checkout_id: str, wish: NewChargeback | None = None) -> JSONResponse:
        """Play the person's bank, which takes a payment back, or a part. 409 not_paid; 422 amount_too_large."""
        checkout = _found(book, checkout_id)
        amount = Decimal(wish.amount) if wish and wish.amount else None
        try:
            book.charge_back(checkout, amount)
        except RefundRefusedError as error:
            status = 409 if error.code == "not_paid" else 422
            return JSONResponse(_error(status, error.code, "Only what was paid can be taken back."), status)
        return JSONResponse(checkout_json(checkout, public_url(request)), 201)

    @routes.post("/checkouts/{checkout_id}/chargebacks/{chargeback_id}/win", status_code=201)
    async def win(request: Request, checkout_id: str, chargeback_id: str) -> JSONResponse:
        """Play the person's bank, which gives a dispute up. 404 for a dispute that is not there."""
        checkout = _found(book, checkout_id)
        try:
            book.win(checkout, chargeback_id)
        except KeyError as error:
            raise HTTPException(404, "no such chargeback") from error
        return JSONResponse(checkout_json(checkout, public_url(request)), 201)

    return routes


def _delivery_routes(shop: Shop, sender: WebhookSender) -> APIRouter:
    routes = APIRouter(prefix="/v1", dependencies=[Depends(_known(shop))])

    @routes.get("/webhook-deliveries")
    async def deliveries() -> dict[str, Any]:
        """What became of the webhooks, oldest first."""
        return {"provider": "sim", "deliveries": [_delivery_json(each) for each in sender.deliveries.values()]}

    @routes.post("/webhook-deliveries/{delivery_id}/resend", status_code=202)
    async def resend(delivery_id: str) -> dict[str, Any]:
        """Send one again, whatever became of it."""
        delivery = sender.deliveries.get(delivery_id)
        if delivery is None:
            raise HTTPException(404, "no such delivery")
        sender.send_again(delivery)
        return _delivery_json(delivery)

    return routes


IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=KEY_LENGTH_MAX)]


async def _once(once: AnsweredOnce, request: Request, key: str, work: Callable[[], Answered]) -> JSONResponse:
    """Do the work once for each key. 400 without a key; 409 for a key used with another request."""
    if not key:
        return JSONResponse(_error(400, "idempotency_key_missing", "The header Idempotency-Key is needed."), 400)
    body, path = await request.body(), request.url.path
    try:
        earlier = once.earlier(key, path, body)
    except KeyReusedError:
        return JSONResponse(_error(409, "idempotency_key_reused", "The key was used with another request."), 409)
    if earlier is not None:
        return JSONResponse(earlier.body, earlier.status, {"Idempotent-Replayed": "true"})
    answer = work()
    once.remember(key, path, body, answer)
    return JSONResponse(answer.body, answer.status)


def _known(shop: Shop) -> Callable[[str], None]:
    def check(authorization: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(authorization.encode(), f"Bearer {shop.api_key}".encode()):
            raise HTTPException(401, "the API key is wrong or missing")

    return check


def _found(book: CheckoutBook, checkout_id: str) -> Checkout:
    checkout = book.get(checkout_id)
    if checkout is None:
        raise HTTPException(404, "no such checkout")
    return checkout


def _delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "type": delivery.type,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "last_status": delivery.last_status,
    }


_CODES = {400: "invalid_request", 401: "unauthorised", 404: "not_found", 413: "too_large", 422: "invalid_request"}


def _error(status: int, code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code or _CODES.get(status, "provider_error"), "message": message}}


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, met: RequestValidationError) -> JSONResponse:
        details = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in met.errors())
        return JSONResponse(_error(422, "", details), 422)

    @app.exception_handler(AnyHTTPException)
    async def refused(_request: Request, met: AnyHTTPException) -> JSONResponse:
        return JSONResponse(_error(met.status_code, "", str(met.detail)), met.status_code)
