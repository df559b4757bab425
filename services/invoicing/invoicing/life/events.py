"""What has happened to invoices: stored for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import (
    DocumentRef,
    Finding,
    InvoiceDraft,
    Money,
    Personal,
)


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
