"""Translates what is heard of connections and reception: only the supplier's side, and only what concerns invoices."""

from __future__ import annotations

from chassis import Heard
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from invoicing.parties import commands


def on_reception_changed(fact: directory_v2.ReceptionChanged, heard: Heard) -> commands.NoteReception | None:
    if fact.document_type != "invoice":
        return None
    return commands.NoteReception(company=fact.company, method=fact.method, at=heard.at)


def on_connection_established(
    fact: directory.ConnectionEstablished, heard: Heard
) -> commands.EstablishConnection | None:
    """Takes the supplier's copy of the fact, which is told to both sides."""
    if fact.side != "supplier":
        return None
    return commands.EstablishConnection(
        company=fact.supplier,
        customer=fact.customer,
        customer_name=fact.customer_name,
        customer_number=fact.customer_number,
        approval=fact.approval,
        at=heard.at,
    )


def on_connection_ended(fact: directory.ConnectionEnded, heard: Heard) -> commands.EndConnection | None:
    if fact.side != "supplier":
        return None
    return commands.EndConnection(company=fact.supplier, customer=fact.customer, at=heard.at)


def on_supplier_approval_changed(
    fact: directory.SupplierApprovalChanged, heard: Heard
) -> commands.ChangeApproval | None:
    if fact.side != "supplier":
        return None
    return commands.ChangeApproval(
        company=fact.supplier, customer=fact.customer, state=fact.state, reason=fact.reason, at=heard.at
    )
