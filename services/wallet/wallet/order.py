"""One order of credits: first what it decides, then how it changes. No I/O, no clock, no randomness."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from wallet.catalogue import quote, terms_at
from wallet.commands import AcceptOrder, RecordCheckout, RecordCheckoutFailure, RecordPayment, RetryCheckout
from wallet.events import (
    CheckoutFailed,
    CheckoutGivenUp,
    CheckoutOpened,
    CheckoutRenewed,
    CheckoutRetried,
    OrderAccepted,
    OrderEvent,
    OrderPaid,
    PaymentDeclined,
    PaymentSetAside,
    SetAsideReason,
)
from wallet.rules import Rules


class Status(StrEnum):
    """Where the order stands; declined payments leave it waiting (S1-17)."""

    NEW = "new"
    WAITING = "waiting"
    GIVEN_UP = "given up"
    PAID = "paid"


class Order(Aggregate[OrderEvent], stream="wallet.order"):
    """Its id is the one that the portal minted when the order was placed."""

    status: Status = Status.NEW
    accepted: OrderAccepted
    checkout: str = ""
    """The provider's id of the checkout that is open; a new one is opened when a payment fails."""
    checkouts: int = 1
    attempts: int = 0
    attempt_key: UUID | None = None
    payment: str = ""
    """The payment that paid for it."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.declined: set[str] = set()
        self.set_aside: set[str] = set()

    # Decisions.

    def accept(self, command: AcceptOrder, rules: Rules) -> None:
        """Fixes price and VAT. Raises Refused when the quantity or the terms will not do (S1-06, S1-12)."""
        if self.exists:
            return
        limits = {"quantity_min": rules.order_quantity_min, "quantity_max": rules.order_quantity_max}
        if command.quantity < rules.order_quantity_min:
            raise Refused("order.too-small", quantity=command.quantity, **limits)
        if command.quantity > rules.order_quantity_max:
            raise Refused("order.too-large", quantity=command.quantity, **limits)
        if command.terms_version != (in_force := terms_at(command.at)):
            raise Refused("terms.not-in-force", version=command.terms_version, in_force=in_force)
        price = quote(command.klip, command.quantity, command.at)
        self.record(
            OrderAccepted(
                company=command.company,
                person=command.person,
                klip=command.klip,
                quantity=command.quantity,
                net=price.net,
                vat=price.vat,
                total=price.total,
                vat_rate=price.vat_rate,
                terms_version=command.terms_version,
            )
        )

    def record_checkout(self, command: RecordCheckout) -> None:
        """The payer can pay; heard twice it is one."""
        if not self.checkout:
            self.record(CheckoutOpened(company=command.company, checkout=command.checkout, url=command.url))

    def record_checkout_failure(self, command: RecordCheckoutFailure, rules: Rules) -> None:
        """Plans the next attempt, or gives the order up after the last one."""
        if self.checkout or self.status is not Status.WAITING or command.attempt <= self.attempts:
            return
        retry_at = None if command.final else rules.retry_checkout_at(command.attempt, command.at)
        if retry_at is None:
            self.record(CheckoutGivenUp(company=command.company, attempt=command.attempt, cause=command.cause))
            return
        self.record(
            CheckoutFailed(
                company=command.company,
                attempt=command.attempt,
                cause=command.cause,
                key=self.attempt_key or command.key,
                retry_at=retry_at,
            )
        )

    def retry_checkout(self, command: RetryCheckout) -> None:
        """Asks again under the first attempt's key, because that attempt may have succeeded without our hearing it."""
        waits = self.status is Status.WAITING and not self.checkout
        if waits and command.attempt == self.attempts + 1 and self.attempt_key:
            self.record(CheckoutRetried(company=command.company, attempt=command.attempt, key=self.attempt_key))

    def record_payment(self, command: RecordPayment, rules: Rules) -> None:
        """Takes the provider's word, which comes late, twice and out of order.

        Raises NotYet when the order is not known, and Refused when it is another company's.
        """
        if not self.exists:
            raise NotYet(f"order {self.id}")
        if command.company != self.accepted.company:
            raise Refused("payment.other-company", payment=command.payment)
        if command.payment == self.payment or command.payment in self.set_aside:
            return
        if command.outcome != "paid":
            self._decline(command, rules)
        elif self.status is Status.PAID:
            self._set_aside(command, "payment.already-paid")
        elif command.amount != self.accepted.total:
            self._set_aside(command, "payment.amount-differs")
        else:
            self._pay(command)

    def _decline(self, command: RecordPayment, rules: Rules) -> None:
        """The order still waits (S1-17); a checkout ends with its payment, so the order needs another one."""
        if self.status is Status.PAID or command.payment in self.declined or command.outcome == "paid":
            return
        self.record(
            PaymentDeclined(
                company=command.company, payment=command.payment, provider=command.provider, outcome=command.outcome
            )
        )
        if self.checkout and self.checkouts < rules.checkouts_max:
            self.record(CheckoutRenewed(company=command.company, number=self.checkouts + 1))

    def _set_aside(self, command: RecordPayment, reason: SetAsideReason) -> None:
        self.record(
            PaymentSetAside(
                company=command.company,
                payment=command.payment,
                provider=command.provider,
                amount=command.amount,
                due=self.accepted.total,
                reason=reason,
            )
        )

    def _pay(self, command: RecordPayment) -> None:
        order = self.accepted
        self.record(
            OrderPaid(
                company=order.company,
                klip=order.klip,
                quantity=order.quantity,
                net=order.net,
                vat=order.vat,
                total=order.total,
                payment=command.payment,
                provider=command.provider,
            )
        )

    # Evolution.

    def evolve(self, event: OrderEvent) -> None:
        match event:
            case OrderAccepted():
                self.status, self.accepted = Status.WAITING, event
            case CheckoutOpened():
                self.checkout = event.checkout
            case CheckoutFailed():
                self.attempts, self.attempt_key = event.attempt, event.key
            case CheckoutRetried():
                pass
            case CheckoutRenewed():
                self.checkout, self.checkouts = "", event.number
                self.attempts, self.attempt_key = 0, None
            case CheckoutGivenUp():
                self.status, self.attempts = Status.GIVEN_UP, event.attempt
            case PaymentDeclined():
                self.declined.add(event.payment)
            case OrderPaid():
                self.status, self.payment = Status.PAID, event.payment
            case PaymentSetAside():
                self.set_aside.add(event.payment)
            case _:
                assert_never(event)
