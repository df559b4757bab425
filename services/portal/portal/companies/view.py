"""Companies, and who may act for them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened
from contracts.onboarding import v1 as onboarding
from contracts.values import CompanyId, PersonId
from portal.telling.boundary import as_kept
from portal.telling.reading import Row, many, one
from portal.telling.shows import FactView

OfACompany = (
    onboarding.CompanyRegistered
    | onboarding.TermsRecorded
    | onboarding.TermsAskedAgain
    | onboarding.CompletenessChanged
    | onboarding.CompanyVerificationRecorded
    | onboarding.CompanyProfileChanged
    | onboarding.AddressRemoved
    | onboarding.MemberJoined
    | onboarding.MemberRoleChanged
    | onboarding.MemberLeft
    | onboarding.BankAccountConfirmed
    | onboarding.BankAccountChangeHeld
    | onboarding.BankAccountChangeStopped
    | onboarding.BankAccountRemoved
    | onboarding.CompanyReady
    | onboarding.CompanySigned
)


class Companies(FactView[OfACompany]):
    """A company's own page: details, addresses, accounts, terms, readiness, members."""

    name, version = "companies", 6
    tables = ("companies", "members", "addresses", "bank_accounts", "account_changes", "acceptances")
    ddl = """
        CREATE TABLE companies (
          id uuid PRIMARY KEY, name text NOT NULL, country text NOT NULL, number text NOT NULL,
          legal_form text NOT NULL,
          vat_number text, contact_name text NOT NULL, contact_email text NOT NULL, language text NOT NULL,
          terms_version text, signed_at timestamptz, signed_by text, ready_at timestamptz,
          no_vat_reason text NOT NULL DEFAULT '', verification text NOT NULL DEFAULT 'unverified',
          differing text[] NOT NULL DEFAULT '{}', confirmed text[] NOT NULL DEFAULT '{}', terms_asked text,
          missing text[] NOT NULL DEFAULT '{terms,address,bank-account,connection}', f_tax boolean
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
        CREATE TABLE account_changes (
          id uuid PRIMARY KEY, company uuid NOT NULL, account uuid NOT NULL, requested_by uuid NOT NULL,
          body jsonb NOT NULL, held_until timestamptz NOT NULL
        );
        CREATE INDEX account_changes_company ON account_changes (company);
        CREATE TABLE acceptances (
          company uuid NOT NULL, version text NOT NULL, person uuid NOT NULL, sha256 text NOT NULL,
          at timestamptz NOT NULL, PRIMARY KEY (company, version, person)
        );
    """
    rows = (
        *("companies.id", "members.company", "addresses.company", "bank_accounts.company"),
        *("account_changes.company", "acceptances.company"),
    )

    def matters(self, fact: OfACompany) -> tuple[UUID, ...]:
        return (fact.company,)

    async def show(self, fact: OfACompany, happened: Happened[Any], db: Db) -> None:
        match fact:
            case onboarding.CompanyRegistered():
                await _company(fact, db)
            case onboarding.TermsRecorded():
                await _terms(fact, happened, db)
            case onboarding.TermsAskedAgain():
                await db.execute("UPDATE companies SET terms_asked = $2 WHERE id = $1", fact.company, fact.version)
            case onboarding.CompletenessChanged():
                await db.execute("UPDATE companies SET missing = $2 WHERE id = $1", fact.company, list(fact.missing))
            case onboarding.CompanyVerificationRecorded():
                await db.execute(
                    "UPDATE companies SET verification = $2, differing = $3, confirmed = $4 WHERE id = $1",
                    fact.company,
                    fact.status,
                    list(fact.differing),
                    list(fact.confirmed),
                )
            case onboarding.AddressRemoved():
                await db.execute("DELETE FROM addresses WHERE company = $1 AND kind = $2", fact.company, fact.kind)
            case onboarding.MemberJoined() | onboarding.MemberRoleChanged() | onboarding.MemberLeft():
                await _member(fact, db)
            case onboarding.CompanyProfileChanged():
                await db.execute(
                    """INSERT INTO addresses VALUES ($1, $2, $3)
                       ON CONFLICT (company, kind) DO UPDATE SET address = excluded.address""",
                    fact.company,
                    fact.kind,
                    as_kept(happened, "address"),
                )
            case (
                onboarding.BankAccountConfirmed()
                | onboarding.BankAccountChangeHeld()
                | onboarding.BankAccountChangeStopped()
                | onboarding.BankAccountRemoved()
            ):
                await _bank_account(fact, happened, db)
            case onboarding.CompanyReady():
                await db.execute("UPDATE companies SET ready_at = $2 WHERE id = $1", fact.company, happened.at)
            case onboarding.CompanySigned():
                await db.execute(
                    "UPDATE companies SET signed_at = $2, signed_by = $3 WHERE id = $1 AND signed_at IS NULL",
                    fact.company,
                    happened.at,
                    fact.signed_by.reveal(),
                )


