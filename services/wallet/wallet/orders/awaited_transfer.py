"""The money that an order by transfer waits for: how much has come, by which payments. No I/O, no clock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, derived_id
from contracts.values import CompanyId, Money
from wallet.orders.events import TransferAwaited, TransferEvent, TransferGivenUp, TransferReceived
from wallet.orders.order import Order
from wallet.orders.transfer import order_invoice


def transfer_id(order: UUID) -> UUID:
    return derived_id(order, "transfer")


class AwaitedTransfer(Aggregate[TransferEvent], stream="wallet.awaited_transfer"):
    """One for each order that is paid by transfer."""

    awaited: TransferAwaited
    received: Decimal = Decimal("0.00")

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.payments: dict[UUID, Decimal] = {}

    # Decisions. What is over is the payment's own matter.

    def begin(self, order: Order, seller: CompanyId, reference: str, due_date: date, expires_at: datetime) -> None:
        """The order waits for money with this reference (S1-11), and the network sends its invoice (S1-18)."""
        accepted = order.accepted
        if self.exists:
            return
        self.record(
            TransferAwaited(
                company=accepted.company,
                order=order.id,
                seller=seller,
                reference=reference,
                total=accepted.total,
                due_date=due_date,
                expires_at=expires_at,
                draft=order_invoice(
                    accepted.company,
                    reference,
                    due_date,
                    order.lines,
                    accepted.treatment,
                    accepted.vat_rate,
                    accepted.vat_note,
                ),
            )
        )

    def receive(self, payment: UUID, amount: Decimal) -> tuple[Decimal, Decimal]:
        """How much of a payment the order takes, and how much is over."""
        used = min(amount, self.awaited.total.amount - self.received)
        if used:
            self._count(payment, used)
        return used, amount - used

    def give_back(self, payment: UUID, amount: Decimal) -> None:
        """The bank took so much back."""
        self._count(payment, -amount)

    def give_up(self) -> dict[UUID, Decimal]:
        """The order ended; answers with what had come of it, by payment."""
        had = {payment: amount for payment, amount in self.payments.items() if amount}
        if had:
            self.record(TransferGivenUp(company=self.awaited.company, order=self.awaited.order))
        return had

    def _count(self, payment: UUID, amount: Decimal) -> None:
        awaited = self.awaited
        self.record(
            TransferReceived(
                company=awaited.company,
                order=awaited.order,
                payment=payment,
                amount=Money(amount, awaited.total.currency),
                received=Money(self.received + amount, awaited.total.currency),
            )
        )

    @property
    def is_whole(self) -> bool:
        return self.exists and self.received == self.awaited.total.amount

    # Evolution.

    def evolve(self, event: TransferEvent) -> None:
        match event:
            case TransferAwaited():
                self.awaited = event
            case TransferReceived():
                self.received = event.received.amount
                self.payments[event.payment] = self.payments.get(event.payment, Decimal(0)) + event.amount.amount
            case TransferGivenUp():
                self.received, self.payments = Decimal("0.00"), {}
            case _:
                assert_never(event)
