"""What has happened to invoices: stored for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, DocumentRef, Finding, InvoiceDraft, Money, Personal


class InvoiceDrafted(Event, topic="invoicing.invoice_drafted.v1"):
    """A draft was kept: how it reads now, its sums, and the findings on it.

    The names of persons are left out of `draft` and sealed beside it.
    """

    company: CompanyId
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
    delivery_name: Personal[str] | None = None
    payee_name: Personal[str] | None = None
    payee_number: Personal[str] | None = None


class InvoiceReady(Event, topic="invoicing.invoice_ready.v1"):
    """The invoice was sent without errors, and waits for a credit."""

    company: CompanyId
    receiver: CompanyId
    klip: str


class InvoiceHeld(Event, topic="invoicing.invoice_held.v1"):
    """The invoice waits for what `reason` says, and then goes on by itself: for a day, at `goes_on_at`."""

    company: CompanyId
    reason: str
    until: date | None = None
    goes_on_at: datetime | None = None


class InvoiceReopened(Event, topic="invoicing.invoice_reopened.v1"):
    """The sender took the invoice back while it waited: it has no number, and is a draft again."""

    company: CompanyId


class InvoiceDiscarded(Event, topic="invoicing.invoice_discarded.v1"):
    """The draft was thrown away; its id is never used again."""

    company: CompanyId


class InvoiceRefused(Event, topic="invoicing.invoice_refused.v1"):
    """The invoice could not be issued: it has no number, and is a draft again."""

    company: CompanyId
    code: str
    details: dict[str, str]
    findings: tuple[Finding, ...]


class InvoiceIssued(Event, topic="invoicing.invoice_issued.v1"):
    """The invoice got its number and can never change; `document` is the exact UBL, by SHA-256."""

    company: CompanyId
    receiver: CompanyId
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
    """A channel took the invoice over."""

    company: CompanyId
    channel: Literal["email", "inbox"]
    receipt: str


class InvoiceDelivered(Event, topic="invoicing.invoice_delivered.v1"):
    """The receiver has opened the invoice."""

    company: CompanyId


class InvoiceUndeliverable(Event, topic="invoicing.invoice_undeliverable.v1"):
    """The invoice could not be delivered."""

    company: CompanyId
    cause: str
    repair: str


InvoiceEvent = (
    InvoiceDrafted
    | InvoiceReady
    | InvoiceHeld
    | InvoiceReopened
    | InvoiceDiscarded
    | InvoiceRefused
    | InvoiceIssued
    | InvoiceHandedOver
    | InvoiceDelivered
    | InvoiceUndeliverable
)
