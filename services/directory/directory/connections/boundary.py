"""What is told of a connection: to its supplier and to its customer, each its own copy."""

from typing import TypeVar

from contracts.directory import v1 as directory
from directory.connections import events
from directory.connections.connection import Connection

F = TypeVar("F", directory.ConnectionEstablished, directory.ConnectionEnded, directory.SupplierApprovalChanged)


def _to_both(supplier: F, customer: object) -> tuple[F, F]:
    """Makes one copy of the fact for each side, the supplier's first."""
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
