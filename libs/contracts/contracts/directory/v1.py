"""Who can be reached, how, and who trades with whom."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import (
    CompanyId,
    Country,
    CustomerRecord,
    ImportCounts,
    Language,
    Personal,
    Reach,
    RecipientHit,
    ReferenceRule,
    RowFinding,
)


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


class CustomersImported(Fact):
    """Some more rows are done: what they were found to be, and, unless it is a dry run, the customers as they stand."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    rows_done: int
    counts: ImportCounts
    customers: Personal[tuple[CustomerRecord, ...]]
    findings: tuple[RowFinding, ...] = ()


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
