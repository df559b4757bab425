"""Carts, orders and refunds as a company sees them, prices to come, and corrections that wait for a second person."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from chassis import Db, Happened, derived_id
from contracts.portal import v1 as portal
from contracts.portal import v2 as portal_v2
from contracts.values import CompanyId, OrderLine, PricedLine
from contracts.wallet import v1 as wallet
from portal.telling.reading import Page, Row, many, one, page_of
from portal.telling.shows import FactView

OfAnOrder = (
    wallet.CartPriced
    | portal.OrderPlaced
    | portal_v2.OrderPlaced
    | wallet.OrderAccepted
    | wallet.TransferAwaited
    | wallet.PaymentRequested
    | wallet.OrderPaid
    | wallet.OrderCancelled
    | wallet.OrderRefused
    | wallet.PaymentRefused
    | wallet.RefundAgreed
    | wallet.RefundPaid
    | wallet.RefundFailed
    | wallet.PaymentChargedBack
)
"""What is told of an order, and of the cart that it comes from."""
PRICES: Final = UUID("0190a5f0-0000-7000-8000-00000000a11c")


class Orders(FactView[OfAnOrder]):
    name, version, tables = "orders", 2, ("orders", "carts", "refunds")
    ddl = """
        CREATE TABLE orders (
          id uuid PRIMARY KEY, company uuid NOT NULL, account uuid, klip text NOT NULL, quantity int NOT NULL,
          lines jsonb NOT NULL DEFAULT '[]', payment text NOT NULL DEFAULT 'card', cause text NOT NULL DEFAULT 'person',
          status text NOT NULL, net numeric, vat numeric, total numeric, vat_rate numeric, vat_note text,
          currency text NOT NULL DEFAULT 'SEK', payment_url text, reason text, details jsonb NOT NULL DEFAULT '{}',
          terms_version text, payment_id text, refunded numeric NOT NULL DEFAULT 0, placed_at timestamptz NOT NULL,
          paid_at timestamptz
        );
        CREATE INDEX orders_company ON orders (company, placed_at DESC);
        CREATE TABLE carts (
          company uuid PRIMARY KEY, lines jsonb NOT NULL, net numeric NOT NULL, vat numeric NOT NULL,
          total numeric NOT NULL, currency text NOT NULL, vat_rate numeric NOT NULL, vat_note text NOT NULL,
          terms_version text NOT NULL, priced_at timestamptz NOT NULL
        );
        CREATE TABLE refunds (
          id uuid PRIMARY KEY, company uuid NOT NULL, order_id uuid NOT NULL, amount numeric NOT NULL,
          currency text NOT NULL, taken jsonb NOT NULL, status text NOT NULL, agreed_at timestamptz NOT NULL
        );
        CREATE INDEX refunds_order ON refunds (order_id);
    """
    rows = ("orders.id", "refunds.order_id", "carts.company")

    def matters(self, fact: OfAnOrder) -> tuple[UUID, ...]:
        match fact:
            case wallet.CartPriced():
                return (fact.company,)
            case _:
                return (fact.order,)

    async def show(self, fact: OfAnOrder, happened: Happened[Any], db: Db) -> None:
        match fact:
            case wallet.CartPriced():
                await _cart(fact, happened, db)
            case portal.OrderPlaced() | portal_v2.OrderPlaced():
                await _placed(fact, happened, db)
            case wallet.OrderAccepted():
                await _accepted(fact, happened, db)
            case wallet.RefundAgreed() | wallet.RefundPaid() | wallet.RefundFailed() | wallet.PaymentChargedBack():
                await _money_back(fact, happened, db)
            case _:
                await _moved_on(fact, happened, db)


async def _cart(fact: wallet.CartPriced, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        """INSERT INTO carts VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (company) DO UPDATE SET lines = $2, net = $3, vat = $4, total = $5, currency = $6,
             vat_rate = $7, vat_note = $8, terms_version = $9, priced_at = $10""",
        fact.company,
        _lines(fact.lines),
        fact.net.amount,
        fact.vat.amount,
        fact.total.amount,
        fact.total.currency,
        fact.vat_rate,
        fact.vat_note,
        fact.terms_version,
        happened.at,
    )


async def _placed(fact: portal.OrderPlaced | portal_v2.OrderPlaced, happened: Happened[Any], db: Db) -> None:
    """Until the wallet answers, a cart's lines are not known here."""
    if isinstance(fact, portal.OrderPlaced):
        lines: tuple[OrderLine, ...] = (OrderLine(fact.klip, fact.quantity),)
    else:
        lines = fact.lines
    await db.execute(
        """INSERT INTO orders (id, company, klip, quantity, lines, payment, status, placed_at)
           VALUES ($1, $2, $3, $4, $5, $6, 'placed', $7) ON CONFLICT (id) DO NOTHING""",
        fact.order,
        fact.company,
        lines[0].item if lines else "",
        lines[0].quantity if lines else 0,
        json.dumps([{"item": line.item, "quantity": line.quantity} for line in lines]),
        fact.payment,
        happened.at,
    )


