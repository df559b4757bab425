"""How a checkout is written: in answers, and in the body of a webhook."""

import json
from datetime import datetime
from typing import Any

from simulators.card.checkouts import Chargeback, Checkout, Refund


def checkout_json(checkout: Checkout, public_url: str) -> dict[str, Any]:
    """Return a checkout as the API answers it. Amounts are decimal strings with two decimals."""
    return {
        "provider": "sim",
        "id": checkout.id,
        "url": f"{public_url}/checkout/{checkout.id}",
        "status": checkout.status.value,
        "amount": str(checkout.amount),
        "currency": checkout.currency,
        "refunded_amount": str(checkout.refunded),
        "reference": checkout.reference,
        "description": checkout.description,
        "return_url": checkout.return_url,
        "payment_id": checkout.payment_id,
        "charged_back": checkout.charged_back,
        "chargebacks": [chargeback_json(each) for each in checkout.chargebacks],
        "card": _card(checkout),
        "decline_code": checkout.decline_code,
        "created_at": _instant(checkout.opened_at),
        "expires_at": _instant(checkout.expires_at),
    }


def refund_json(checkout: Checkout, refund: Refund) -> dict[str, Any]:
    """Return a refund as the API answers it."""
    return {
        "provider": "sim",
        "id": refund.id,
        "checkout_id": checkout.id,
        "status": "succeeded",
        "amount": str(refund.amount),
        "currency": checkout.currency,
        "created_at": _instant(refund.at),
    }


def chargeback_json(chargeback: Chargeback) -> dict[str, Any]:
    """Return a dispute as the API answers it."""
    return {"id": chargeback.id, "amount": str(chargeback.amount), "won": chargeback.won}


def webhook_body(happening: str, checkout: Checkout, now: datetime, dispute: Chargeback | None = None) -> bytes:
    """Return the exact bytes of a webhook: type, timestamp and data (Standard Webhooks payload)."""
    data: dict[str, Any] = {
        "provider": "sim",
        "checkout_id": checkout.id,
        "sequence": checkout.happenings,
        "reference": checkout.reference,
        "status": checkout.status.value,
        "amount": str(checkout.amount),
        "currency": checkout.currency,
        "refunded_amount": str(checkout.refunded),
        "payment_id": checkout.payment_id,
        "card": _card(checkout),
        "decline_code": checkout.decline_code,
    }
    if happening.startswith("refund."):
        data["refund"] = {"id": checkout.refunds[-1].id, "amount": str(checkout.refunds[-1].amount)}
    if dispute:
        data["chargeback"] = {"id": dispute.id, "amount": str(dispute.amount)}
    told = {"type": happening, "timestamp": _instant(now), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _card(checkout: Checkout) -> dict[str, Any] | None:
    return {"type": checkout.card_type, "last4": checkout.card_last4} if checkout.card_type else None


def _instant(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
