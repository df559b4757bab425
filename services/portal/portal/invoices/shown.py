"""What the API shows of invoices: a line of the list, and one invoice with its timeline."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from contracts.values import CompanyId, DocumentRef, DraftSums, Finding, InvoiceDraft, Money
from portal.edge.shown import Shown

InvoiceStatus = Literal["draft", "submitted", "refused", "held", "issued", "handed-over", "delivered", "undeliverable"]


class InvoiceLine(Shown):
    """Without sums while invoicing has not added it up, without a number until it is issued."""

    id: UUID
    number: str | None
    status: InvoiceStatus
    reason: str | None
    receiver_name: str
    issue_date: date | None
    due_date: date | None
    net: Money | None
    vat: Money | None
    payable: Money | None
    currency: str
    created_at: datetime
    changed_at: datetime


class TimelineLine(Shown):
    """One fact, such as `invoicing.invoice_issued`; `body` is the fact as the event catalogue describes it."""

    name: str
    at: datetime
    actor: str
    body: dict[str, Any]


class InvoicePage(InvoiceLine):
    """`draft` is what was saved last; `sums` are of its parts; `findings` say what stands against sending it.

    `document` is the UBL that was issued, and `pdf` its PDF, which is made when somebody wants it first.
    """

    company: CompanyId
    receiver: UUID | None
    findings: list[Finding] | None
    sums: DraftSums | None
    draft: InvoiceDraft | None
    document: DocumentRef | None
    pdf: DocumentRef | None
    rules: str | None
    saved: UUID | None
    kept: UUID | None
    submission: UUID | None
    timeline: list[TimelineLine]
