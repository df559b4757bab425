"""What has happened to documents on their way; `company` is the supplier. Stored for ever: add fields with defaults."""

from __future__ import annotations

from datetime import date, datetime

from chassis import Event
from contracts.values import CompanyId, DocumentRef, Language, Money
from delivery.channels.names import Channel, Repair


class DeliveryPlanned(Event, topic="delivery.delivery_planned.v1"):
    """A channel was chosen; `destination` names what limits count attempts by, such as a mail domain."""

    company: CompanyId
    receiver: CompanyId
    channel: Channel
    destination: str
    language: Language
    supplier_name: str
    receiver_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    ubl: DocumentRef
    pdf_on_demand: bool = False
    """Whether the document lay in the inbox at once, and its PDF is only rendered when somebody wants it."""


class RenderingWanted(Event, topic="delivery.rendering_wanted.v1"):
    """The receiver or the supplier wants to read the document, and its PDF is not made yet."""

    company: CompanyId
    ubl: DocumentRef
    number: str
    language: Language


class RenderingRepeated(Event, topic="delivery.rendering_repeated.v1"):
    """A company wanted the PDF when it was made already, or by then: where it is kept is told to that company too."""

    company: CompanyId


class RenderingFailed(Event, topic="delivery.rendering_failed.v1"):
    """The PDF that a company wanted cannot be made; the document itself lies where it lay."""

    company: CompanyId
    cause: str


class DocumentRendered(Event, topic="delivery.document_rendered.v1"):
    """The PDF was made. Unless it was made on demand, the document lies in the receiver's inbox from now on."""

    company: CompanyId
    pdf: DocumentRef
    wanted_by: CompanyId | None = None
    """The company that it was made for on demand."""


class AttemptBegun(Event, topic="delivery.attempt_begun.v1"):
    """An attempt to hand the document over began; attempts are counted from 1."""

    company: CompanyId
    attempt: int
    channel: Channel
    destination: str


class DeliveryAttemptFailed(Event, topic="delivery.delivery_attempt_failed.v1"):
    """The channel did not take the document over, and will be asked again."""

    company: CompanyId
    attempt: int
    cause: str
    next_attempt_at: datetime


class DocumentHandedOver(Event, topic="delivery.document_handed_over.v1"):
    """The channel took the document over; `receipt` is what it answered."""

    company: CompanyId
    channel: Channel
    receipt: str


class DocumentUndeliverable(Event, topic="delivery.document_undeliverable.v1"):
    """The last attempt failed: `cause` says why, and `repair` who must act."""

    company: CompanyId
    cause: str
    repair: Repair


class DocumentDownloaded(Event, topic="delivery.document_downloaded.v1"):
    """A person of the receiving company has opened the document."""

    company: CompanyId


class OutcomeRepeated(Event, topic="delivery.outcome_repeated.v1"):
    """A service that may have missed the outcome asked for it: it is told again."""

    company: CompanyId
    question: int


DispatchEvent = (
    DeliveryPlanned
    | RenderingWanted
    | RenderingRepeated
    | RenderingFailed
    | DocumentRendered
    | AttemptBegun
    | DeliveryAttemptFailed
    | DocumentHandedOver
    | DocumentUndeliverable
    | DocumentDownloaded
    | OutcomeRepeated
)
