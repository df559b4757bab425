"""Credits as a company sees them: balances by account and kind, every movement, accounts, top-ups and the plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import Db, Happened
from contracts.values import CompanyId, Redacted
from contracts.wallet import v1 as wallet
from portal.telling.reading import Row, many, one
from portal.telling.shows import FactView, place_of

Movement = (
    wallet.CreditsGranted
    | wallet.CreditReserved
    | wallet.CreditCaptured
    | wallet.CreditReleased
    | wallet.CreditsTakenBack
    | wallet.CreditsGivenBack
    | wallet.CreditsAdjusted
)


OfACustomer = (
    wallet.AccountSaved
    | wallet.SendingAccountChosen
    | wallet.TopUpAgreed
    | wallet.TopUpEnded
    | wallet.PlanChosen
    | wallet.PlanChanged
)


class Credits(FactView[Movement]):
    """`credits` is what is left; `credit_movements` is how it came to be so, `change` of what can be reserved.

    An account has too many movements to be shown again: sums are right in any order, and what can be reserved is that
    of the newest. A movement's position is its place among what the wallet has told.
    """

    name, version, tables = "credits", 3, ("credits", "credit_movements")
    ddl = """
        CREATE TABLE credits (
          company uuid NOT NULL, account uuid NOT NULL, klip text NOT NULL, available int NOT NULL,
          reserved int NOT NULL DEFAULT 0, used int NOT NULL DEFAULT 0, told bigint NOT NULL,
          PRIMARY KEY (company, account, klip)
        );
        CREATE TABLE credit_movements (
          position bigint PRIMARY KEY, company uuid NOT NULL, account uuid NOT NULL, klip text NOT NULL,
          kind text NOT NULL, change int NOT NULL, available int NOT NULL, matter uuid NOT NULL,
          reason text, at timestamptz NOT NULL
        );
        CREATE INDEX credit_movements_account ON credit_movements (company, account, klip, at, position);
    """

    async def show(self, fact: Movement, happened: Happened[Any], db: Db) -> None:
        kind, change, reserved, used, matter = _moved(fact)
        account = fact.account or fact.company
        place = place_of(happened)
        shown = await db.fetchval(
            "INSERT INTO credit_movements VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            " ON CONFLICT DO NOTHING RETURNING position",
            place,
            fact.company,
            account,
            fact.klip,
            kind,
            change,
            fact.available,
            matter,
            getattr(fact, "reason", None),
            happened.at,
        )
        if shown is None:
            return
        await db.execute(
            """INSERT INTO credits VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (company, account, klip) DO UPDATE
               SET available = CASE WHEN credits.told < $7 THEN $4 ELSE credits.available END,
                 reserved = credits.reserved + $5, used = credits.used + $6, told = greatest(credits.told, $7)""",
            fact.company,
            account,
            fact.klip,
            fact.available,
            reserved,
            used,
            place,
        )


def _moved(fact: Movement) -> tuple[str, int, int, int, UUID]:
    """Its kind, the change of what can be reserved, of what is reserved and of what is used, and what it concerns."""
    match fact:
        case wallet.CreditsGranted():
            return "bought", fact.quantity, 0, 0, fact.order
        case wallet.CreditReserved():
            return "reserved", -1, 1, 0, fact.invoice
        case wallet.CreditCaptured():
            return "used", 0, -1, 1, fact.invoice
        case wallet.CreditReleased():
            return "released", 1, -1, 0, fact.invoice
        case wallet.CreditsTakenBack():
            kind = "refunded" if fact.cause == "refund" else "charged-back"
            return kind, -fact.quantity, 0, 0, fact.order
        case wallet.CreditsGivenBack():
            return "given-back", fact.quantity, 0, 0, fact.order
        case wallet.CreditsAdjusted():
            return "adjusted", fact.quantity, 0, 0, fact.adjustment


class CreditAccounts(FactView[OfACustomer]):
    """Accounts ("konti"), what is ordered by itself for them, and the company's plan."""

    name, version, tables = "credit_accounts", 2, ("credit_accounts", "top_ups", "plans")
    ddl = """
        CREATE TABLE credit_accounts (
          id uuid PRIMARY KEY, company uuid NOT NULL, name text NOT NULL, email text,
          sending boolean NOT NULL DEFAULT false
        );
        CREATE INDEX credit_accounts_company ON credit_accounts (company);
        CREATE TABLE top_ups (
          company uuid NOT NULL, account uuid NOT NULL, klip text NOT NULL, level int NOT NULL, quantity int NOT NULL,
          payment text NOT NULL, PRIMARY KEY (account, klip)
        );
        CREATE TABLE plans (
          company uuid PRIMARY KEY, plan text NOT NULL DEFAULT 'free', permits text[] NOT NULL DEFAULT '{}',
          invoices_per_year int, users int, since timestamptz, next_plan text, next_from timestamptz
        );
    """
    rows = ("credit_accounts.company", "top_ups.company", "plans.company")

    def matters(self, fact: OfACustomer) -> tuple[UUID, ...]:
        return (fact.company,)

    async def show(self, fact: OfACustomer, happened: Happened[Any], db: Db) -> None:
        match fact:
            case wallet.AccountSaved():
                try:
                    email = fact.email.reveal() if fact.email else None
                except Redacted:
                    email = None
                await db.execute(
                    """INSERT INTO credit_accounts VALUES ($1, $2, $3, $4)
                       ON CONFLICT (id) DO UPDATE SET name = $3, email = $4""",
                    fact.account,
                    fact.company,
                    fact.name,
                    email,
                )
            case wallet.SendingAccountChosen():
                await db.execute(
                    "UPDATE credit_accounts SET sending = (id = $2) WHERE company = $1", fact.company, fact.account
                )
            case wallet.TopUpAgreed():
                await db.execute(
                    """INSERT INTO top_ups VALUES ($1, $2, $3, $4, $5, $6)
                       ON CONFLICT (account, klip) DO UPDATE SET level = $4, quantity = $5, payment = $6""",
                    fact.company,
                    fact.account,
                    fact.klip,
                    fact.level,
                    fact.quantity,
                    fact.payment,
                )
            case wallet.TopUpEnded():
                await db.execute("DELETE FROM top_ups WHERE account = $1 AND klip = $2", fact.account, fact.klip)
            case wallet.PlanChosen():
                await _chosen(fact, happened, db)
            case wallet.PlanChanged():
                await db.execute(
                    """INSERT INTO plans VALUES ($1, $2, $3, $4, $5, $6)
                       ON CONFLICT (company) DO UPDATE SET plan = $2, permits = $3, invoices_per_year = $4, users = $5,
                         since = $6, next_plan = NULL, next_from = NULL""",
                    fact.company,
                    fact.plan,
                    list(fact.permits),
                    fact.invoices_per_year,
                    fact.users,
                    happened.at,
                )


