"""What has happened to invoices, their numbers and the companies behind them: stored for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import (
    Address,
    BankAccount,
    Country,
    DocumentRef,
    Finding,
    InvoiceDraft,
    Language,
    Money,
    Personal,
    ReferenceRule,
)

Approval = Literal["not-needed", "awaiting", "approved", "refused"]
"""What a buyer has decided about a supplier (E-I5)."""

# An invoice.


class InvoiceDrafted(Event, topic="invoicing.invoice_drafted.v1"):
    """The draft as it now reads, its sums, and what still stands against sending it.

    The names of persons are left out of `draft` and sealed beside it.
    """

    company: UUID
    draft: InvoiceDraft
    reference_person: Personal[str]
    seller_reference: Personal[str]
    receiver_name: str
    net: Money
    vat: Money
    payable: Money
    findings: tuple[Finding, ...]
    drafted_at: datetime
    revision: UUID | None = None


class InvoiceReady(Event, topic="invoicing.invoice_ready.v1"):
    """Nothing stands against sending it any more; it waits for a credit."""

    company: UUID
    receiver: UUID
    klip: str


class InvoiceHeld(Event, topic="invoicing.invoice_held.v1"):
    """It waits, and goes on by itself: where it waits for a day, on that day, which begins at `goes_on_at`."""

    company: UUID
    reason: str
    until: date | None = None
    goes_on_at: datetime | None = None


class InvoiceReopened(Event, topic="invoicing.invoice_reopened.v1"):
    """Its sender took it back while it waited: it took no number, and is a draft again."""

    company: UUID


class InvoiceRefused(Event, topic="invoicing.invoice_refused.v1"):
    """It could not be issued, took no number, and is a draft again."""

    company: UUID
    code: str
    details: dict[str, str]
    findings: tuple[Finding, ...]


class InvoiceIssued(Event, topic="invoicing.invoice_issued.v1"):
    """It has its number and can never change; `document` is the exact UBL, by SHA-256."""

    company: UUID
    receiver: UUID
    number: str
    issue_date: date
    due_date: date | None
    supplier_name: str
    receiver_name: str
    net: Money
    vat: Money
    payable: Money
    payment_reference: str
    document: DocumentRef
    rules: str


class InvoiceHandedOver(Event, topic="invoicing.invoice_handed_over.v1"):
    """A channel took it over."""

    company: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class InvoiceDelivered(Event, topic="invoicing.invoice_delivered.v1"):
    """The receiver has opened it."""

    company: UUID


class InvoiceUndeliverable(Event, topic="invoicing.invoice_undeliverable.v1"):
    """It could not be delivered."""

    company: UUID
    cause: str
    repair: str


InvoiceEvent = (
    InvoiceDrafted
    | InvoiceReady
    | InvoiceHeld
    | InvoiceReopened
    | InvoiceRefused
    | InvoiceIssued
    | InvoiceHandedOver
    | InvoiceDelivered
    | InvoiceUndeliverable
)

# The numbers of a supplier.


class NumberTaken(Event, topic="invoicing.number_taken.v1"):
    """The series gave its next number of the year; `passed` are numbers that were already in use, entered by hand."""

    company: UUID
    invoice: UUID
    number: str
    year: int
    ordinal: int
    passed: tuple[str, ...] = ()


class NumberEntered(Event, topic="invoicing.number_entered.v1"):
    """A number was entered by hand; what is missing before it in its own row of numbers is said, not refused."""

    company: UUID
    invoice: UUID
    number: str
    missing_from: str = ""
    missing_to: str = ""


NumberSeriesEvent = NumberTaken | NumberEntered


class NumberUsed(Event, topic="invoicing.number_used.v1"):
    """This number of this supplier belongs to this invoice, for ever."""

    company: UUID
    invoice: UUID
    number: str


# The companies that invoices are between.


class PartyRegistered(Event, topic="invoicing.party_registered.v1"):
    """A company came aboard."""

    company: UUID
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    language: Language


class PartySigned(Event, topic="invoicing.party_signed.v1"):
    """Somebody signed for the company."""

    company: UUID


class AccountRemoved(Event, topic="invoicing.account_removed.v1"):
    """The company is paid there no more; `default` is where from now on, if anywhere."""

    company: UUID
    account: UUID
    default: UUID | None = None


class PartyReady(Event, topic="invoicing.party_ready.v1"):
    """Everything is there that a company needs to send invoices."""

    company: UUID


class PartyMoved(Event, topic="invoicing.party_moved.v1"):
    """An address of the company, as it now stands."""

    company: UUID
    kind: Literal["default", "invoice", "visit"]
    address: Address


class AccountConfirmed(Event, topic="invoicing.account_confirmed.v1"):
    """From now on the company can be paid here."""

    company: UUID
    account: UUID
    details: BankAccount
    default: bool


class PartyPermitted(Event, topic="invoicing.party_permitted.v1"):
    """What the company's plan permits from now on, such as reaching recipients behind other operators."""

    company: UUID
    permits: tuple[str, ...]
    changed_at: datetime


class PartyReceives(Event, topic="invoicing.party_receives.v1"):
    """How the company receives invoices from now on."""

    company: UUID
    method: str
    changed_at: datetime


PartyEvent = (
    PartyRegistered
    | PartySigned
    | PartyReady
    | PartyMoved
    | AccountConfirmed
    | AccountRemoved
    | PartyPermitted
    | PartyReceives
)


class ConnectionEstablished(Event, topic="invoicing.connection_established.v1"):
    """A supplier and its customer trade through the network."""

    company: UUID
    customer: UUID
    customer_name: str
    customer_number: str
    approval: Approval = "not-needed"
    changed_at: datetime | None = None


class ConnectionEnded(Event, topic="invoicing.connection_ended.v1"):
    """The two trade through the network no more."""

    company: UUID
    customer: UUID
    changed_at: datetime


class ApprovalChanged(Event, topic="invoicing.approval_changed.v1"):
    """What the customer has decided about the supplier."""

    company: UUID
    customer: UUID
    state: Approval
    reason: str
    changed_at: datetime


class ApprovalAwaited(Event, topic="invoicing.approval_awaited.v1"):
    """An invoice waits until the customer has decided about the supplier."""

    company: UUID
    invoice: UUID


ConnectionEvent = ConnectionEstablished | ConnectionEnded | ApprovalChanged | ApprovalAwaited


class BuyerRulesChanged(Event, topic="invoicing.buyer_rules_changed.v1"):
    """What a buyer asks of references from a day on."""

    company: UUID
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]
