"""My customers and my suppliers: everyone a company trades with or is about to, and what has happened between them."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import msgspec

from chassis import Db, Happened
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.values import CompanyId
from portal.network.view import entry_of
from portal.search_words import folded
from portal.telling.reading import Row, many, one
from portal.telling.shows import FactView

Role = Literal["customer", "supplier"]
"""What the partner is to the company."""


OfAPartner = (
    directory.InvitationIssued
    | directory.SupplierInvitationIssued
    | directory.ConnectionRequested
    | directory.InvitationReceived
    | directory.InvitationReminded
    | directory.InvitationWithdrawn
    | directory.InvitationExpired
    | directory.ConnectionDeclined
    | directory.EnrolmentCompleted
    | directory.ConnectionEstablished
    | directory.ConnectionEnded
    | directory.SupplierApprovalChanged
)


class Partners(FactView[OfAPartner]):
    """One row for each partner of a company, or each invitation that nobody has answered yet (S0-26, S0-32).

    `status`: invited, requested, connected, declined, withdrawn, expired, ended. `invited_by`: us or them.
    """

    name, version, tables = "partners", 3, ("partners", "partner_history")
    ddl = """
        CREATE TABLE partners (
          company uuid NOT NULL, role text NOT NULL, entry uuid NOT NULL, partner uuid, name text NOT NULL,
          folded text COLLATE "C" NOT NULL, number text NOT NULL, email text NOT NULL, status text NOT NULL,
          approval text NOT NULL DEFAULT 'not-needed', direction text NOT NULL, invited_by text NOT NULL,
          expires_on date, changed_at timestamptz NOT NULL, PRIMARY KEY (company, role, entry)
        );
        CREATE INDEX partners_entry ON partners (entry);
        CREATE INDEX partners_name ON partners (company, role, folded);
        CREATE TABLE partner_history (
          position bigint PRIMARY KEY, company uuid NOT NULL, entry uuid NOT NULL, at timestamptz NOT NULL,
          what text NOT NULL, details jsonb NOT NULL
        );
        CREATE INDEX partner_history_entry ON partner_history (company, entry, position);
    """
    rows = ("partners.entry", "partner_history.entry")

    def matters(self, fact: OfAPartner) -> tuple[UUID, ...]:
        match fact:
            case (
                directory.InvitationIssued()
                | directory.SupplierInvitationIssued()
                | directory.ConnectionRequested()
                | directory.InvitationReceived()
                | directory.InvitationReminded()
                | directory.InvitationWithdrawn()
                | directory.InvitationExpired()
                | directory.ConnectionDeclined()
            ):
                return (fact.invitation,)
            case directory.EnrolmentCompleted():
                return (fact.invitation, entry_of(fact.supplier, fact.company))
            case directory.ConnectionEstablished(invitation=UUID() as invitation):
                return (invitation, entry_of(fact.supplier, fact.customer))
            case directory.ConnectionEstablished() | directory.ConnectionEnded() | directory.SupplierApprovalChanged():
                return (entry_of(fact.supplier, fact.customer),)
            case _:
                return ()

    async def show(self, fact: OfAPartner, happened: Happened[Any], db: Db) -> None:
        match fact:
            case directory.InvitationIssued() | directory.SupplierInvitationIssued() | directory.ConnectionRequested():
                await _made(fact, happened, db)
            case directory.InvitationReceived():
                await _received(fact, happened, db)
            case directory.InvitationReminded():
                await _remember(fact.company, fact.invitation, fact, {"reminder": str(fact.reminder)}, happened, db)
            case directory.InvitationWithdrawn():
                await _ended(fact.company, fact.invitation, fact, "withdrawn", "", happened, db)
            case directory.InvitationExpired():
                await _ended(fact.company, fact.invitation, fact, "expired", "", happened, db)
            case directory.ConnectionDeclined():
                await _ended(fact.company, fact.invitation, fact, "declined", fact.reason, happened, db)
            case directory.EnrolmentCompleted():
                await _answered(fact.invitation, fact.supplier, fact.company, happened, db)
            case directory.ConnectionEstablished():
                await _established(fact, happened, db)
            case directory.ConnectionEnded():
                entry = entry_of(fact.supplier, fact.customer)
                await _ended(fact.company, entry, fact, "ended", fact.reason, happened, db)
            case directory.SupplierApprovalChanged():
                await _approval(fact, happened, db)


async def _made(
    fact: directory.InvitationIssued | directory.SupplierInvitationIssued | directory.ConnectionRequested,
    happened: Happened[Any],
    db: Db,
) -> None:
    match fact:
        case directory.InvitationIssued():
            who = ("customer", fact.customer, fact.customer_name, fact.customer_number, fact.email.reveal())
            state = ("invited", "to-customer")
        case directory.SupplierInvitationIssued():
            who = ("supplier", fact.supplier, fact.supplier_name, fact.supplier_number, fact.email.reveal())
            state = ("invited", "to-supplier")
        case directory.ConnectionRequested():
            who = ("customer", fact.customer, fact.customer_name, fact.customer_number, "")
            state = ("requested", "request")
    await _insert(fact.company, fact.invitation, who, (*state, "us", fact.expires_on), happened, db)
    await _remember(fact.company, fact.invitation, fact, {}, happened, db)


async def _received(fact: directory.InvitationReceived, happened: Happened[Any], db: Db) -> None:
    role = "customer" if fact.direction == "to-supplier" else "supplier"
    who = (role, fact.inviter, fact.inviter_name, fact.number, "")
    status = "requested" if fact.direction == "request" else "invited"
    state = (status, fact.direction, "them", fact.expires_on)
    await _insert(fact.company, fact.invitation, who, state, happened, db)
    await _remember(fact.company, fact.invitation, fact, {"opened": str(fact.opened).lower()}, happened, db)


async def _insert(
    company: CompanyId, entry: UUID, who: tuple[Any, ...], state: tuple[Any, ...], happened: Happened[Any], db: Db
) -> None:
    role, partner, name, number, email = who
    status, direction, invited_by, expires_on = state
    await db.execute(
        """INSERT INTO partners (company, role, entry, partner, name, folded, number, email, status, direction,
             invited_by, expires_on, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING""",
        company,
        role,
        entry,
        partner,
        name,
        folded(name),
        number,
        email,
        status,
        direction,
        invited_by,
        expires_on,
        happened.at,
    )


async def _answered(
    invitation: UUID, supplier: CompanyId, customer: CompanyId, happened: Happened[Any], db: Db
) -> None:
    """The invitation has become a connection: its rows go, and its history stays with the partner.

    To others who had opened it, it is of no more use.
    """
    parties = [supplier, customer]
    await db.execute("DELETE FROM partners WHERE entry = $1 AND company = ANY($2)", invitation, parties)
    await db.execute(
        "UPDATE partner_history SET entry = $3 WHERE entry = $1 AND company = ANY($2)",
        invitation,
        parties,
        entry_of(supplier, customer),
    )
    await db.execute(
        "UPDATE partners SET status = 'expired', changed_at = $2 WHERE entry = $1", invitation, happened.at
    )


async def _established(fact: directory.ConnectionEstablished, happened: Happened[Any], db: Db) -> None:
    entry = entry_of(fact.supplier, fact.customer)
    if fact.invitation:
        await _answered(fact.invitation, fact.supplier, fact.customer, happened, db)
    ours = fact.side == "supplier"
    role, partner, name = (
        ("customer", fact.customer, fact.customer_name) if ours else ("supplier", fact.supplier, fact.supplier_name)
    )
    invited_by = "us" if ours == (fact.direction != "to-supplier") else "them"
    await db.execute(
        """INSERT INTO partners VALUES ($1, $2, $3, $4, $5, $6, $7, '', 'connected', $8, $9, $10, NULL, $11)
           ON CONFLICT (company, role, entry) DO UPDATE SET name = $5, folded = $6, number = $7, status = 'connected',
             approval = $8, direction = $9, invited_by = $10, changed_at = $11""",
        fact.company,
        role,
        entry,
        partner,
        name,
        folded(name),
        fact.customer_number,
        fact.approval,
        fact.direction,
        invited_by,
        happened.at,
    )
    await _remember(fact.company, entry, fact, {"approval": fact.approval}, happened, db)


async def _ended(
    company: CompanyId, entry: UUID, fact: Fact, status: str, reason: str, happened: Happened[Any], db: Db
) -> None:
    await db.execute(
        "UPDATE partners SET status = $3, changed_at = $4 WHERE company = $1 AND entry = $2",
        company,
        entry,
        status,
        happened.at,
    )
    by = getattr(fact, "ended_by", getattr(fact, "side", ""))
    await _remember(company, entry, fact, {"reason": reason, "by": by}, happened, db)


async def _approval(fact: directory.SupplierApprovalChanged, happened: Happened[Any], db: Db) -> None:
    entry = entry_of(fact.supplier, fact.customer)
    await db.execute(
        "UPDATE partners SET approval = $3, changed_at = $4 WHERE company = $1 AND entry = $2",
        fact.company,
        entry,
        fact.state,
        happened.at,
    )
    await _remember(fact.company, entry, fact, {"state": fact.state, "reason": fact.reason}, happened, db)


async def _remember(
    company: CompanyId, entry: UUID, fact: Fact, details: dict[str, str], happened: Happened[Any], db: Db
) -> None:
    await db.execute(
        "INSERT INTO partner_history VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        happened.position,
        company,
        entry,
        happened.at,
        fact.NAME,
        msgspec.json.encode({name: value for name, value in details.items() if value}).decode(),
    )


# What is asked of it.

COLUMNS = "partner AS id, entry, name, number, email, status, approval, direction, invited_by, expires_on, changed_at"
MATCHES = """company = $1 AND role = $2 AND ($3 = '' OR status = $3)
    AND ($5 = '' OR ($4 <> '' AND folded LIKE '%' || $4 || '%') OR upper(number) LIKE upper($5) || '%')"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which partners are looked for: `status` and `search` are empty for all."""

    company: CompanyId
    role: Role
    status: str
    search: str

    @property
    def arguments(self) -> tuple[UUID, str, str, str, str]:
        """Those of MATCHES."""
        return self.company, self.role, self.status, _pattern(folded(self.search)), _pattern(self.search.strip())


async def page_of(db: Db, wanted: Wanted, limit: int, offset: int) -> list[Row]:
    """Partners by name."""
    sql = f"SELECT {COLUMNS} FROM partners WHERE {MATCHES} ORDER BY folded, entry LIMIT $6 OFFSET $7"  # noqa: S608
    return await many(db, sql, *wanted.arguments, limit, offset)


async def states_of(db: Db, wanted: Wanted) -> dict[str, int]:
    """How many there are in each state."""
    sql = f"SELECT status, count(*) AS count FROM partners WHERE {MATCHES} GROUP BY status"  # noqa: S608
    return {row["status"]: row["count"] for row in await db.fetch(sql, *wanted.arguments)}


def _pattern(text: str) -> str:
    """Nothing in it is a wildcard."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def partner_of(db: Db, company: CompanyId, role: Role, who: UUID) -> Row | None:
    """The partner by its company id, else by the invitation's."""
    sql = f"""SELECT {COLUMNS} FROM partners WHERE company = $1 AND role = $2 AND (partner = $3 OR entry = $3)
              ORDER BY status <> 'connected', changed_at DESC LIMIT 1"""  # noqa: S608
    return await one(db, sql, company, role, who)


async def history_of(db: Db, company: CompanyId, entry: UUID, limit: int) -> list[Row]:
    """What has happened between a company and a partner, the oldest first."""
    lines = await many(
        db,
        "SELECT at, what, details FROM partner_history WHERE company = $1 AND entry = $2 ORDER BY position LIMIT $3",
        company,
        entry,
        limit,
    )
    return [line | {"details": msgspec.json.decode(line["details"])} for line in lines]


async def waiting_for_approval(db: Db, company: CompanyId) -> int:
    """How many suppliers wait for a company's approval."""
    waiting: int = await db.fetchval(
        "SELECT count(*) FROM partners WHERE company = $1 AND role = 'supplier' AND approval = 'awaiting'", company
    )
    return waiting


async def received_by(db: Db, company: CompanyId, limit: int) -> list[Row]:
    """The invitations and requests that a company can accept or decline; `role` is what the inviter is to it."""
    return await many(
        db,
        """SELECT entry AS invitation, direction, partner AS inviter, name AS inviter_name, number, expires_on, status,
             role FROM partners WHERE company = $1 AND invited_by = 'them' AND status IN ('invited', 'requested')
           ORDER BY changed_at DESC LIMIT $2""",
        company,
        limit,
    )
