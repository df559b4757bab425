"""Companies, and who may act for them."""

from typing import Any

from chassis import Db, Happened
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.values import CompanyId
from portal.shows import FactView


class Companies(FactView):
    """A company's own page: details, addresses, accounts, terms, signing, readiness, members."""

    name, version, tables = "companies", 1, ("companies", "members", "addresses", "bank_accounts", "signings")
    ddl = """
        CREATE TABLE companies (
          id uuid PRIMARY KEY, name text NOT NULL, country text NOT NULL, number text NOT NULL,
          legal_form text NOT NULL,
          vat_number text, contact_name text NOT NULL, contact_email text NOT NULL, language text NOT NULL,
          terms_version text, signed_at timestamptz, signed_by text, ready_at timestamptz
        );
        CREATE TABLE members (
          company uuid NOT NULL, person uuid NOT NULL, role text NOT NULL, PRIMARY KEY (person, company)
        );
        CREATE TABLE addresses (
          company uuid NOT NULL, kind text NOT NULL, address jsonb NOT NULL, PRIMARY KEY (company, kind)
        );
        CREATE TABLE bank_accounts (
          id uuid PRIMARY KEY, company uuid NOT NULL, details jsonb NOT NULL, is_default boolean NOT NULL
        );
        CREATE TABLE signings (
          id uuid PRIMARY KEY, company uuid NOT NULL, status text NOT NULL, reason text, start_token text,
          qr_frames jsonb, started_at timestamptz, expires_at timestamptz
        );
    """

    async def show(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        match fact:
            case onboarding.CompanyRegistered():
                await _company(fact, db)
            case onboarding.TermsRecorded():
                await db.execute("UPDATE companies SET terms_version = $2 WHERE id = $1", fact.company, fact.version)
            case onboarding.CompanyProfileChanged():
                await db.execute(
                    """INSERT INTO addresses VALUES ($1, $2, $3)
                       ON CONFLICT (company, kind) DO UPDATE SET address = excluded.address""",
                    fact.company,
                    fact.kind,
                    fact.model_dump_json(include={"address"}),
                )
            case onboarding.BankAccountConfirmed():
                await _bank_account(fact, db)
            case onboarding.CompanyReady():
                await db.execute("UPDATE companies SET ready_at = $2 WHERE id = $1", fact.company, happened.at)
            case onboarding.SigningStarted() | onboarding.SigningFailed() | onboarding.CompanySigned():
                await _signing(fact, happened, db)


async def _company(fact: onboarding.CompanyRegistered, db: Db) -> None:
    await db.execute(
        "INSERT INTO companies VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        fact.company,
        fact.name,
        fact.country,
        fact.number.reveal(),
        fact.legal_form,
        fact.vat_number.reveal() if fact.vat_number else None,
        fact.contact_name.reveal(),
        fact.contact_email.reveal(),
        fact.language,
    )
    await db.execute("INSERT INTO members VALUES ($1, $2, 'owner')", fact.company, fact.person)


async def _bank_account(fact: onboarding.BankAccountConfirmed, db: Db) -> None:
    if fact.default:
        await db.execute("UPDATE bank_accounts SET is_default = false WHERE company = $1", fact.company)
    await db.execute(
        """INSERT INTO bank_accounts VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET details = excluded.details, is_default = excluded.is_default""",
        fact.account,
        fact.company,
        fact.model_dump_json(include={"details"}),
        fact.default,
    )


async def _signing(
    fact: onboarding.SigningStarted | onboarding.SigningFailed | onboarding.CompanySigned,
    happened: Happened[Any],
    db: Db,
) -> None:
    match fact:
        case onboarding.SigningStarted():
            await db.execute(
                "INSERT INTO signings VALUES ($1, $2, 'started', NULL, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                fact.signing,
                fact.company,
                fact.start_token.reveal(),
                fact.model_dump_json(include={"qr_frames"}),
                fact.started_at,
                fact.expires_at,
            )
        case onboarding.SigningFailed():
            await _signing_ended(fact.signing, fact.company, "failed", fact.reason, db)
        case onboarding.CompanySigned():
            await _signing_ended(fact.signing, fact.company, "signed", None, db)
            await db.execute(
                "UPDATE companies SET signed_at = $2, signed_by = $3 WHERE id = $1",
                fact.company,
                happened.at,
                fact.signed_by.reveal(),
            )


async def _signing_ended(signing: Any, company: CompanyId, status: str, reason: str | None, db: Db) -> None:
    """The codes that a phone could scan are of no more use, and go."""
    await db.execute(
        """INSERT INTO signings (id, company, status, reason) VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET status = $3, reason = $4, start_token = NULL, qr_frames = NULL""",
        signing,
        company,
        status,
        reason,
    )
