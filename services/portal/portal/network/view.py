"""What trading rests on: invitations, connections, reception, contract texts, reference rules, samples."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from chassis import Db, Happened, derived_id
from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.values import CompanyId
from portal.telling.boundary import as_kept
from portal.telling.reading import Row, many, one
from portal.telling.shows import FactView

OUTCOMES = {
    directory.InvitationWithdrawn: "withdrawn",
    directory.InvitationExpired: "expired",
    directory.ConnectionDeclined: "declined",
}
"""How an invitation ends that nobody accepted."""


OfTheNetwork = (
    directory.InvitationIssued
    | directory.SupplierInvitationIssued
    | directory.EnrolmentCompleted
    | directory.InvitationWithdrawn
    | directory.InvitationExpired
    | directory.ConnectionDeclined
    | directory.ConnectionEstablished
    | directory.ConnectionEnded
    | directory.ReceptionChanged
    | directory_v2.ReceptionChanged
    | directory.SampleDocumentOrdered
    | delivery.SampleDocumentSent
    | delivery.SampleDocumentFailed
    | directory.BuyerRulesChanged
    | directory.ContractTextChanged
    | directory.ApprovalPolicyChanged
)


class Network(FactView[OfTheNetwork]):
    """Whom a company may invoice, whom it invited, how it receives, what it asks of suppliers and of references."""

    name, version, tables = (
        "network",
        4,
        ("connections", "invitations", "receptions", "buyer_rules", "contract_texts", "approval_policies", "samples"),
    )
    ddl = """
        CREATE TABLE connections (
          supplier uuid NOT NULL, customer uuid NOT NULL, supplier_name text NOT NULL, customer_name text NOT NULL,
          customer_number text NOT NULL, since timestamptz NOT NULL, matter uuid NOT NULL,
          PRIMARY KEY (supplier, customer)
        );
        CREATE INDEX connections_customer ON connections (customer);
        CREATE TABLE invitations (
          id uuid PRIMARY KEY, company uuid NOT NULL, customer_number text NOT NULL, customer_name text NOT NULL,
          email text NOT NULL, status text NOT NULL, expires_on date NOT NULL, issued_at timestamptz NOT NULL,
          direction text NOT NULL DEFAULT 'to-customer', inviter_name text NOT NULL DEFAULT '',
          given_name text NOT NULL DEFAULT '', family_name text NOT NULL DEFAULT '', language text, code text
        );
        CREATE INDEX invitations_company ON invitations (company, issued_at DESC);
        CREATE INDEX invitations_code ON invitations (code);
        CREATE TABLE receptions (
          company uuid NOT NULL, document_type text NOT NULL, method text NOT NULL, format text NOT NULL, email text,
          decided_by text NOT NULL, PRIMARY KEY (company, document_type)
        );
        CREATE TABLE buyer_rules (
          company uuid NOT NULL, version int NOT NULL, valid_from date NOT NULL, rules jsonb NOT NULL,
          PRIMARY KEY (company, version)
        );
        CREATE TABLE contract_texts (
          company uuid PRIMARY KEY, version int NOT NULL, text text NOT NULL, sha256 text NOT NULL
        );
        CREATE TABLE approval_policies (company uuid PRIMARY KEY, required boolean NOT NULL);
        CREATE TABLE samples (
          id uuid PRIMARY KEY, company uuid NOT NULL, document_type text NOT NULL, method text NOT NULL,
          status text NOT NULL, receipt text, cause text, repair text, ordered_at timestamptz NOT NULL
        );
    """
    rows = (
        *("connections.matter", "invitations.id", "samples.id", "receptions.company", "buyer_rules.company"),
        *("contract_texts.company", "approval_policies.company"),
    )

    def matters(self, fact: OfTheNetwork) -> tuple[UUID, ...]:
        match fact:
            case (
                directory.InvitationIssued()
                | directory.SupplierInvitationIssued()
                | directory.EnrolmentCompleted()
                | directory.InvitationWithdrawn()
                | directory.InvitationExpired()
                | directory.ConnectionDeclined()
            ):
                return (fact.invitation,)
            case directory.ConnectionEstablished(invitation=UUID() as invitation):
                return (entry_of(fact.supplier, fact.customer), invitation)
            case directory.ConnectionEstablished() | directory.ConnectionEnded():
                return (entry_of(fact.supplier, fact.customer),)
            case directory.SampleDocumentOrdered() | delivery.SampleDocumentSent() | delivery.SampleDocumentFailed():
                return (fact.sample,)
            case (
                directory.ReceptionChanged()
                | directory_v2.ReceptionChanged()
                | directory.BuyerRulesChanged()
                | directory.ContractTextChanged()
                | directory.ApprovalPolicyChanged()
            ):
                return (fact.company,)
            case _:
                return ()

    async def show(self, fact: OfTheNetwork, happened: Happened[Any], db: Db) -> None:
        match fact:
            case directory.InvitationIssued() | directory.SupplierInvitationIssued():
                await _invitation(fact, happened, db)
            case directory.EnrolmentCompleted():
                await db.execute("UPDATE invitations SET status = 'enrolled' WHERE id = $1", fact.invitation)
            case directory.InvitationWithdrawn() | directory.InvitationExpired() | directory.ConnectionDeclined():
                status = OUTCOMES[type(fact)]
                await db.execute("UPDATE invitations SET status = $2 WHERE id = $1", fact.invitation, status)
            case directory.ConnectionEstablished():
                await _connection(fact, happened, db)
            case directory.ConnectionEnded():
                await db.execute(
                    "DELETE FROM connections WHERE supplier = $1 AND customer = $2", fact.supplier, fact.customer
                )
            case directory.ReceptionChanged() | directory_v2.ReceptionChanged():
                await _reception(fact, db)
            case directory.SampleDocumentOrdered() | delivery.SampleDocumentSent() | delivery.SampleDocumentFailed():
                await _sample(fact, happened, db)
            case _:
                await _asked(fact, happened, db)


async def _invitation(
    fact: directory.InvitationIssued | directory.SupplierInvitationIssued, happened: Happened[Any], db: Db
) -> None:
    """The code is kept folded: whoever comes with it finds what was filled in beforehand."""
    code = pair_key(fact.code.reveal())
    if isinstance(fact, directory.InvitationIssued):
        who = (fact.customer_number, fact.customer_name, fact.email.reveal(), fact.expires_on, happened.at)
        named = ("to-customer", fact.supplier_name, "", "")
    else:
        who = (fact.supplier_number, fact.supplier_name, fact.email.reveal(), fact.expires_on, happened.at)
        named = ("to-supplier", fact.customer_name, fact.given_name.reveal(), fact.family_name.reveal())
    await db.execute(
        "INSERT INTO invitations VALUES ($1, $2, $3, $4, $5, 'invited', $6, $7, $8, $9, $10, $11, $12, $13)"
        " ON CONFLICT DO NOTHING",
        fact.invitation,
        fact.company,
        *who,
        *named,
        fact.language,
        code,
    )


def pair_key(written: str) -> str:
    """One form for all ways to write the same number or the same code: no blanks or hyphens, upper case."""
    return "".join(written.replace("-", " ").split()).upper()


async def _connection(fact: directory.ConnectionEstablished, happened: Happened[Any], db: Db) -> None:
    if fact.invitation:
        await db.execute("UPDATE invitations SET status = 'enrolled' WHERE id = $1", fact.invitation)
    await db.execute(
        "INSERT INTO connections VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        fact.supplier,
        fact.customer,
        fact.supplier_name,
        fact.customer_name,
        fact.customer_number,
        happened.at,
        entry_of(fact.supplier, fact.customer),
    )


async def _reception(fact: directory.ReceptionChanged | directory_v2.ReceptionChanged, db: Db) -> None:
    await db.execute(
        """INSERT INTO receptions VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (company, document_type)
           DO UPDATE SET method = $3, format = $4, email = $5, decided_by = $6""",
        fact.company,
        fact.document_type,
        fact.method,
        fact.format,
        fact.email.reveal() if fact.email else None,
        fact.decided_by,
    )


async def _sample(
    fact: directory.SampleDocumentOrdered | delivery.SampleDocumentSent | delivery.SampleDocumentFailed,
    happened: Happened[Any],
    db: Db,
) -> None:
    """What came of it may be heard before that it was ordered: the two come from different services."""
    match fact:
        case directory.SampleDocumentOrdered():
            await db.execute(
                """INSERT INTO samples (id, company, document_type, method, status, ordered_at)
                   VALUES ($1, $2, $3, $4, 'ordered', $5)
                   ON CONFLICT (id) DO UPDATE SET document_type = $3, method = $4, ordered_at = $5""",
                fact.sample,
                fact.company,
                fact.document_type,
                fact.method,
                happened.at,
            )
        case delivery.SampleDocumentSent():
            await _sample_ended(fact, "sent", (fact.receipt, None, None), happened, db)
        case delivery.SampleDocumentFailed():
            await _sample_ended(fact, "failed", (None, fact.cause, fact.repair), happened, db)


async def _sample_ended(
    fact: delivery.SampleDocumentSent | delivery.SampleDocumentFailed,
    status: str,
    outcome: tuple[str | None, str | None, str | None],
    happened: Happened[Any],
    db: Db,
) -> None:
    await db.execute(
        """INSERT INTO samples VALUES ($1, $2, '', '', $3, $4, $5, $6, $7)
           ON CONFLICT (id) DO UPDATE SET status = $3, receipt = $4, cause = $5, repair = $6""",
        fact.sample,
        fact.company,
        status,
        *outcome,
        happened.at,
    )


async def _asked(
    fact: directory.BuyerRulesChanged | directory.ContractTextChanged | directory.ApprovalPolicyChanged,
    happened: Happened[Any],
    db: Db,
) -> None:
    """What a company asks of the other side."""
    match fact:
        case directory.BuyerRulesChanged():
            await db.execute(
                "INSERT INTO buyer_rules VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                fact.company,
                fact.version,
                fact.valid_from,
                as_kept(happened, "rules"),
            )
        case directory.ContractTextChanged():
            await db.execute(
                """INSERT INTO contract_texts AS known VALUES ($1, $2, $3, $4)
                   ON CONFLICT (company) DO UPDATE SET version = $2, text = $3, sha256 = $4
                   WHERE known.version < $2""",
                fact.company,
                fact.version,
                fact.text,
                fact.sha256,
            )
        case directory.ApprovalPolicyChanged():
            await db.execute(
                """INSERT INTO approval_policies VALUES ($1, $2)
                   ON CONFLICT (company) DO UPDATE SET required = $2""",
                fact.company,
                fact.required,
            )


def entry_of(supplier: CompanyId, customer: CompanyId) -> UUID:
    """One entry for the two, in both their lists."""
    return derived_id(supplier, "customer", str(customer))


# What is asked of it.


async def is_connected(db: Db, supplier: CompanyId, customer: CompanyId) -> bool:
    return bool(await connected_among(db, supplier, [customer]))


async def connected_among(db: Db, supplier: CompanyId, customers: list[UUID]) -> set[UUID]:
    """Those of some companies that a supplier may invoice."""
    rows = await db.fetch(
        "SELECT customer FROM connections WHERE supplier = $1 AND customer = ANY($2)", supplier, customers
    )
    return {row["customer"] for row in rows}


async def only_receives(db: Db, company: UUID) -> bool:
    """Whether a company is somebody's customer and nobody's supplier."""
    row = await one(
        db,
        """SELECT EXISTS (SELECT 1 FROM connections WHERE customer = $1) AS receives,
             EXISTS (SELECT 1 FROM connections WHERE supplier = $1) AS sends""",
        company,
    )
    return bool(row and row["receives"] and not row["sends"])


async def opened_by(db: Db, number: str, code: str) -> Row | None:
    """The invitation that a number and a code open together, with the contract text that a customer is to accept."""
    rows = await many(
        db,
        """SELECT i.direction, i.inviter_name, i.customer_name AS invited_name, i.customer_number AS number, i.email,
             i.given_name, i.family_name, i.language, i.status, i.expires_on,
             t.text AS contract_text, t.sha256 AS contract_sha256
           FROM invitations i
           LEFT JOIN contract_texts t ON t.company = i.company AND i.direction = 'to-customer' AND t.sha256 <> ''
           WHERE i.code = $1 LIMIT 10""",
        pair_key(code),
    )
    return next((row for row in rows if pair_key(row["number"]) == pair_key(number)), None)


async def contract_of(db: Db, company: CompanyId | None) -> Row | None:
    """What a company's customers accept before they receive; its `sha256` is empty when the text was taken away."""
    return await one(db, "SELECT version, text, sha256 FROM contract_texts WHERE company = $1", company)


