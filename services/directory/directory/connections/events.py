"""What has happened to connections. Stored for ever: add fields with defaults only."""

from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId

Direction = Literal["to-customer", "to-supplier", "request"]
"""Who invites whom: a supplier its customer, a buyer its supplier, or a supplier a member that it knows."""
Approval = Literal["not-needed", "awaiting", "approved", "refused"]
Side = Literal["supplier", "customer"]


class CustomerNumberTaken(Event, topic="directory.customer_number_taken.v1"):
    """This number of this supplier belongs to this customer from now on."""

    supplier: CompanyId
    customer: CompanyId


class CustomerNumberFreed(Event, topic="directory.customer_number_freed.v1"):
    supplier: CompanyId


class ConnectionEstablished(Event, topic="directory.connection_established.v1"):
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str
    invitation: UUID | None = None
    direction: Direction = "to-customer"
    approval: Approval = "not-needed"


class ConnectionEnded(Event, topic="directory.connection_ended.v1"):
    ended_by: Side
    reason: str


class SupplierApprovalChanged(Event, topic="directory.supplier_approval_changed.v1"):
    """The buyer decided whether to approve the supplier."""

    state: Approval
    reason: str


class ContractTextChanged(Event, topic="directory.contract_text_changed.v1"):
    """A supplier changed the text that its customers accept before they receive; an empty one asks nothing of them."""

    company: CompanyId
    version: int
    text: str
    sha256: str


CustomerNumberEvent = CustomerNumberTaken | CustomerNumberFreed | ConnectionEstablished
ConnectionEvent = ConnectionEstablished | ConnectionEnded | SupplierApprovalChanged
