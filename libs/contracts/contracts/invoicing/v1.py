"""The whole life of an invoice: an outside system needs this one stream, filtered to its company."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, DocumentRef, DraftSums, Finding, Money


class InvoiceDrafted(Fact):
    """A draft was kept, with the sums that the network computed and the findings that keep it from being sent.

    `sums` is what its parts come to; there is none while a figure is out of all reason.
    """

    company: CompanyId
    invoice: UUID
    receiver: CompanyId
    receiver_name: str
    net: Money
    vat: Money
    payable: Money
    due_date: date | None = None
    findings: tuple[Finding, ...] = ()
    revision: UUID | None = None
    sums: DraftSums | None = None


class InvoiceReady(Fact):
    """The invoice may be issued as soon as a credit of this kind is reserved for it."""

    company: CompanyId
    invoice: UUID
    receiver: CompanyId
    klip: str


class InvoiceHeld(Fact):
    """The invoice waits, for `reason`, and goes on by itself; one that is dated ahead on the day `until`."""

    company: CompanyId
    invoice: UUID
    reason: str
    until: date | None = None


class InvoiceReopened(Fact):
    """The sender took the invoice back while it waited: it has no number, and is a draft again."""

    company: CompanyId
    invoice: UUID


class InvoiceWithdrawalRefused(Refusal):
    """The invoice could not be taken back: it is issued."""

    invoice: UUID


class InvoiceDiscarded(Fact):
    """The draft was thrown away: it is shown and can be sent no more."""

    company: CompanyId
    invoice: UUID


class InvoiceDiscardRefused(Refusal):
    """The draft could not be thrown away: it is sent already, or on its way."""

    invoice: UUID


class InvoiceRefused(Refusal):
    """The invoice was not sent; it is kept as a draft."""

    invoice: UUID
    findings: tuple[Finding, ...] = ()


class SendingRepeated(Refusal):
    """Send was pressed again for an invoice that is sent or on its way: nothing changes, nor does its credit."""

    invoice: UUID


class InvoiceDraftRefused(Refusal):
    """The draft was not kept; what is stored under its id does not change, and its credit stays reserved."""

    invoice: UUID


class NumberGapFound(Fact):
    """A number was entered by hand, and numbers before it in its series are missing (D-04): reported, not refused."""

    company: CompanyId
    invoice: UUID
    number: str
    missing_from: str
    missing_to: str


class InvoiceIssued(Fact):
    """The invoice has its number and can never change; `document` is the exact UBL that is sent."""

    company: CompanyId
    invoice: UUID
    number: str
    issue_date: date
    due_date: date | None = None
    receiver: CompanyId
    supplier_name: str
    receiver_name: str
    net: Money
    vat: Money
    payable: Money
    document: DocumentRef
    rules: str
    """The official rules that found it valid, such as `en16931 1.3.16, mock-einvoice 0.4.0`."""


class InvoiceHandedOver(Fact):
    """A channel took the invoice over; the transport receipt names it there."""

    company: CompanyId
    invoice: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class InvoiceDelivered(Fact):
    """The receiver has opened the invoice."""

    company: CompanyId
    invoice: UUID


class InvoiceUndeliverable(Fact):
    """The invoice could not be delivered: `cause` says why, and `repair` who can correct it."""

    company: CompanyId
    invoice: UUID
    cause: str
    repair: str
