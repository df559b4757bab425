"""Who can be reached, how, and who trades with whom."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Language, Personal, ReferenceRule


class InvitationIssued(Fact):
    """A customer is invited: the customer number and the code together open the door, once."""

    company: CompanyId
    invitation: UUID
    supplier_name: str
    customer_number: str
    customer_name: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date


class InvitationRefused(Refusal):
    """The invitation cannot be made."""

    invitation: UUID


class EnrolmentCompleted(Fact):
    """A customer answered its supplier's invitation; told to the customer."""

    company: CompanyId
    invitation: UUID
    supplier: CompanyId
    supplier_name: str
    customer_name: str
    customer_number: str


class EnrolmentRefused(Refusal):
    """The invitation could not be answered so; the code says whether to try again."""


class ConnectionEstablished(Fact):
    """Supplier and customer trade through the network; told once to each of them (`company` is whose copy this is)."""

    company: CompanyId
    side: Literal["supplier", "customer"]
    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str


class ReceptionChanged(Fact):
    """How a company receives a kind of document from now on; `policy` is the network's default."""

    company: CompanyId
    document_type: Literal["invoice"]
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class ReceptionRefused(Refusal):
    """The choice cannot be followed."""


class BuyerRulesChanged(Fact):
    """What a buyer asks of references from `valid_from` on; a higher version replaces a lower one."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


class BuyerRulesRefused(Refusal):
    """The rules cannot be read."""
