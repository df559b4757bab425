"""The card company's webhook: its signature is the proof, and it may come late, twice and out of order."""

import base64
import binascii
import hmac
import time
from decimal import Decimal
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request, Response

from chassis import derived_id
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Money
from portal.edge.asking import TheEdge
from portal.edge.problems import Problem
from portal.edge.sent_files import body_of
from portal.orders.view import company_of

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

Outcome = Literal["paid", "declined", "abandoned"]
OUTCOMES: dict[str, Outcome] = {
    "payment.captured": "paid",
    "payment.declined": "declined",
    "checkout.cancelled": "abandoned",
    "checkout.expired": "abandoned",
}
CHARGED_BACK = "payment.charged_back"
REVERSED = "payment.chargeback_reversed"
SECRET_PREFIX = "whsec_"  # noqa: S105 - the scheme's prefix, no secret


class Disputed(msgspec.Struct):
    """The part of a payment that the payer's bank takes back, or gives again."""

    id: str
    amount: Decimal


class Told(msgspec.Struct):
    """What the provider says about a checkout; `reference` is our order."""

    provider: str
    checkout_id: str
    reference: str
    amount: Decimal
    currency: str
    sequence: int
    payment_id: str | None = None
    chargeback: Disputed | None = None


class Webhook(msgspec.Struct):
    type: str
    data: Told


@router.post("/card", status_code=204)
async def card(request: Request, edge: TheEdge) -> Response:
    """Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`. What is not for us is 204 too."""
    body = await body_of(request, edge.settings.webhook_bytes_max)
    check_signature(
        request, body, edge.settings.card_webhook_secret.get_secret_value(), edge.settings.card_webhook_age_max_s
    )
    try:
        webhook = msgspec.json.decode(body, type=Webhook, strict=False)
        order = UUID(webhook.data.reference)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Problem("webhook.unreadable") from error
    outcome = OUTCOMES.get(webhook.type)
    if outcome is None and webhook.type not in (CHARGED_BACK, REVERSED):
        return Response(status_code=204)
    company = await company_of(edge.db, order)
    if company is None:
        raise Problem("order.not-found")
    told = webhook.data
    happening = derived_id(order, "payment", webhook.type, told.checkout_id, str(told.sequence))
    fact = returned(told, order, company, webhook.type) if outcome is None else paid(told, order, company, outcome)
    await edge.tell_only(fact, happening, company)
    return Response(status_code=204)


def paid(told: Told, order: UUID, company: CompanyId, outcome: Outcome) -> Fact:
    """What the provider says of a payment, as a fact."""
    return portal.PaymentReported(
        company=company,
        order=order,
        provider=told.provider,
        payment=told.payment_id or told.checkout_id,
        outcome=outcome,
        amount=Money(told.amount, told.currency),
        checkout=told.checkout_id,
    )


def returned(told: Told, order: UUID, company: CompanyId, kind: str) -> Fact:
    """What it says of a dispute; a provider that names no part means the whole payment."""
    part = told.chargeback or Disputed("", told.amount)
    fact = portal.ChargebackReported if kind == CHARGED_BACK else portal.ChargebackReversalReported
    return fact(
        company=company,
        order=order,
        provider=told.provider,
        payment=told.payment_id or told.checkout_id,
        chargeback=part.id,
        amount=Money(part.amount, told.currency),
    )


def check_signature(request: Request, body: bytes, secret: str, age_max_s: int) -> None:
    """Raises Problem `webhook.signature` for a wrong signature and for a message too old or from the future."""
    message_id = request.headers.get("webhook-id", "")
    timestamp = request.headers.get("webhook-timestamp", "")
    given = request.headers.get("webhook-signature", "")
    try:
        key = base64.b64decode(secret[len(SECRET_PREFIX) :]) if secret.startswith(SECRET_PREFIX) else secret.encode()
        age_s = abs(time.time() - int(timestamp))
    except (ValueError, binascii.Error) as error:
        raise Problem("webhook.signature") from error
    expected = base64.b64encode(hmac.digest(key, f"{message_id}.{timestamp}.".encode() + body, sha256))
    fits = any(hmac.compare_digest(part.removeprefix("v1,").encode(), expected) for part in given.split())
    if not secret or not fits or age_s > age_max_s:
        raise Problem("webhook.signature")
