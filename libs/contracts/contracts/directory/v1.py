"""Who can be reached, how, and who trades with whom."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import (
    CompanyId,
    Country,
    CustomerRecord,
    DocumentType,
    ImportCounts,
    Language,
    Personal,
    Reach,
    ReceptionFormat,
    ReceptionMethod,
    RecipientHit,
    ReferenceRule,
    RowFinding,
)

Direction = Literal["to-customer", "to-supplier", "request"]
"""A supplier invites its customer, a buyer invites its supplier, or a supplier asks a member to be its customer."""
Approval = Literal["not-needed", "awaiting", "approved", "refused"]
"""What a buyer has decided about a supplier; only the first and the third let invoices through."""


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
    customer: CompanyId | None = None
    """Where the supplier knows which member it invites: only that one can answer, and needs no code."""


class SupplierInvitationIssued(Fact):
    """A buyer invites its supplier, with what its supplier need not type again (S3-05 to S3-08, S3-75)."""

    company: CompanyId
    invitation: UUID
    customer_name: str
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    supplier: CompanyId | None = None


class ConnectionRequested(Fact):
    """A supplier asks a member to become its customer in the network; told to the supplier."""

    company: CompanyId
    invitation: UUID
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str
    expires_on: date


class InvitationReceived(Fact):
    """A company holds an invitation that it can accept or decline: it was addressed to it, or opened by its code."""

    company: CompanyId
    invitation: UUID
    direction: Direction
    inviter: CompanyId
    inviter_name: str
    number: str
    """The customer number, or the number that the buyer has for its supplier."""
    expires_on: date
    opened: bool = False
    """Whether somebody opened it by its code; else it was addressed to the company."""


class InvitationReminded(Fact):
    """Nobody has answered yet: the same invitation once more."""

    company: CompanyId
    invitation: UUID
    direction: Direction
    inviter_name: str
    invited_name: str
    number: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    reminder: int


class InvitationWithdrawn(Fact):
    """The inviter took its invitation back; told to the inviter and to every company that held it."""

    company: CompanyId
    invitation: UUID


class InvitationExpired(Fact):
    """Nobody answered in time; told to the inviter and to every company that held it."""

    company: CompanyId
    invitation: UUID


class ConnectionDeclined(Fact):
    """An invitation was declined; told to the inviter and to the company that declined. It may be invited again."""

    company: CompanyId
    invitation: UUID
    side: Literal["inviter", "invited"]
    partner_name: str
    reason: str = ""


class InvitationRefused(Refusal):
    """The invitation cannot be made, or cannot be taken back."""

    invitation: UUID


class EnrolmentCompleted(Fact):
    """A customer answered its supplier's invitation; told to the customer."""

    company: CompanyId
    invitation: UUID
    supplier: CompanyId
    supplier_name: str
    customer_name: str
    customer_number: str
    contract_sha256: str = ""
    """The supplier's contract text that was accepted with it, if the supplier has one."""


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


class ReceptionChanged(Fact):
    """How a company receives invoices from now on; `policy` is the network's default. Version 2 tells every kind."""

    company: CompanyId
    document_type: Literal["invoice"]
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class ReceptionRefused(Refusal):
    """The choice cannot be followed."""


class SampleDocumentOrdered(Fact):
    """A company wants to see what it will receive: a sample document, in the way that it has chosen."""

    company: CompanyId
    sample: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class SampleDocumentRefused(Refusal):
    """No sample can be sent."""


class BuyerRulesChanged(Fact):
    """What a buyer asks of references from `valid_from` on; a higher version replaces a lower one."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


class BuyerRulesRefused(Refusal):
    """The rules cannot be read."""


# Recipients: found outside, asked for, known.


class RecipientLookupAnswered(Fact):
    """What the networks outside say: `reach` of the best hit, or why there is none; told to whoever asked."""

    company: CompanyId
    lookup: UUID
    reach: Reach
    hits: tuple[RecipientHit, ...] = ()


class RecipientLookupRefused(Refusal):
    """Such a question cannot be asked."""

    lookup: UUID


class RecipientRequestReceived(Fact):
    """A sender's request waits for the operator; until it is decided, invoices go another way or wait, visibly."""

    company: CompanyId
    request: UUID
    kind: Literal["register", "update"]
    name: str
    country: Country
    number: Personal[str]
    operator: str
    email: Personal[str]
    gln: str = ""
    e_invoice_required: bool = False


class RecipientRequestTaken(Fact):
    """The operator is at work on the request."""

    company: CompanyId
    request: UUID


class RecipientRegistered(Fact):
    """A recipient is known from now on, as the operator found it; told to whoever asked for it.

    `number` is a company number; where that is a person's own, `number_is_personal`, and nobody else is shown it.
    Where `e_invoice_required`, PDF and paper are no way to this recipient.
    """

    company: CompanyId
    request: UUID
    recipient: UUID
    name: str
    country: Country
    number: Personal[str]
    number_is_personal: bool = False
    operator: str
    behind_other_operator: bool
    participant: Personal[str] | None = None
    gln: str = ""
    e_invoice_required: bool = False


class RecipientUpdated(Fact):
    """A known recipient has changed operator, or other particulars; told to whoever asked for it."""

    company: CompanyId
    request: UUID
    recipient: UUID
    name: str
    country: Country
    number: Personal[str]
    number_is_personal: bool = False
    operator: str
    previous_operator: str
    behind_other_operator: bool
    participant: Personal[str] | None = None
    gln: str = ""
    e_invoice_required: bool = False


class RecipientRequestRefused(Refusal):
    """The request cannot be taken as it is written, or, where `decided`, the operator refused it."""

    request: UUID
    name: str = ""
    decided: bool = False


class RecipientDecisionRefused(Refusal):
    """The operator cannot decide so: the request is decided already, or there is none."""

    request: UUID


# A supplier's own register of customers, imported from a file.


class CustomerRegisterImportBegun(Fact):
    """The file could be read: how many rows it has, and which header was taken for which field."""

    company: CompanyId
    upload: UUID
    file_name: str
    dry_run: bool
    rows: int
    columns: dict[str, str]


class CustomerRowsImported(Fact):
    """Some more rows are done; `counts` say what became of all of them so far, `findings` are of these rows."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    rows_done: int
    counts: ImportCounts
    findings: tuple[RowFinding, ...] = ()


class CustomersEntered(Fact):
    """Customers of a supplier as its register now has them: new ones and those that have changed."""

    company: CompanyId
    upload: UUID
    customers: Personal[tuple[CustomerRecord, ...]]


class CustomerRegisterImported(Fact):
    """Every row is done."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    counts: ImportCounts


class CustomerRegisterRefused(Refusal):
    """The file cannot be imported: nothing of it was."""

    upload: UUID
