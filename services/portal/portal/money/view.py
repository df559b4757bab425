"""Money of orders that waits for the operator's staff: set aside, to be paid by hand, owed, in doubt, not heard of."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis import Db, Happened
from contracts.fact import Fact
from contracts.values import Money
from contracts.wallet import v1 as wallet
from portal.orders.view import AWAITING_PAYMENT
from portal.telling.reading import Row, many
from portal.telling.shows import FactView

SET_ASIDE = ("payment.already-paid", "payment.amount-differs", "payment.order-cancelled")


OfMoney = (
    wallet.PaymentRefused
    | wallet.SetAsideSettled
    | wallet.RefundAgreed
    | wallet.RefundFailed
    | wallet.RefundPaid
    | wallet.PaymentChargedBack
    | wallet.ChargebackReversed
    | wallet.DebtChanged
    | wallet.ChargebackSetAside
    | wallet.ChargebackCleared
    | wallet.CheckoutUnanswered
)
"""What is told of an order's money."""


class WaitingMoney(FactView[OfMoney]):
    """One line a matter. `amount` is what came, less what is settled.

    `kind` says what can be done: `set-aside`, `refund-by-hand`, `owed`, `chargeback-in-doubt`, `checkout-unanswered`.
    A line is open while something is left of it and it is not `closed`. Of a checkout nobody knows the amount: it is
    open while its order waits.
    """

    name, version, tables = "waiting_money", 2, ("waiting_money",)
    ddl = """
        CREATE TABLE waiting_money (
          kind text NOT NULL, matter text NOT NULL, company uuid NOT NULL, order_id uuid NOT NULL,
          amount numeric NOT NULL DEFAULT 0, currency text NOT NULL DEFAULT 'SEK', reason text,
          closed boolean NOT NULL DEFAULT false, to_card boolean NOT NULL DEFAULT false, found_at timestamptz NOT NULL,
          PRIMARY KEY (kind, matter)
        );
        CREATE INDEX waiting_money_open ON waiting_money (found_at) WHERE NOT closed;
    """
    rows = ("waiting_money.order_id",)

    def matters(self, fact: OfMoney) -> tuple[UUID, ...]:
        return (fact.order,)

    async def show(self, fact: OfMoney, happened: Happened[Any], db: Db) -> None:
        line = _Line(fact, happened, db)
        match fact:
            case wallet.PaymentRefused() if fact.set_aside:
                await line.add("set-aside", _payment(fact.order, fact.payment), fact.set_aside, fact.code, fact.to_card)
            case wallet.PaymentRefused() if fact.code in SET_ASIDE:
                await line.add("set-aside", _payment(fact.order, ""), _told(fact.details["amount"]), fact.code)
            case wallet.SetAsideSettled():
                await line.add("set-aside", _payment(fact.order, fact.payment), less(fact.amount))
            case wallet.RefundAgreed() if fact.by_hand:
                await line.add("refund-by-hand", str(fact.refund), fact.amount, "refund.by-hand")
            case wallet.RefundFailed():
                await line.add("refund-by-hand", str(fact.refund), fact.amount, "refund.given-up")
            case wallet.RefundPaid() if fact.by_hand:
                await line.add("refund-by-hand", str(fact.refund), less(fact.amount))
            case wallet.PaymentChargedBack():
                await line.add("owed", str(fact.order), fact.owed, "chargeback.owed")
            case wallet.ChargebackReversed() if fact.owed:
                await line.add("owed", str(fact.order), less(fact.owed))
            case wallet.DebtChanged():
                await line.add("owed", str(fact.order), less(fact.amount))
            case wallet.ChargebackSetAside():
                matter = f"{fact.order} {fact.chargeback}"
                await line.add("chargeback-in-doubt", matter, fact.amount, fact.reason)
            case wallet.ChargebackCleared():
                await line.close("chargeback-in-doubt", f"{fact.order} {fact.chargeback}")
            case wallet.CheckoutUnanswered():
                await line.add("checkout-unanswered", str(fact.order), Money(Decimal(0)), fact.cause)
            case wallet.PaymentRefused() | wallet.RefundAgreed() | wallet.RefundPaid() | wallet.ChargebackReversed():
                pass


class _Line:
    """Writes the lines of one fact about an order."""

    def __init__(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        self._of: tuple[Any, Any] = (getattr(fact, "company", None), getattr(fact, "order", None))
        self._at, self._db = happened.at, db

    async def add(
        self, kind: str, matter: str, amount: Money, reason: str | None = None, to_card: bool = False
    ) -> None:
        await self._db.execute(
            """INSERT INTO waiting_money (kind, matter, company, order_id, amount, currency, reason, to_card, found_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
               ON CONFLICT (kind, matter) DO UPDATE SET amount = waiting_money.amount + excluded.amount,
                 reason = coalesce(excluded.reason, waiting_money.reason),
                 to_card = waiting_money.to_card OR excluded.to_card,
                 found_at = least(waiting_money.found_at, excluded.found_at)""",
            kind,
            matter,
            *self._of,
            amount.amount,
            amount.currency,
            reason,
            to_card,
            self._at,
        )

    async def close(self, kind: str, matter: str) -> None:
        await self._db.execute(
            """INSERT INTO waiting_money (kind, matter, company, order_id, closed, found_at)
               VALUES ($1, $2, $3, $4, true, $5)
               ON CONFLICT (kind, matter) DO UPDATE SET closed = true""",
            kind,
            matter,
            *self._of,
            self._at,
        )


def _payment(order: UUID, payment: str) -> str:
    return f"{order} {payment}"


def _told(amount: str) -> Money:
    """Facts of before told it in words alone, such as `250.00 SEK`."""
    number, currency = amount.split()
    return Money(Decimal(number), currency)


def less(money: Money) -> Money:
    return Money(-money.amount, money.currency)


async def waiting_lines(db: Db, kind: str | None, limit: int) -> list[Row]:
    """What is open, of one kind or of all, the oldest first."""
    return await many(
        db,
        f"""SELECT kind, matter, company, order_id, amount, currency, reason, to_card, found_at FROM waiting_money
            WHERE NOT closed AND ($1::text IS NULL OR kind = $1)
              AND CASE kind WHEN 'checkout-unanswered' THEN order_id IN ({AWAITING_PAYMENT}) ELSE amount <> 0 END
            ORDER BY found_at LIMIT $2""",  # noqa: S608 - a constant
        kind,
        limit,
    )


async def waiting_amount(db: Db, kind: str, matter: str) -> Money | None:
    """What is left of one line; None where there is none."""
    row = await db.fetchrow("SELECT amount, currency FROM waiting_money WHERE kind = $1 AND matter = $2", kind, matter)
    return None if row is None else Money(row["amount"], row["currency"])
