"""A read model for an operator: what must be paid back."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from chassis import Db, Happened, View
from contracts.values import Money
from wallet.orders.events import (
    AsideSettled,
    ChargebackCleared,
    ChargebackReversed,
    ChargebackSetAside,
    ChargedBack,
    DebtSettled,
    OrderGivenBack,
    PaymentSetAside,
)
from wallet.refunds.events import RefundAgreed, RefundGivenUp, RefundPaid


class RefundsDue(View):
    """Money that somebody must pay back by hand, claim or ask about, until it is done."""

    name = "refunds_due"
    version = 3
    tables = ("refunds_due",)
    ddl = """
        CREATE TABLE refunds_due (
            order_id uuid, payment text, company uuid NOT NULL, provider text NOT NULL, reason text NOT NULL,
            amount numeric NOT NULL, currency text NOT NULL, found_at timestamptz NOT NULL,
            PRIMARY KEY (order_id, payment, reason)
        );
    """
    follows = (
        PaymentSetAside,
        AsideSettled,
        RefundAgreed,
        RefundGivenUp,
        RefundPaid,
        ChargedBack,
        ChargebackReversed,
        OrderGivenBack,
        DebtSettled,
        ChargebackSetAside,
        ChargebackCleared,
    )

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        """Each adds to its line or takes from it; a line of nothing goes."""
        event = happened.event
        for due in dues_of(happened):
            await db.execute(
                "INSERT INTO refunds_due VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                " ON CONFLICT (order_id, payment, reason) DO UPDATE SET amount = refunds_due.amount + excluded.amount",
                due.order,
                due.payment,
                event.company,
                due.provider,
                due.reason,
                due.amount.amount,
                due.amount.currency,
                happened.at,
            )
        if isinstance(event, ChargebackCleared):
            await db.execute(
                "DELETE FROM refunds_due WHERE order_id = $1 AND payment = $2 AND reason LIKE 'chargeback.%'",
                happened.stream,
                event.chargeback,
            )
        await db.execute("DELETE FROM refunds_due WHERE amount = 0")


class Due(NamedTuple):
    """What an event adds to a line of an order; negative takes from it."""

    order: UUID
    payment: str
    provider: str
    reason: str
    amount: Money


def dues_of(happened: Happened[Any]) -> Iterator[Due]:
    """Set aside by payment, refunds by hand by refund, debts by order, chargebacks in doubt by their name."""
    event, stream = happened.event, happened.stream
    match event:
        case PaymentSetAside():
            yield Due(stream, event.payment, event.provider, event.reason, event.amount)
        case AsideSettled():
            yield Due(stream, event.payment, event.provider, event.reason, less(event.amount))
        case RefundAgreed() if not event.checkout:
            yield Due(event.order, str(stream), "bank", "refund.by-hand", event.amount)
        case RefundGivenUp():
            yield Due(event.order, str(stream), "bank", "refund.by-hand", event.amount)
        case RefundPaid() if event.person:
            yield Due(event.order, str(stream), "bank", "refund.by-hand", less(event.amount))
        case ChargedBack():
            yield Due(stream, "", event.provider, "owed", event.owed)
        case ChargebackReversed():
            yield Due(stream, "", event.provider, "owed", less(event.owed))
        case OrderGivenBack() if event.deducted:
            yield Due(stream, "", "", "owed", less(event.deducted))
        case DebtSettled():
            yield Due(stream, "", "", "owed", less(event.amount))
        case ChargebackSetAside():
            yield Due(stream, event.chargeback, event.provider, event.reason, event.amount)
        case _:
            pass


def less(money: Money) -> Money:
    return Money(-money.amount, money.currency)
