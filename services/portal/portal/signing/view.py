"""Signings: how far each has come, what the person is doing, and what the register says of the signer's right."""

from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened
from contracts.onboarding import v1 as onboarding
from contracts.values import CompanyId
from portal.telling.boundary import as_kept
from portal.telling.reading import Row, one
from portal.telling.shows import FactView

OfASigning = (
    onboarding.SigningStarted
    | onboarding.SigningProgressed
    | onboarding.SigningFailed
    | onboarding.CompanySigned
    | onboarding.SigningAuthorityChecked
)


class Signings(FactView[OfASigning]):
    """One row for each signing. What starts it, on this device or another, goes when it ends."""

    name, version, tables = "signings", 3, ("signings",)
    ddl = """
        CREATE TABLE signings (
          id uuid PRIMARY KEY, company uuid NOT NULL, status text NOT NULL, provider text, hint text, reason text,
          start_token text, page text, qr_frames jsonb, started_at timestamptz, expires_at timestamptz,
          authority text NOT NULL DEFAULT 'declared', register_says text, register_name text, register_role text
        );
    """
    rows = ("signings.id",)

    def matters(self, fact: OfASigning) -> tuple[UUID, ...]:
        return (fact.signing,)

    async def show(self, fact: OfASigning, happened: Happened[Any], db: Db) -> None:
        match fact:
            case onboarding.SigningStarted():
                await _started(fact, happened, db)
            case onboarding.SigningProgressed():
                await db.execute(
                    "UPDATE signings SET hint = $2 WHERE id = $1 AND status = 'started'", fact.signing, fact.hint
                )
            case onboarding.SigningFailed():
                await _ended(fact, "failed", fact.reason, db)
            case onboarding.CompanySigned():
                await _ended(fact, "signed", None, db)
            case onboarding.SigningAuthorityChecked():
                await _checked(fact, db)


async def _started(fact: onboarding.SigningStarted, happened: Happened[Any], db: Db) -> None:
    await db.execute(
        """INSERT INTO signings
             (id, company, status, provider, start_token, page, qr_frames, started_at, expires_at)
           VALUES ($1, $2, 'started', $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING""",
        fact.signing,
        fact.company,
        fact.provider,
        fact.start_token.reveal() or None,
        fact.page.reveal() if fact.page else None,
        as_kept(happened, "qr_frames"),
        fact.started_at,
        fact.expires_at,
    )


async def _ended(
    fact: onboarding.SigningFailed | onboarding.CompanySigned, status: str, reason: str | None, db: Db
) -> None:
    """The codes that a phone could scan, and the page's address, are of no more use, and go."""
    await db.execute(
        """INSERT INTO signings (id, company, status, reason) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE
           SET status = $3, reason = $4, hint = NULL, start_token = NULL, page = NULL, qr_frames = NULL""",
        fact.signing,
        fact.company,
        status,
        reason,
    )


async def _checked(fact: onboarding.SigningAuthorityChecked, db: Db) -> None:
    await db.execute(
        """UPDATE signings SET register_says = $2, register_name = $3, register_role = $4,
             authority = CASE WHEN $2 = 'verified' THEN 'verified' ELSE authority END
           WHERE id = $1""",
        fact.signing,
        fact.outcome,
        fact.told_by,
        fact.role,
    )


async def signing_of(db: Db, company: CompanyId, signing: UUID) -> Row | None:
    """How far a signing of a company has come."""
    return await one(
        db,
        """SELECT id, status, provider, hint, reason, start_token, page, started_at, expires_at, authority,
             register_says, register_name, register_role
           FROM signings WHERE id = $1 AND company = $2""",
        signing,
        company,
    )


async def code_of(db: Db, company: UUID, signing: UUID) -> str | None:
    """The code that a phone may scan now: one for each second since the start; None when there is none."""
    row = await one(
        db,
        """SELECT qr_frames, extract(epoch FROM now() - started_at)::int AS second FROM signings
           WHERE id = $1 AND company = $2 AND status = 'started'""",
        signing,
        company,
    )
    frames = msgspec.json.decode(row["qr_frames"])["qr_frames"] if row and row["qr_frames"] else []
    return str(frames[max(0, min(row["second"], len(frames) - 1))]) if row and frames else None