async def _chosen(fact: wallet.PlanChosen, happened: Happened[Any], db: Db) -> None:
    """A plan that begins later is shown as the next one; choosing the present one again takes that back."""
    later = fact.plan != fact.previous and fact.valid_from > happened.at
    await db.execute(
        """INSERT INTO plans (company, next_plan, next_from) VALUES ($1, $2, $3)
           ON CONFLICT (company) DO UPDATE SET next_plan = $2, next_from = $3""",
        fact.company,
        fact.plan if later else None,
        fact.valid_from if later else None,
    )


# What is asked of them.


async def balances_of(db: Db, company: CompanyId) -> list[Row]:
    """By account and kind."""
    return await many(
        db,
        """SELECT account, klip, available, reserved, used FROM credits
           WHERE company = $1 ORDER BY account, klip""",
        company,
    )


async def left_of(db: Db, company: CompanyId) -> dict[str, int]:
    """What can be used, by kind, of all accounts together."""
    rows = await db.fetch(
        "SELECT klip, sum(available)::int AS available FROM credits WHERE company = $1 GROUP BY klip", company
    )
    return {"invoice": 0} | {row["klip"]: row["available"] for row in rows}


@dataclass(frozen=True, slots=True)
class Period:
    """The movements of one kind on one account, from `begin` until before `end`."""

    company: CompanyId
    account: UUID
    klip: str
    begin: datetime
    end: datetime

    @property
    def arguments(self) -> tuple[UUID, UUID, str, datetime, datetime]:
        """Those of WITHIN."""
        return self.company, self.account, self.klip, self.begin, self.end


WITHIN = "company = $1 AND account = $2 AND klip = $3 AND at >= $4 AND at < $5"


async def available_before(db: Db, period: Period, moment: datetime) -> int:
    found: int | None = await db.fetchval(
        """SELECT sum(change)::bigint FROM credit_movements
           WHERE company = $1 AND account = $2 AND klip = $3 AND at < $4""",
        period.company,
        period.account,
        period.klip,
        moment,
    )
    return found or 0


async def totals_of(db: Db, period: Period) -> list[Row]:
    """By kind of movement."""
    sql = f"SELECT kind, count(*) AS movements, sum(change)::bigint AS change FROM credit_movements WHERE {WITHIN}"  # noqa: S608
    return await many(db, f"{sql} GROUP BY kind ORDER BY kind", *period.arguments)


async def movements_of(db: Db, period: Period, after: int, limit: int) -> list[Row]:
    """One page; `after` is the last position of the page before."""
    sql = f"SELECT position, at, kind, change, available, matter, reason FROM credit_movements WHERE {WITHIN}"  # noqa: S608
    return await many(db, f"{sql} AND position > $6 ORDER BY position LIMIT $7", *period.arguments, after, limit)


async def accounts_of(db: Db, company: CompanyId) -> list[Row]:
    sql = "SELECT id, name, email, sending FROM credit_accounts WHERE company = $1 ORDER BY name, id"
    return await many(db, sql, company)


async def has_account(db: Db, company: CompanyId, account: UUID) -> bool:
    return bool(await db.fetchval("SELECT true FROM credit_accounts WHERE id = $1 AND company = $2", account, company))


async def top_ups_of(db: Db, company: CompanyId) -> list[Row]:
    return await many(db, "SELECT account, klip, level, quantity, payment FROM top_ups WHERE company = $1", company)


async def plan_of(db: Db, company: CompanyId) -> Row | None:
    """The plan in force, and the next one; None while nothing but the free one was chosen."""
    return await one(db, "SELECT * FROM plans WHERE company = $1", company)
