"""Who trades with whom: connections, approval, contract texts, buyers' rules."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.directory.v1.invitations import Direction
from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, ReferenceRule

Approval = Literal["not-needed", "awaiting", "approved", "refused"]
"""What a buyer has decided about a supplier; only the first and the third let invoices through."""


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
    """The two trade through the network no more; told once to each of them. They may connect again."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    ended_by: Literal["supplier", "customer"]
    reason: str = ""


class ConnectionRefused(Refusal):
    """There is no such connection to end."""


class ApprovalPolicyChanged(Fact):
    """Whether a buyer wants to approve each new supplier before its first invoice."""

    company: CompanyId
    required: bool


class SupplierApprovalChanged(Fact):
    """What a buyer has decided about a supplier; told once to each of them. `awaiting` holds invoices."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    state: Approval
    reason: str = ""


class ApprovalRefused(Refusal):
    """The decision or the policy cannot be kept."""


class ContractTextChanged(Fact):
    """What a supplier's customers accept before they receive; an empty text asks nothing of them."""

    company: CompanyId
    version: int
    text: str
    sha256: str


class ContractTextRefused(Refusal):
    """The contract text cannot be kept."""


class BuyerRulesChanged(Fact):
    """What a buyer asks of references from `valid_from` on; a higher version replaces a lower one."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


class BuyerRulesRefused(Refusal):
    """The rules cannot be read."""
