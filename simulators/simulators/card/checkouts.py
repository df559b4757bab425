"""Checkouts: opened for an amount, paid or not by card, refunded; each change is a happening to tell by webhook."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from simulators.card.cards import CardType, Outcome, SampleCard


class Status(StrEnum):
    """Where a checkout stands. All but OPEN are final; refunds leave PAID as it is."""

    OPEN = "open"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class NotOpenError(Exception):
    """The checkout has ended: it can be neither paid nor cancelled."""


class RefundRefusedError(Exception):
    """The refund cannot be made. `code`: not_paid or amount_too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Refund:
    """Money given back. The amount has the checkout's currency."""

    id: str
    amount: Decimal
    at: datetime


@dataclass
class Chargeback:
    """Money that the person's bank took back, until the shop wins the dispute."""

    id: str
    amount: Decimal
    won: bool = False


@dataclass
class Checkout:
    """One wish to be paid. `reference` is the order's, in the shop's words."""

    id: str
    amount: Decimal
    currency: str
    reference: str
    return_url: str
    description: str
    opened_at: datetime
    expires_at: datetime
    status: Status = Status.OPEN
    card_type: str | None = None
    card_last4: str | None = None
    decline_code: str | None = None
    payment_id: str | None = None
    refunds: list[Refund] = field(default_factory=list)
    chosen_type: CardType | None = None
    """Chosen at the shop; the page lets the person choose another all the same."""
    chargebacks: list[Chargeback] = field(default_factory=list)
    happenings: int = 0
    """How many webhooks have been made for it: numbers them, so that the hearer can see their order."""

    @property
    def refunded(self) -> Decimal:
        """Return what has been given back so far."""
        return sum((refund.amount for refund in self.refunds), Decimal("0.00"))

    @property
    def taken_back(self) -> Decimal:
        """Return what the person's bank has, of the disputes that are not won."""
        return sum((each.amount for each in self.chargebacks if not each.won), Decimal("0.00"))

    @property
    def charged_back(self) -> bool:
        return self.taken_back > 0


@dataclass(frozen=True)
class CheckoutLimits:
    """How long a checkout stays open, and how many are remembered."""

    open_for_s: int = 1800
    checkouts_max: int = 10_000


Tell = Callable[[str, Checkout, Chargeback | None], None]
"""Tells that something happened: the webhook's type, the checkout as it stands, and the dispute that it is about."""


class CheckoutBook:
    """Every checkout. `clock` gives the time, UTC with zone; `tell` is called for each happening."""

    def __init__(self, clock: Callable[[], datetime], tell: Tell, limits: CheckoutLimits | None = None) -> None:
        self.clock = clock
        self.tell = tell
        self.limits = limits or CheckoutLimits()
        self._by_id: dict[str, Checkout] = {}

    def open(
        self,
        amount: Decimal,
        currency: str,
        reference: str,
        return_url: str,
        description: str,
        chosen_type: CardType | None = None,
    ) -> Checkout:
        """Open a checkout."""
        while len(self._by_id) >= self.limits.checkouts_max:
            del self._by_id[next(iter(self._by_id))]
        now = self.clock()
        checkout = Checkout(
            id=_new_id("chk"),
            amount=amount,
            currency=currency,
            reference=reference,
            return_url=return_url,
            description=description,
            opened_at=now,
            expires_at=now + timedelta(seconds=self.limits.open_for_s),
            chosen_type=chosen_type,
        )
        self._by_id[checkout.id] = checkout
        return checkout

    def get(self, checkout_id: str) -> Checkout | None:
        """Return the checkout as it stands now."""
        checkout = self._by_id.get(checkout_id)
        if checkout is not None:
            self._expire(checkout)
        return checkout

    def expire_due(self) -> None:
        """End every checkout that has been open for too long."""
        for checkout in list(self._by_id.values()):
            self._expire(checkout)

    def pay(self, checkout: Checkout, card: SampleCard, decline_code: str | None = None) -> None:
        """Use a card. `decline_code`: the simulator was told to decline, whatever the card. Raises NotOpenError."""
        self._require_open(checkout)
        if card.outcome is Outcome.ABANDON and decline_code is None:
            return
        checkout.card_type, checkout.card_last4 = card.type.value, card.number[-4:]
        checkout.payment_id = _new_id("pay")
        reason = decline_code or card.reason
        if decline_code or card.outcome is Outcome.DECLINE:
            checkout.status, checkout.decline_code = Status.DECLINED, reason
            self._tell("payment.declined", checkout)
            return
        self._tell("payment.authorised", checkout)
        checkout.status = Status.PAID
        self._tell("payment.captured", checkout)

    def cancel(self, checkout: Checkout) -> None:
        """End the checkout at the person's wish. Raises NotOpenError."""
        self._require_open(checkout)
        checkout.status = Status.CANCELLED
        self._tell("checkout.cancelled", checkout)

    def refund(self, checkout: Checkout, amount: Decimal | None) -> Refund:
        """Give back `amount`, or all that is left. Raises RefundRefusedError."""
        if checkout.status is not Status.PAID:
            raise RefundRefusedError("not_paid")
        left = checkout.amount - checkout.refunded
        wanted = left if amount is None else amount
        if not 0 < wanted <= left:
            raise RefundRefusedError("amount_too_large")
        refund = Refund(_new_id("ref"), wanted, self.clock())
        checkout.refunds.append(refund)
        self._tell("refund.succeeded", checkout)
        return refund

    def charge_back(self, checkout: Checkout, amount: Decimal | None = None) -> Chargeback | None:
        """Take a payment back, or `amount` of it, as the person's bank does on a complaint.

        None when nothing was left to take. Raises RefundRefusedError.
        """
        if checkout.status is not Status.PAID:
            raise RefundRefusedError("not_paid")
        left = checkout.amount - checkout.taken_back
        if amount is not None and not 0 < amount <= left:
            raise RefundRefusedError("amount_too_large")
        if not left:
            return None
        made = Chargeback(_new_id("cbk"), left if amount is None else amount)
        checkout.chargebacks.append(made)
        self._tell("payment.charged_back", checkout, made)
        return made

    def win(self, checkout: Checkout, chargeback_id: str) -> None:
        """Decide a dispute for the shop, once. Raises KeyError for one that is not there."""
        found = next((each for each in checkout.chargebacks if each.id == chargeback_id), None)
        if found is None:
            raise KeyError(chargeback_id)
        if not found.won:
            found.won = True
            self._tell("payment.chargeback_reversed", checkout, found)

    def _expire(self, checkout: Checkout) -> None:
        if checkout.status is Status.OPEN and self.clock() >= checkout.expires_at:
            checkout.status = Status.EXPIRED
            self._tell("checkout.expired", checkout)

    def _require_open(self, checkout: Checkout) -> None:
        self._expire(checkout)
        if checkout.status is not Status.OPEN:
            raise NotOpenError

    def _tell(self, happening: str, checkout: Checkout, dispute: Chargeback | None = None) -> None:
        checkout.happenings += 1
        self.tell(happening, checkout, dispute)


def _new_id(kind: str) -> str:
    return f"{kind}_sim_{secrets.token_urlsafe(15)}"
