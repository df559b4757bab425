"""Whom a company trades with: invitations, connections, reception, reference rules."""

from typing import Any

from chassis import Db, Happened
from contracts.directory import v1 as directory
from contracts.fact import Fact
from portal.shows import FactView


class Network(FactView):
    """Whom a company trades with, whom it invited, how it receives, what it asks of references."""

    name, version, tables = "network", 1, ("connections", "invitations", "receptions", "buyer_rules")
    ddl = """
        CREATE TABLE connections (
          supplier uuid NOT NULL, customer uuid NOT NULL, supplier_name text NOT NULL, customer_name text NOT NULL,
          customer_number text NOT NULL, since timestamptz NOT NULL, PRIMARY KEY (supplier, customer)
        );
        CREATE INDEX connections_customer ON connections (customer);
        CREATE TABLE invitations (
          id uuid PRIMARY KEY, company uuid NOT NULL, customer_number text NOT NULL, customer_name text NOT NULL,
          email text NOT NULL, status text NOT NULL, expires_on date NOT NULL, issued_at timestamptz NOT NULL
        );
        CREATE INDEX invitations_company ON invitations (company, issued_at DESC);
        CREATE TABLE receptions (
          company uuid NOT NULL, document_type text NOT NULL, method text NOT NULL, format text NOT NULL, email text,
          decided_by text NOT NULL, PRIMARY KEY (company, document_type)
        );
        CREATE TABLE buyer_rules (
          company uuid NOT NULL, version int NOT NULL, valid_from date NOT NULL, rules jsonb NOT NULL,
          PRIMARY KEY (company, version)
        );
    """

    async def show(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        match fact:
            case directory.InvitationIssued():
                await db.execute(
                    "INSERT INTO invitations VALUES ($1, $2, $3, $4, $5, 'invited', $6, $7)",
                    fact.invitation,
                    fact.company,
                    fact.customer_number,
                    fact.customer_name,
                    fact.email.reveal(),
                    fact.expires_on,
                    happened.at,
                )
            case directory.EnrolmentCompleted():
                await db.execute("UPDATE invitations SET status = 'enrolled' WHERE id = $1", fact.invitation)
            case directory.ConnectionEstablished():
                await db.execute(
                    "INSERT INTO connections VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                    fact.supplier,
                    fact.customer,
                    fact.supplier_name,
                    fact.customer_name,
                    fact.customer_number,
                    happened.at,
                )
            case directory.ReceptionChanged():
                await _reception(fact, db)
            case directory.BuyerRulesChanged():
                await db.execute(
                    "INSERT INTO buyer_rules VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    fact.company,
                    fact.version,
                    fact.valid_from,
                    fact.model_dump_json(include={"rules"}),
                )


async def _reception(fact: directory.ReceptionChanged, db: Db) -> None:
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
