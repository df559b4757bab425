"""One refund: paid back where the card was paid, tried again until it is. No I/O, no clock, no randomness."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet
from contracts.values import Money, OrderLine
from wallet.commands import RecordRefundFailure, RecordRefundPaid, RefundOrder, RetryRefund
from wallet.events_orders import (
    RefundAgreed,
    RefundAttemptFailed,
    RefundEvent,
    RefundGivenUp,
    RefundPaid,
    RefundRetried,
)
from wallet.order import Order
from wallet.rules import Rules


class Refund(Aggregate[RefundEvent], stream="wallet.refund"):
    """Its id is the one that the portal minted when somebody asked for it."""

    agreed: RefundAgreed
    attempts: int = 0
    key: UUID | None = None
    ended: bool = False

    # Decisions.

    def agree(self, command: RefundOrder, order: Order, taken: tuple[OrderLine, ...], net: Money, vat: Money) -> None:
        """Where it was paid by card, the provider is asked; what came by transfer goes back by hand."""
        self.record(
            RefundAgreed(
                company=command.company,
                order=order.id,
                account=order.account,
                person=command.person,
                taken=taken,
                net=net,
                vat=vat,
                amount=Money(net.amount + vat.amount, net.currency),
                payment=order.payment,
                checkout=order.paid_at_checkout if order.accepted.payment == "card" else "",
                reason=command.reason,
                treatment=order.accepted.treatment,
            )
        )

    def record_paid(self, command: RecordRefundPaid) -> None:
        """The provider has paid back; heard twice it is one."""
        if not self.exists:
            raise NotYet(f"refund {self.id}")
        if not self.ended:
            self.record(
                RefundPaid(
                    company=command.company, order=self.agreed.order, receipt=command.receipt, amount=self.agreed.amount
                )
            )

    def record_failure(self, command: RecordRefundFailure, rules: Rules) -> None:
        """Plans the next attempt, or leaves it to an operator after the last one."""
        if self.ended or command.attempt <= self.attempts:
            return
        retry_at = None if command.final else rules.retry_checkout_at(command.attempt, command.at)
        if retry_at is None:
            order, amount = self.agreed.order, self.agreed.amount
            self.record(RefundGivenUp(company=command.company, order=order, amount=amount, cause=command.cause))
            return
        self.record(
            RefundAttemptFailed(
                company=command.company, attempt=command.attempt, cause=command.cause, retry_at=retry_at
            )
        )

    def retry(self, command: RetryRefund) -> None:
        """The next attempt, if this one is still wanted."""
        if not self.ended and command.attempt == self.attempts + 1:
            self.record(RefundRetried(company=command.company, attempt=command.attempt))

    # Evolution.

    def evolve(self, event: RefundEvent) -> None:
        match event:
            case RefundAgreed():
                self.agreed = event
            case RefundAttemptFailed():
                self.attempts = event.attempt
            case RefundRetried():
                pass
            case RefundPaid() | RefundGivenUp():
                self.ended = True
            case _:
                assert_never(event)