async def _company(fact: onboarding.CompanyRegistered, db: Db) -> None:
    await db.execute(
        """INSERT INTO companies
             (id, name, country, number, legal_form, vat_number, contact_name, contact_email, language, no_vat_reason,
              f_tax)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING""",
        fact.company,
        fact.name,
        fact.country,
        fact.number.reveal(),
        fact.legal_form,
        fact.vat_number.reveal() if fact.vat_number else None,
        fact.contact_name.reveal(),
        fact.contact_email.reveal(),
        fact.language,
        fact.no_vat_reason,
        fact.f_tax,
    )
    await db.execute("INSERT INTO members VALUES ($1, $2, 'owner') ON CONFLICT DO NOTHING", fact.company, fact.person)


async def _terms(fact: onboarding.TermsRecorded, happened: Happened[Any], db: Db) -> None:
    await db.execute("UPDATE companies SET terms_version = $2 WHERE id = $1", fact.company, fact.version)
    await db.execute(
        "INSERT INTO acceptances VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        fact.company,
        fact.version,
        fact.person,
        fact.sha256,
        happened.at,
    )


async def _member(fact: onboarding.MemberJoined | onboarding.MemberRoleChanged | onboarding.MemberLeft, db: Db) -> None:
    if isinstance(fact, onboarding.MemberLeft):
        await db.execute("DELETE FROM members WHERE company = $1 AND person = $2", fact.company, fact.person)
        return
    await db.execute(
        "INSERT INTO members VALUES ($1, $2, $3) ON CONFLICT (person, company) DO UPDATE SET role = excluded.role",
        fact.company,
        fact.person,
        fact.role,
    )


async def _bank_account(
    fact: onboarding.BankAccountConfirmed
    | onboarding.BankAccountChangeHeld
    | onboarding.BankAccountChangeStopped
    | onboarding.BankAccountRemoved,
    happened: Happened[Any],
    db: Db,
) -> None:
    """A change that waits is shown beside the accounts until it is one of them, or is stopped."""
    match fact:
        case onboarding.BankAccountChangeHeld():
            await db.execute(
                "INSERT INTO account_changes VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                fact.change,
                fact.company,
                fact.account,
                fact.person,
                as_kept(happened, "details", "replaces", "default"),
                fact.held_until,
            )
        case onboarding.BankAccountChangeStopped():
            await db.execute("DELETE FROM account_changes WHERE id = $1", fact.change)
        case onboarding.BankAccountRemoved():
            await db.execute("DELETE FROM bank_accounts WHERE id = $1", fact.account)
        case onboarding.BankAccountConfirmed():
            if fact.released != "at-once":
                await db.execute("DELETE FROM account_changes WHERE account = $1", fact.account)
            await _confirmed(fact, happened, db)


async def _confirmed(fact: onboarding.BankAccountConfirmed, happened: Happened[Any], db: Db) -> None:
    if fact.default:
        await db.execute("UPDATE bank_accounts SET is_default = false WHERE company = $1", fact.company)
    await db.execute(
        """INSERT INTO bank_accounts VALUES ($1, $2, $3, $4)
           ON CONFLICT (id) DO UPDATE SET details = excluded.details, is_default = excluded.is_default""",
        fact.account,
        fact.company,
        as_kept(happened, "details"),
        fact.default,
    )


# What is asked of it.


async def company_of(db: Db, company: CompanyId) -> Row | None:
    return await one(db, "SELECT * FROM companies WHERE id = $1", company)


