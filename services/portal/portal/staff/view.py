"""Who of the staff has which role, and what one has proposed and another must approve."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened, View
from contracts.values import PersonId
from portal.staff.events import ActProposed, ProposalApproved, ProposalDeclined, StaffRoleGiven, StaffRoleTaken
from portal.telling.reading import Page, Row, many, one, page_of


class StaffRoles(View):
    """A row for each role that somebody has now."""

    name, version, tables = "staff_roles", 1, ("staff_roles",)
    ddl = """
        CREATE TABLE staff_roles (
          person uuid NOT NULL, role text NOT NULL, given_by uuid, given_at timestamptz NOT NULL,
          PRIMARY KEY (person, role)
        );
    """
    follows = (StaffRoleGiven, StaffRoleTaken)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        match happened.event:
            case StaffRoleGiven() as given:
                await db.execute(
                    "INSERT INTO staff_roles VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    given.person,
                    given.role,
                    given.given_by,
                    happened.at,
                )
            case StaffRoleTaken() as taken:
                await db.execute("DELETE FROM staff_roles WHERE person = $1 AND role = $2", taken.person, taken.role)
            case _:
                pass


async def roles_of(db: Db, person: PersonId) -> frozenset[str]:
    rows = await db.fetch("SELECT role FROM staff_roles WHERE person = $1", person)
    return frozenset(row["role"] for row in rows)


async def has_anybody(db: Db, role: str) -> bool:
    """Whether somebody has been given this role."""
    return bool(await db.fetchval("SELECT true FROM staff_roles WHERE role = $1 LIMIT 1", role))


async def all_staff(db: Db) -> list[Row]:
    """Everybody who has a role, by name, with their roles."""
    return await many(
        db,
        """SELECT s.person, p.given_name, p.family_name, p.email, array_agg(s.role ORDER BY s.role) AS roles,
             max(s.given_at) AS since
           FROM staff_roles s LEFT JOIN people p ON p.id = s.person
           GROUP BY 1, 2, 3, 4 ORDER BY p.family_name, p.given_name, s.person LIMIT 500""",
    )


class Proposals(View):
    """What one of the staff has proposed. A fact whose proposer was erased cannot be read, and is not shown."""

    name, version, tables = "proposals", 1, ("proposals",)
    ddl = """
        CREATE TABLE proposals (
          id uuid PRIMARY KEY, person uuid NOT NULL, company uuid NOT NULL, fact text NOT NULL, body text NOT NULL,
          status text NOT NULL, decided_by uuid, proposed_at timestamptz NOT NULL, decided_at timestamptz
        );
        CREATE INDEX proposals_status ON proposals (status, proposed_at);
    """
    follows = (ActProposed, ProposalApproved, ProposalDeclined)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        match happened.event:
            case ActProposed() as proposed:
                await db.execute(
                    """INSERT INTO proposals (id, person, company, fact, body, status, proposed_at)
                       VALUES ($1, $2, $3, $4, $5, 'proposed', $6) ON CONFLICT DO NOTHING""",
                    happened.stream,
                    proposed.person,
                    proposed.company,
                    proposed.fact,
                    proposed.body.reveal(),
                    happened.at,
                )
            case ProposalApproved() | ProposalDeclined() as decided:
                status = "approved" if isinstance(decided, ProposalApproved) else "declined"
                await db.execute(
                    "UPDATE proposals SET status = $2, decided_by = $3, decided_at = $4 WHERE id = $1",
                    happened.stream,
                    status,
                    decided.person,
                    happened.at,
                )
            case _:
                pass


async def proposals_in(db: Db, status: str, page: Page) -> list[Row]:
    """Proposals in one state, the oldest first."""
    sql = "SELECT * FROM proposals WHERE status = $1"
    rows = await page_of(db, sql, status, by="proposed_at", page=page, newest_first=False)
    return [_read(row) for row in rows]


async def proposal_of(db: Db, proposal: UUID) -> Row | None:
    row = await one(db, "SELECT * FROM proposals WHERE id = $1", proposal)
    return row and _read(row)


def _read(row: Row) -> Row:
    return row | {"body": msgspec.json.decode(row["body"])}
