"""Heard and told of who trades with whom: connections, approval, contract texts, buyers' rules."""

from typing import TypeVar

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from directory.connections import commands, events
from directory.connections.connection import Connection

F = TypeVar("F", directory.ConnectionEstablished, directory.ConnectionEnded, directory.SupplierApprovalChanged)

# What is heard.


def on_connection_ended(fact: portal.ConnectionEnded, heard: Heard) -> commands.EndConnection:
    return commands.EndConnection(
        at=heard.at, company=fact.company, partner=fact.partner, side=fact.side, reason=fact.reason
    )


def on_supplier_decided(fact: portal.SupplierDecided, heard: Heard) -> commands.DecideSupplier:
    return commands.DecideSupplier(
        at=heard.at, company=fact.company, supplier=fact.supplier, decision=fact.decision, reason=fact.reason
    )


def on_contract_text_set(fact: portal.ContractTextSet, heard: Heard) -> commands.SetContractText:
    return commands.SetContractText(at=heard.at, company=fact.company, text=fact.text)


# What is told.


def _to_both(supplier: F, customer: object) -> tuple[F, F]:
    """To each side its own copy, the supplier's first."""
    return supplier, supplier.model_copy(update={"company": customer, "side": "customer"})


def tell_connection_established(
    event: events.ConnectionEstablished, _: object
) -> tuple[directory.ConnectionEstablished, directory.ConnectionEstablished]:
    told = directory.ConnectionEstablished(
        company=event.supplier,
        side="supplier",
        supplier=event.supplier,
        supplier_name=event.supplier_name,
        customer=event.customer,
        customer_name=event.customer_name,
        customer_number=event.customer_number,
        invitation=event.invitation,
        direction=event.direction,
        approval=event.approval,
    )
    return _to_both(told, event.customer)


def tell_connection_ended(
    event: events.ConnectionEnded, connection: Connection
) -> tuple[directory.ConnectionEnded, directory.ConnectionEnded]:
    stood = connection.established
    told = directory.ConnectionEnded(
        company=stood.supplier,
        side="supplier",
        supplier=stood.supplier,
        supplier_name=stood.supplier_name,
        customer=stood.customer,
        customer_name=stood.customer_name,
        ended_by=event.ended_by,
        reason=event.reason,
    )
    return _to_both(told, stood.customer)


def tell_supplier_approval_changed(
    event: events.SupplierApprovalChanged, connection: Connection
) -> tuple[directory.SupplierApprovalChanged, directory.SupplierApprovalChanged]:
    stands = connection.established
    told = directory.SupplierApprovalChanged(
        company=stands.supplier,
        side="supplier",
        supplier=stands.supplier,
        supplier_name=stands.supplier_name,
        customer=stands.customer,
        customer_name=stands.customer_name,
        state=event.state,
        reason=event.reason,
    )
    return _to_both(told, stands.customer)


def tell_contract_text_changed(event: events.ContractTextChanged, _: object) -> directory.ContractTextChanged:
    return directory.ContractTextChanged(
        company=event.company, version=event.version, text=event.text, sha256=event.sha256
    )


# What is refused.


def tell_connection_refused(fact: portal.ConnectionEnded, refused: Refused) -> directory.ConnectionRefused:
    return directory.ConnectionRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_approval_refused(fact: portal.SupplierDecided, refused: Refused) -> directory.ApprovalRefused:
    return directory.ApprovalRefused(company=fact.company, code=refused.code, details=refused.details)


def tell_contract_text_refused(fact: portal.ContractTextSet, refused: Refused) -> directory.ContractTextRefused:
    return directory.ContractTextRefused(company=fact.company, code=refused.code, details=refused.details)