async def _accepted(fact: wallet.OrderAccepted, happened: Happened[Any], db: Db) -> None:
    """The network's own orders (top-up, plan) are first heard of here."""
    await db.execute(
        """INSERT INTO orders (id, company, account, klip, quantity, lines, payment, cause, status, net, vat, total,
             vat_rate, vat_note, currency, terms_version, placed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'accepted', $9, $10, $11, $12, $13, $14, $15, $16)
           ON CONFLICT (id) DO UPDATE SET account = $3, klip = $4, quantity = $5, lines = $6, payment = $7, cause = $8,
             status = 'accepted', net = $9, vat = $10, total = $11, vat_rate = $12, vat_note = $13, currency = $14,
             terms_version = $15""",
        fact.order,
        fact.company,
        fact.account or fact.company,
        fact.klip,
        fact.quantity,
        _lines(fact.lines),
        fact.payment,
        fact.cause,
        fact.net.amount,
        fact.vat.amount,
        fact.total.amount,
        fact.vat_rate,
        fact.vat_note,
        fact.total.currency,
        fact.terms_version,
        happened.at,
    )


async def _moved_on(
    fact: wallet.TransferAwaited
    | wallet.PaymentRequested
    | wallet.OrderPaid
    | wallet.OrderCancelled
    | wallet.OrderRefused
    | wallet.PaymentRefused,
    happened: Happened[Any],
    db: Db,
) -> None:
    match fact:
        case wallet.TransferAwaited():
            await db.execute("UPDATE orders SET status = 'awaiting-payment' WHERE id = $1", fact.order)
        case wallet.PaymentRequested():
            await db.execute(
                "UPDATE orders SET status = 'awaiting-payment', payment_url = $2 WHERE id = $1", fact.order, fact.url
            )
        case wallet.OrderPaid():
            await db.execute(
                "UPDATE orders SET status = 'paid', reason = NULL, payment_id = $2, paid_at = $3 WHERE id = $1",
                fact.order,
                fact.payment,
                happened.at,
            )
        case wallet.OrderCancelled():
            status = "expired" if fact.expired else "cancelled"
            await db.execute("UPDATE orders SET status = $2 WHERE id = $1", fact.order, status)
        case wallet.OrderRefused():
            await db.execute(
                "UPDATE orders SET status = 'refused', reason = $2, details = $3 WHERE id = $1",
                fact.order,
                fact.code,
                json.dumps(fact.details),
            )
        case wallet.PaymentRefused():
            await db.execute(
                "UPDATE orders SET reason = $2, details = $3 WHERE id = $1",
                fact.order,
                fact.code,
                json.dumps(fact.details),
            )


async def _money_back(
    fact: wallet.RefundAgreed | wallet.RefundPaid | wallet.RefundFailed | wallet.PaymentChargedBack,
    happened: Happened[Any],
    db: Db,
) -> None:
    match fact:
        case wallet.RefundAgreed():
            await db.execute(
                "INSERT INTO refunds VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
                fact.refund,
                fact.company,
                fact.order,
                fact.amount.amount,
                fact.amount.currency,
                json.dumps([{"item": line.item, "quantity": line.quantity} for line in fact.taken]),
                "by-hand" if fact.by_hand else "on-its-way",
                happened.at,
            )
        case wallet.RefundPaid():
            await db.execute("UPDATE refunds SET status = 'paid' WHERE id = $1", fact.refund)
            await db.execute("UPDATE orders SET refunded = refunded + $2 WHERE id = $1", fact.order, fact.amount.amount)
        case wallet.RefundFailed():
            await db.execute("UPDATE refunds SET status = 'by-hand' WHERE id = $1", fact.refund)
        case wallet.PaymentChargedBack() if fact.whole:
            await db.execute("UPDATE orders SET status = 'charged-back' WHERE id = $1", fact.order)
        case wallet.PaymentChargedBack():
            pass


def _lines(lines: Sequence[PricedLine]) -> str:
    return json.dumps(
        [
            {"item": each.item, "quantity": each.quantity, "unit": str(each.unit.amount), "net": str(each.net.amount)}
            for each in lines
        ]
    )


