"""Read models for an operator: what each account has left, what must be paid back, the ledger, open questions."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from chassis import Db, Happened, View
from contracts.values import Money
from wallet.events import (
    ClaimEnded,
    ClaimQuestioned,
    ClaimSettled,
)
from wallet.events_orders import OrderGivenBack, PaymentSetAside, RefundAgreed, RefundGivenUp, RefundPaid
from wallet.events_returns import (
    AsideSettled,
    ChargebackCleared,
    ChargebackReversed,
    ChargebackSetAside,
    ChargedBack,
    DebtSettled,
)
from wallet.ledger import MOVEMENTS, posting_of
from wallet.money import BOOKED, voucher_of


class BalanceSheet(View):
    """One row for each account, kind and ledger account; the rows of an account and kind sum to nil."""

    name = "balance_sheet"
    version = 3
    tables = ("balance_sheet",)
    ddl = """
        CREATE TABLE balance_sheet (
            company uuid, holder uuid, klip text, account text, quantity bigint NOT NULL,
            PRIMARY KEY (company, holder, klip, account)
        );
    """
    follows = MOVEMENTS

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        posting = posting_of(happened.event)
        if posting is None:
            return
        for account, quantity in ((posting.debit, posting.quantity), (posting.credit, -posting.quantity)):
            await db.execute(
                "INSERT INTO balance_sheet VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (company, holder, klip, account)"
                " DO UPDATE SET quantity = balance_sheet.quantity + $5",
                happened.event.company,
                happened.event.account or happened.event.company,
                posting.klip,
                account.value,
                quantity,
            )


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


def less(money: Money) -> Money:
    return Money(-money.amount, money.currency)


class GeneralLedger(View):
    """The network's own books in kronor: one row of a voucher each, positive for debit. The whole sums to nil."""

    name = "general_ledger"
    version = 2
    tables = ("general_ledger",)
    ddl = """
        CREATE TABLE general_ledger (
            voucher bigint, account text, booked_on date NOT NULL, amount numeric NOT NULL, text text NOT NULL,
            company uuid NOT NULL, PRIMARY KEY (voucher, account)
        );
        CREATE INDEX general_ledger_day ON general_ledger (booked_on, voucher);
    """
    follows = BOOKED

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        voucher = voucher_of(happened.event)
        for row in voucher.rows if voucher else ():
            await db.execute(
                "INSERT INTO general_ledger VALUES ($1, $2, $3, $4, $5, $6)",
                happened.position,
                row.account,
                happened.at.date(),
                row.amount,
                voucher.text if voucher else "",
                happened.event.company,
            )


class Questioned(View):
    """Reservations that have stood for long, and how often it was asked what became of the invoice."""

    name = "questioned_reservations"
    version = 1
    tables = ("questioned_reservations",)
    ddl = """
        CREATE TABLE questioned_reservations (
            claim uuid PRIMARY KEY, company uuid NOT NULL, invoice uuid NOT NULL, questions int NOT NULL,
            asked_at timestamptz NOT NULL, next_at timestamptz
        );
    """
    follows = (ClaimQuestioned, ClaimSettled, ClaimEnded)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        event = happened.event
        if not isinstance(event, ClaimQuestioned):
            await db.execute("DELETE FROM questioned_reservations WHERE claim = $1", happened.stream)
        elif not event.waiting:
            await db.execute(
                "INSERT INTO questioned_reservations VALUES ($1, $2, $3, $4, $5, $6)"
                " ON CONFLICT (claim) DO UPDATE SET questions = $4, asked_at = $5, next_at = $6",
                happened.stream,
                event.company,
                event.invoice,
                event.question,
                event.asked_at,
                event.question_at,
            )
