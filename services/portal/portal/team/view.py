"""Who is invited to act for a company, and who asks to."""

from typing import Any
from uuid import UUID

from chassis import Db, Happened
from contracts.onboarding import v1 as onboarding
from contracts.values import CompanyId, PersonId
from portal.telling.reading import Page, Row, many, page_of
from portal.telling.shows import FactView

OfATeam = (
    onboarding.ColleagueInvitationIssued
    | onboarding.ColleagueInvitationWithdrawn
    | onboarding.MemberJoined
    | onboarding.AccessRequested
    | onboarding.AccessRequestAnswered
)


class Team(FactView[OfATeam]):
    """Members themselves stand beside their company; here is who may become one."""

    name, version, tables = "team", 2, ("colleague_invitations", "access_requests")
    ddl = """
        CREATE TABLE colleague_invitations (
          id uuid PRIMARY KEY, company uuid NOT NULL, invited_by uuid NOT NULL, email text NOT NULL,
          role text NOT NULL, expires_at timestamptz NOT NULL, status text NOT NULL
        );
        CREATE INDEX colleague_invitations_company ON colleague_invitations (company);
        CREATE TABLE access_requests (
          id uuid PRIMARY KEY, company uuid NOT NULL, company_name text NOT NULL, person uuid NOT NULL,
          name text NOT NULL, email text NOT NULL, message text NOT NULL, at timestamptz NOT NULL,
          status text NOT NULL, role text
        );
        CREATE INDEX access_requests_company ON access_requests (company);
        CREATE INDEX access_requests_person ON access_requests (person);
    """
    rows = ("colleague_invitations.company", "access_requests.company")

    def matters(self, fact: OfATeam) -> tuple[UUID, ...]:
        return (fact.company,)

    async def show(self, fact: OfATeam, happened: Happened[Any], db: Db) -> None:
        match fact:
            case onboarding.ColleagueInvitationIssued():
                await db.execute(
                    """INSERT INTO colleague_invitations VALUES ($1, $2, $3, $4, $5, $6, 'invited')
                       ON CONFLICT DO NOTHING""",
                    fact.invitation,
                    fact.company,
                    fact.person,
                    fact.email.reveal(),
                    fact.role,
                    fact.expires_at,
                )
            case onboarding.ColleagueInvitationWithdrawn():
                await db.execute("UPDATE colleague_invitations SET status = 'withdrawn' WHERE id = $1", fact.invitation)
            case onboarding.MemberJoined():
                await db.execute(
                    """UPDATE colleague_invitations SET status = 'accepted'
                       WHERE company = $1 AND lower(email) = $2 AND status = 'invited'""",
                    fact.company,
                    fact.email.reveal().lower(),
                )
            case onboarding.AccessRequested():
                await db.execute(
                    """INSERT INTO access_requests VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')
                       ON CONFLICT DO NOTHING""",
                    fact.request,
                    fact.company,
                    fact.company_name,
                    fact.person,
                    fact.name.reveal(),
                    fact.email.reveal(),
                    fact.message.reveal(),
                    happened.at,
                )
            case onboarding.AccessRequestAnswered():
                await db.execute(
                    "UPDATE access_requests SET status = $2, role = $3 WHERE id = $1",
                    fact.request,
                    "accepted" if fact.accepted else "declined",
                    fact.role,
                )


# What is asked of it.


async def invited_to(db: Db, company: CompanyId, limit: int) -> list[Row]:
    """Invitations that are open, the one that ends first first."""
    return await many(
        db,
        """SELECT id, email, role, invited_by, expires_at FROM colleague_invitations
           WHERE company = $1 AND status = 'invited' AND expires_at > now() ORDER BY expires_at LIMIT $2""",
        company,
        limit,
    )


async def asked_by(db: Db, person: PersonId, page: Page) -> list[Row]:
    """What a person has asked for, and how it was answered, the newest first."""
    sql = "SELECT id, company_name, status, role, at FROM access_requests WHERE person = $1"
    return await page_of(db, sql, person, by="at", page=page)


async def asked_of(db: Db, company: CompanyId, page: Page) -> list[Row]:
    """Who asks to act for a company, the newest first."""
    sql = "SELECT id, person, name, email, message, status, role, at FROM access_requests WHERE company = $1"
    return await page_of(db, sql, company, by="at", page=page)