async def contracts_of(db: Db, companies: list[UUID]) -> dict[UUID, Row]:
    """By company, for those that have a text."""
    rows = await many(
        db, "SELECT company, text, sha256 FROM contract_texts WHERE company = ANY($1) AND sha256 <> ''", companies
    )
    return {row["company"]: row for row in rows}


async def approves_suppliers(db: Db, company: CompanyId) -> bool:
    return bool(await db.fetchval("SELECT required FROM approval_policies WHERE company = $1", company))


async def receptions_of(db: Db, company: CompanyId) -> list[Row]:
    """How a company receives each kind of document that somebody has decided on."""
    return await many(
        db, "SELECT document_type, method, format, email, decided_by FROM receptions WHERE company = $1", company
    )


async def sample_of(db: Db, company: CompanyId, sample: UUID) -> Row | None:
    return await one(
        db,
        """SELECT id, document_type, method, status, receipt, cause, repair, ordered_at FROM samples
           WHERE id = $1 AND company = $2""",
        sample,
        company,
    )


async def versions_of(db: Db, buyer: CompanyId, limit: int) -> list[Row]:
    """Every version of a buyer's rules, the newest first."""
    rows = await many(
        db,
        "SELECT version, valid_from, rules FROM buyer_rules WHERE company = $1 ORDER BY version DESC LIMIT $2",
        buyer,
        limit,
    )
    return [row | msgspec.json.decode(row["rules"]) for row in rows]


async def rules_on(db: Db, buyer: CompanyId, day: date) -> Row:
    """The highest version that is valid on a day; version 0 asks nothing."""
    row = await one(
        db,
        """SELECT version, valid_from, rules FROM buyer_rules WHERE company = $1 AND valid_from <= $2
           ORDER BY version DESC LIMIT 1""",
        buyer,
        day,
    )
    return row | msgspec.json.decode(row["rules"]) if row else {"version": 0, "rules": []}
