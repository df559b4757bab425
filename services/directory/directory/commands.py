"""What may be asked of the directory; never on the wire."""

from datetime import date
from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import DocumentType, Language, Personal, ReceptionFormat, ReceptionMethod, ReferenceRule


class Join(Command, lane="company"):
    company: UUID
    name: str
    language: Language
    contact_email: Personal[str]


class NoteSigning(Command, lane="company"):
    company: UUID


class AcceptTerms(Command, lane="company"):
    company: UUID
    version: str


class InviteCustomer(Command, lane="company"):
    """`customer` is the member that is invited, where the supplier knows it."""

    company: UUID
    invitation: UUID
    customer_number: str
    customer_name: str
    email: Personal[str]
    language: Language
    customer: UUID | None = None


class InviteSupplier(Command, lane="company"):
    company: UUID
    invitation: UUID
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    language: Language
    supplier: UUID | None = None


class RequestConnection(Command, lane="company"):
    company: UUID
    invitation: UUID
    customer: UUID
    customer_number: str


class OpenInvitation(Command, lane="company"):
    """Look at an invitation before answering it."""

    company: UUID
    customer_number: str
    code: Personal[str]


class Enrol(Command, lane="company"):
    """Open an invitation and accept it at once."""

    company: UUID
    customer_number: str
    code: Personal[str]
    accepted: bool = True
    contract_sha256: str = ""


class AcceptInvitation(Command, lane="company"):
    """Accept an invitation that the company holds already."""

    company: UUID
    invitation: UUID
    customer_number: str = ""
    contract_sha256: str = ""


class DeclineInvitation(Command, lane="company"):
    company: UUID
    invitation: UUID
    reason: str


class WithdrawInvitation(Command, lane="company"):
    company: UUID
    invitation: UUID


class TendInvitation(Command, lane="company"):
    """It is time for reminder number `reminder`, or to see that nobody answered."""

    company: UUID
    invitation: UUID
    reminder: int


class EndConnection(Command, lane="company"):
    """`side` is the company's own."""

    company: UUID
    partner: UUID
    side: Literal["supplier", "customer"]
    reason: str


class SetApprovalPolicy(Command, lane="company"):
    company: UUID
    required: bool


class DecideSupplier(Command, lane="company"):
    company: UUID
    supplier: UUID
    decision: Literal["approved", "refused"]
    reason: str


class SetContractText(Command, lane="company"):
    company: UUID
    text: str


class ChooseReception(Command, lane="company"):
    company: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class OrderSample(Command, lane="company"):
    company: UUID
    sample: UUID
    document_type: DocumentType


class SetBuyerRules(Command, lane="company"):
    company: UUID
    rules: tuple[ReferenceRule, ...]
    valid_from: date
