"""Credits and orders as a company sees them."""

from typing import Any

from chassis import Db, Happened
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import CompanyId
from contracts.wallet import v1 as wallet
from portal.shows import FactView


class Credits(FactView):
    name, version, tables = "credits", 1, ("credits", "orders")
    ddl = """
        CREATE TABLE credits (
          company uuid NOT NULL, klip text NOT NULL, available int NOT NULL, PRIMARY KEY (company, klip)
        );
        CREATE TABLE orders (
          id uuid PRIMARY KEY, company uuid NOT NULL, klip text NOT NULL, quantity int NOT NULL, status text NOT NULL,
          net numeric, vat numeric, total numeric, currency text NOT NULL DEFAULT 'SEK', payment_url text,
          reason text, placed_at timestamptz NOT NULL
        );
        CREATE INDEX orders_company ON orders (company, placed_at DESC);
    """

    async def show(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        match fact:
            case wallet.CreditsGranted() | wallet.CreditReserved() | wallet.CreditCaptured() | wallet.CreditReleased():
                await _available(db, fact.company, fact.klip, fact.available)
            case portal.OrderPlaced():
                await db.execute(
                    """INSERT INTO orders (id, company, klip, quantity, status, placed_at)
                       VALUES ($1, $2, $3, $4, 'placed', $5)""",
                    fact.order,
                    fact.company,
                    fact.klip,
                    fact.quantity,
                    happened.at,
                )
            case wallet.OrderAccepted():
                await db.execute(
                    """UPDATE orders SET status = 'accepted', net = $2, vat = $3, total = $4, currency = $5
                       WHERE id = $1""",
                    fact.order,
                    fact.net.amount,
                    fact.vat.amount,
                    fact.total.amount,
                    fact.total.currency,
                )
            case wallet.PaymentRequested():
                await db.execute(
                    "UPDATE orders SET status = 'awaiting-payment', payment_url = $2 WHERE id = $1",
                    fact.order,
                    fact.url,
                )
            case wallet.OrderPaid():
                await db.execute("UPDATE orders SET status = 'paid', reason = NULL WHERE id = $1", fact.order)
            case wallet.OrderRefused():
                await db.execute(
                    "UPDATE orders SET status = 'refused', reason = $2 WHERE id = $1", fact.order, fact.code
                )
            case wallet.PaymentRefused():
                await db.execute("UPDATE orders SET reason = $2 WHERE id = $1", fact.order, fact.code)


async def _available(db: Db, company: CompanyId, klip: str, available: int) -> None:
    await db.execute(
        """INSERT INTO credits VALUES ($1, $2, $3)
           ON CONFLICT (company, klip) DO UPDATE SET available = excluded.available""",
        company,
        klip,
        available,
    )
