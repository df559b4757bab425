"""One refund: paid back where the card was paid, tried again until it is. No I/O, no clock, no randomness."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, Refused
from contracts.values import Money, OrderLine
from wallet.orders.commands import RefundOrder, ReturnAside
from wallet.orders.events import PaymentSetAside
from wallet.orders.order import Order
from wallet.orders.returned import said
from wallet.refunds.commands import RecordRefundByHand, RecordRefundFailure, RecordRefundPaid, RetryRefund
from wallet.refunds.events import (
    RefundAgreed,
    RefundAttemptFailed,
    RefundEvent,
    RefundGivenUp,
    RefundPaid,
    RefundRetried,
)
from wallet.rules import Rules


class Refund(Aggregate[RefundEvent], stream="wallet.refund"):
    """Its id is the one that the portal minted when somebody asked for it."""

    agreed: RefundAgreed
    attempts: int = 0
    key: UUID | None = None
    ended: bool = False
    paid: bool = False

    # Decisions.

    def agree(
        self,
        command: RefundOrder,
        order: Order,
        taken: tuple[OrderLine, ...],
        price: tuple[Money, Money, Money],
    ) -> None:
        """Where it was paid by card, the provider is asked; what came by transfer goes back by hand.

        `price` is net, VAT, and how much of them is kept for what is owed.
        """
        net, vat, deducted = price
        self.record(
            RefundAgreed(
                company=command.company,
                order=order.id,
                account=order.account,
                person=command.person,
                taken=taken,
                net=net,
                vat=vat,
                amount=Money(net.amount + vat.amount - deducted.amount, net.currency),
                payment=order.payment,
                checkout=order.paid_at_checkout,
                reason=command.reason,
                treatment=order.accepted.treatment,
                deducted=deducted if deducted.amount else None,
            )
        )

    def agree_aside(self, command: ReturnAside, order: Order, aside: PaymentSetAside, amount: Money) -> None:
        """Money that bought nothing goes back where it came from, or by hand where staff want that."""
        nothing = Money(Decimal("0.00"), amount.currency)
        self.record(
            RefundAgreed(
                company=command.company,
                order=order.id,
                account=order.account,
                person=command.person,
                taken=(),
                net=nothing,
                vat=nothing,
                amount=amount,
                payment=aside.payment,
                checkout="" if command.by_hand else aside.checkout,
                reason=command.reason,
                treatment=order.accepted.treatment,
                set_aside=True,
            )
        )

    def record_by_hand(self, command: RecordRefundByHand) -> None:
        """Staff paid it. Raises Refused where the card provider does, it was paid already, or no word says how."""
        if not self.exists:
            raise Refused("refund.not-found")
        if self.paid:
            raise Refused("refund.paid-already")
        if self.agreed.checkout and not self.ended:
            raise Refused("refund.on-its-way")
        note = said(command.note)
        self.record(
            RefundPaid(
                company=command.company,
                order=self.agreed.order,
                receipt="",
                amount=self.agreed.amount,
                person=command.person,
                note=note,
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
            case RefundPaid():
                self.ended = self.paid = True
            case RefundGivenUp():
                self.ended = True
            case _:
                assert_never(event)
