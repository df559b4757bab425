"""Who trades with whom: connections, approval, contract texts, buyers' rules."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.directory.v1.invitations import Direction
from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, ReferenceRule

Approval = Literal["not-needed", "awaiting", "approved", "refused"]
"""A buyer's decision about a supplier; only `not-needed` and `approved` let invoices through."""


class ConnectionEstablished(Fact):
    """Supplier and customer trade through the network; told once to each of them (`company` is whose copy this is)."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str
    invitation: UUID | None = None
    direction: Direction = "to-customer"
    """Which kind of invitation was accepted."""
    approval: Approval = "not-needed"


class ConnectionEnded(Fact):
    """The two no longer trade through the network; told once to each of them. They may connect again."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    ended_by: Literal["supplier", "customer"]
    reason: str = ""


class ConnectionRefused(Refusal):
    """The end of a connection was refused, because there is no such connection."""


class ApprovalPolicyChanged(Fact):
    """A buyer chose whether it approves each new supplier before its first invoice."""

    company: CompanyId
    required: bool


class SupplierApprovalChanged(Fact):
    """A buyer decided about a supplier; told once to each of them. `awaiting` holds invoices."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    state: Approval
    reason: str = ""


class ApprovalRefused(Refusal):
    """The buyer's decision or policy on approval was refused."""


class ContractTextChanged(Fact):
    """A supplier changed the text that its customers accept before they receive; an empty one asks nothing of them."""

    company: CompanyId
    version: int
    text: str
    sha256: str


class ContractTextRefused(Refusal):
    """The contract text was refused."""


class BuyerRulesChanged(Fact):
    """A buyer set its rules for references from `valid_from` on; a higher version replaces a lower one."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


class BuyerRulesRefused(Refusal):
    """The buyer's rules were refused, because they cannot be read."""