async def names_of(db: Db, companies: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id; a company that is not known yet has none."""
    rows = await db.fetch("SELECT id, name FROM companies WHERE id = ANY($1)", list(companies))
    return {row["id"]: row["name"] for row in rows}


async def found_companies(db: Db, search: str, limit: int) -> list[Row]:
    """For the desk: by a part of the name, the number or the contact's address, or by the id; by name."""
    sign = "\\"
    pattern = "".join(sign + one if one in f"{sign}%_" else one for one in search)
    return await many(
        db,
        """SELECT id, name, country, number, legal_form, signed_at, ready_at FROM companies
           WHERE name ILIKE $1 OR contact_email ILIKE $1 OR id::text = lower($2)
             OR ($3 <> '' AND regexp_replace(number, '[^0-9A-Za-z]', '', 'g') ILIKE $3 || '%')
           ORDER BY name, id LIMIT $4""",
        f"%{pattern}%",
        search,
        "".join(filter(str.isalnum, search)),
        limit,
    )


async def contact_of(db: Db, company: CompanyId) -> Row | None:
    """Whom mails to a company go to, and a member in whose name staff may write: an owner before others."""
    return await one(
        db,
        """SELECT c.contact_name, c.contact_email, c.language, m.person FROM companies c
           JOIN members m ON m.company = c.id WHERE c.id = $1 ORDER BY m.role = 'owner' DESC, m.person LIMIT 1""",
        company,
    )


async def addresses_of(db: Db, company: CompanyId) -> dict[str, Any]:
    """Addresses by kind."""
    rows = await db.fetch("SELECT kind, address FROM addresses WHERE company = $1 ORDER BY kind", company)
    return {row["kind"]: msgspec.json.decode(row["address"])["address"] for row in rows}


async def accounts_of(db: Db, company: CompanyId) -> list[Row]:
    rows = await db.fetch("SELECT id, details, is_default FROM bank_accounts WHERE company = $1 ORDER BY id", company)
    return [
        {"id": row["id"], "default": row["is_default"], **msgspec.json.decode(row["details"])["details"]}
        for row in rows
    ]


async def has_account(db: Db, company: CompanyId, account: UUID) -> bool:
    return bool(await db.fetchval("SELECT true FROM bank_accounts WHERE id = $1 AND company = $2", account, company))


async def changes_of(db: Db, company: CompanyId) -> list[Row]:
    """The changes of account that are held, the one that takes effect first first."""
    rows = await many(
        db,
        """SELECT id, account, requested_by, held_until, body FROM account_changes
           WHERE company = $1 ORDER BY held_until""",
        company,
    )
    return [row | msgspec.json.decode(row.pop("body")) for row in rows]


async def acceptances_of(db: Db, company: CompanyId, limit: int) -> list[Row]:
    """Who accepted which terms when, the latest first."""
    return await many(
        db,
        """SELECT a.version, a.sha256, a.at, a.person, p.given_name, p.family_name FROM acceptances a
           LEFT JOIN people p ON p.id = a.person WHERE a.company = $1 ORDER BY a.at DESC LIMIT $2""",
        company,
        limit,
    )


# Who may act for it.


async def role_of(db: Db, person: PersonId, company: CompanyId) -> str | None:
    """None for a person who does not belong to the company."""
    role: str | None = await db.fetchval("SELECT role FROM members WHERE person = $1 AND company = $2", person, company)
    return role


async def acting_for(db: Db, person: PersonId) -> list[Row]:
    """The companies that a person may act for, by name: id, name and role."""
    return await many(
        db,
        """SELECT c.id, c.name, m.role FROM members m JOIN companies c ON c.id = m.company
           WHERE m.person = $1 ORDER BY c.name""",
        person,
    )


async def joined(db: Db, person: PersonId) -> list[CompanyId]:
    """The companies that a person belongs to, those too of which nothing else is known yet."""
    return [row["company"] for row in await db.fetch("SELECT company FROM members WHERE person = $1", person)]


async def members_of(db: Db, company: CompanyId, limit: int) -> list[Row]:
    return await many(
        db,
        """SELECT m.person AS id, m.role, p.given_name, p.family_name, p.email FROM members m
           LEFT JOIN people p ON p.id = m.person WHERE m.company = $1 ORDER BY p.family_name, p.given_name LIMIT $2""",
        company,
        limit,
    )
