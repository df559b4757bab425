"""The card provider over HTTP: hosted checkouts only, so no card data ever comes to us."""

import json
import re
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import httpx

from contracts.text import tidied, tidied_json
from contracts.values import Money
from wallet.orders.card_payments import (
    CardPayments,
    CardProviderDown,
    CardProviderRefused,
    Checkout,
    Paid,
    WantedCheckout,
)
from wallet.settings import WalletSettings

FINAL_STATUSES = frozenset({400, 402, 404, 409, 413, 422})
"""Answers about the request itself. A wrong key (401, 403) is ours to correct, and the order waits meanwhile."""
CAUSE_CHARACTERS_MAX = 200
AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
OUTCOMES: dict[str, Literal["paid", "declined", "abandoned"]] = {
    "paid": "paid",
    "declined": "declined",
    "cancelled": "abandoned",
    "expired": "abandoned",
}
"""By the status of a checkout; any other one is not over."""


class CardProvider:
    """POST /v1/checkouts: the order is the reference, amounts are text, `Idempotency-Key` makes a repeat harmless."""

    def __init__(self, settings: WalletSettings, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._settings = settings
        self._transport = transport
        self._http: httpx.AsyncClient | None = None

    async def start(self) -> None:
        settings = self._settings
        self._http = httpx.AsyncClient(
            base_url=settings.card_url,
            headers={"Authorization": f"Bearer {settings.card_api_key.get_secret_value()}"},
            timeout=settings.card_timeout_s,
            transport=self._transport,
        )

    async def stop(self) -> None:
        if self._http:
            await self._http.aclose()

    async def open_checkout(self, wanted: WantedCheckout) -> Checkout:
        """A page to pay at. Raises CardProviderDown or CardProviderRefused."""
        body = await self._ask("/v1/checkouts", self._body(wanted), wanted.key)
        return Checkout(id=_text(body, "id"), url=_text(body, "url"))

    async def look(self, checkout: str) -> Paid | None:
        """How a checkout ended, or None. Raises CardProviderDown or CardProviderRefused."""
        assert self._http is not None, "start() comes first"
        try:
            body = _read(await self._http.get(f"/v1/checkouts/{checkout}"))
        except httpx.HTTPError as error:
            raise CardProviderDown(type(error).__name__) from error
        outcome = OUTCOMES.get(_text(body, "status"))
        if outcome is None:
            return None
        return Paid(
            payment=str(body.get("payment_id") or checkout),
            provider=_text(body, "provider"),
            outcome=outcome,
            amount=_amount(body),
        )

    async def refund(self, key: UUID, checkout: str, amount: Money) -> str:
        """Pays back. Raises CardProviderDown or CardProviderRefused."""
        body = await self._ask(f"/v1/checkouts/{checkout}/refunds", {"amount": f"{amount.amount:.2f}"}, key)
        return _text(body, "id")

    async def _ask(self, path: str, body: dict[str, Any], key: UUID) -> dict[str, Any]:
        assert self._http is not None, "start() comes first"
        try:
            answer = await self._http.post(path, json=body, headers={"Idempotency-Key": str(key)})
        except httpx.HTTPError as error:
            raise CardProviderDown(type(error).__name__) from error
        return _read(answer)

    def _body(self, wanted: WantedCheckout) -> dict[str, Any]:
        chosen = {"card_type": wanted.card_type} if wanted.card_type else {}
        return chosen | {
            "amount": f"{wanted.amount.amount:.2f}",
            "currency": wanted.amount.currency,
            "reference": str(wanted.order),
            "description": wanted.description,
            "return_url": self._return_url(wanted),
        }

    def _return_url(self, wanted: WantedCheckout) -> str:
        url = self._settings.card_return_url
        return url.replace("{company}", str(wanted.company)).replace("{order}", str(wanted.order))


def register(settings: WalletSettings) -> CardPayments:
    """The factory named in `uses`."""
    return CardProvider(settings)


def _read(answer: httpx.Response) -> dict[str, Any]:
    cause = tidied(f"{answer.status_code} {answer.text}"[:CAUSE_CHARACTERS_MAX])
    if answer.status_code in FINAL_STATUSES:
        raise CardProviderRefused(cause)
    if not answer.is_success:
        raise CardProviderDown(cause)
    try:
        body = json.loads(tidied_json(answer.content))
    except ValueError as error:
        raise CardProviderDown(f"unreadable answer: {type(error).__name__}") from error
    if not isinstance(body, dict):
        raise CardProviderDown("unreadable answer: no object")
    return body


def _amount(body: dict[str, Any]) -> Money:
    written = _text(body, "amount")
    if not AMOUNT.fullmatch(written):
        raise CardProviderDown("unreadable answer: amount")
    return Money(Decimal(written), _text(body, "currency"))


def _text(body: dict[str, Any], name: str) -> str:
    if not body.get(name):
        raise CardProviderDown(f"unreadable answer: {name} is missing")
    return str(body[name])