# What is asked of orders.

AWAITING_PAYMENT = "SELECT id FROM orders WHERE status = 'awaiting-payment'"
"""For the queries of others, as a subquery."""


async def cart_of(db: Db, company: CompanyId) -> Row | None:
    row = await one(db, "SELECT * FROM carts WHERE company = $1", company)
    return row and _read(row)


async def orders_of(db: Db, company: CompanyId, page: Page) -> list[Row]:
    """The latest first."""
    sql = "SELECT * FROM orders WHERE company = $1"
    rows = await page_of(db, sql, company, by="placed_at", page=page)
    return [_read(row) for row in rows]


async def find(db: Db, company: CompanyId, order: UUID) -> Row | None:
    """An order of a company."""
    row = await one(db, "SELECT * FROM orders WHERE id = $1 AND company = $2", order, company)
    return row and _read(row)


async def company_of(db: Db, order: UUID) -> CompanyId | None:
    """Whose order it is; None for one that nobody knows."""
    company: CompanyId | None = await db.fetchval("SELECT company FROM orders WHERE id = $1", order)
    return company


async def refunds_of(db: Db, order: UUID) -> list[Row]:
    """In the order in which they were agreed."""
    rows = await many(db, "SELECT * FROM refunds WHERE order_id = $1 ORDER BY agreed_at", order)
    return [_read(row) for row in rows]


def _read(row: Row) -> Row:
    """A row with its JSON columns as what they hold."""
    return row | {name: json.loads(row[name]) for name in ("lines", "details", "taken") if name in row}


OfADecision = wallet.PriceAnnounced | wallet.AdjustmentProposed | wallet.AdjustmentDeclined | wallet.CreditsAdjusted
"""What the operator's staff decided."""


class Announced(FactView[OfADecision]):
    """Prices to come, and corrections of balances by who proposed them."""

    name, version, tables = "announced", 2, ("announced_prices", "adjustments")
    ddl = """
        CREATE TABLE announced_prices (
          item text NOT NULL, net numeric NOT NULL, valid_from timestamptz NOT NULL, matter uuid NOT NULL,
          PRIMARY KEY (item, valid_from)
        );
        CREATE TABLE adjustments (
          id uuid PRIMARY KEY, company uuid NOT NULL, account uuid NOT NULL, person uuid NOT NULL, klip text NOT NULL,
          quantity int NOT NULL, reason text NOT NULL, status text NOT NULL, proposed_at timestamptz NOT NULL
        );
    """
    rows = ("announced_prices.matter", "adjustments.id")

    def matters(self, fact: OfADecision) -> tuple[UUID, ...]:
        match fact:
            case wallet.PriceAnnounced():
                return (_price(fact),)
            case _:
                return (fact.adjustment,)

    async def show(self, fact: OfADecision, happened: Happened[Any], db: Db) -> None:
        match fact:
            case wallet.PriceAnnounced():
                await db.execute(
                    "INSERT INTO announced_prices VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    fact.item,
                    fact.net.amount,
                    fact.valid_from,
                    _price(fact),
                )
            case wallet.AdjustmentProposed():
                await db.execute(
                    """INSERT INTO adjustments VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8)
                       ON CONFLICT DO NOTHING""",
                    fact.adjustment,
                    fact.company,
                    fact.account,
                    fact.person,
                    fact.klip,
                    fact.quantity,
                    fact.reason,
                    happened.at,
                )
            case wallet.CreditsAdjusted():
                await db.execute("UPDATE adjustments SET status = 'approved' WHERE id = $1", fact.adjustment)
            case wallet.AdjustmentDeclined():
                await db.execute("UPDATE adjustments SET status = 'declined' WHERE id = $1", fact.adjustment)


def _price(fact: wallet.PriceAnnounced) -> UUID:
    return derived_id(PRICES, "price", f"{fact.item} {fact.valid_from.isoformat()}")


async def announced_prices(db: Db) -> list[Row]:
    """Every price that was announced, the first to begin first."""
    return await many(db, "SELECT item, net, valid_from FROM announced_prices ORDER BY valid_from")


async def adjustments_in(db: Db, status: str, page: Page) -> list[Row]:
    """Corrections of balances in one state, the oldest first."""
    sql = "SELECT * FROM adjustments WHERE status = $1"
    return await page_of(db, sql, status, by="proposed_at", page=page, newest_first=False)


async def adjustment_of(db: Db, adjustment: UUID) -> Row | None:
    return await one(db, "SELECT company, status FROM adjustments WHERE id = $1", adjustment)
