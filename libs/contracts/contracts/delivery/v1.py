"""An issued invoice on its way to its receiver."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, DocumentRef, Money


class DeliveryPlanned(Fact):
    """The delivery was planned, in the way that the receiver chose for this kind of document."""

    company: CompanyId
    invoice: UUID
    receiver: CompanyId
    channel: Literal["email", "inbox"]


class DeliveryAttemptFailed(Fact):
    """One attempt failed; the next one is made automatically."""

    company: CompanyId
    invoice: UUID
    attempt: int
    cause: str
    next_attempt_at: datetime


class DocumentHandedOver(Fact):
    """The channel took the document over, with its transport receipt."""

    company: CompanyId
    invoice: UUID
    receiver: CompanyId
    channel: Literal["email", "inbox"]
    receipt: str


class DocumentRendered(Fact):
    """The PDF of a document was made, since `company`, its receiver or its supplier, wanted to read it."""

    company: CompanyId
    document: UUID
    pdf: DocumentRef


class DocumentRenderingRefused(Refusal):
    """The PDF of a document cannot be made, or there is no such document for the company."""


class DocumentReceived(Fact):
    """A document lies in a company's inbox; told to the receiver."""

    company: CompanyId
    document: UUID
    supplier: CompanyId
    supplier_name: str
    number: str
    issue_date: date
    due_date: date | None = None
    payable: Money
    ubl: DocumentRef
    pdf: DocumentRef | None = None
    """Its PDF, if there was need to make one already; else it is made when somebody wants it."""


class DocumentDownloaded(Fact):
    """The receiver opened the document; told to the supplier."""

    company: CompanyId
    invoice: UUID
    receiver: CompanyId


class DocumentDownloadRefused(Refusal):
    """There is no such document in the company's inbox."""


class SampleDocumentSent(Fact):
    """A sample went out in the way that the company chose; it lies in its inbox too."""

    company: CompanyId
    sample: UUID
    channel: Literal["email", "inbox"]
    receipt: str


class SampleDocumentFailed(Fact):
    """The sample could not be sent: `cause` says why, and `repair` who can correct it."""

    company: CompanyId
    sample: UUID
    cause: str
    repair: Literal["supplier", "receiver", "network"]


class DocumentUndeliverable(Fact):
    """Every attempt failed: `cause` says why, and `repair` who can correct it."""

    company: CompanyId
    invoice: UUID
    cause: str
    repair: Literal["supplier", "receiver", "network"]
