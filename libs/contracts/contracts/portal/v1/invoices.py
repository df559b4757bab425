"""What people did with invoices and with documents received."""

from typing import ClassVar
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, InvoiceDraft, PersonId


class InvoiceDraftSaved(Fact):
    """A draft, whole, as it now reads. `revision` names this saving of it."""

    company: CompanyId
    person: PersonId
    invoice: UUID
    draft: InvoiceDraft
    revision: UUID | None = None
    answered_by: ClassVar = (
        "invoicing.invoice_drafted",
        "invoicing.invoice_draft_refused",
        "invoicing.invoice_refused",
    )


class InvoiceSubmitted(Fact):
    """A person pressed Send, and saw this revision of the draft: that one is sent, or none.

    It waits for `undo_s` seconds first, in which it can be taken back.
    """

    company: CompanyId
    person: PersonId
    invoice: UUID
    revision: UUID | None = None
    undo_s: int = 0
    answered_by: ClassVar = (
        "invoicing.invoice_issued",
        "invoicing.invoice_refused",
        "invoicing.invoice_held",
        "invoicing.sending_repeated",
    )


class InvoiceWithdrawn(Fact):
    """A person took an invoice back that was sent and still waits."""

    company: CompanyId
    person: PersonId
    invoice: UUID
    answered_by: ClassVar = ("invoicing.invoice_reopened", "invoicing.invoice_withdrawal_refused")


class InvoiceDiscarded(Fact):
    """A person threw a draft away."""

    company: CompanyId
    person: PersonId
    invoice: UUID
    answered_by: ClassVar = ("invoicing.invoice_discarded", "invoicing.invoice_discard_refused")


class DocumentPdfWanted(Fact):
    """A person wants to read a document whose PDF is not made yet."""

    company: CompanyId
    person: PersonId
    document: UUID
    answered_by: ClassVar = ("delivery.document_rendered", "delivery.document_rendering_refused")


class DocumentOpened(Fact):
    """A person of the receiving company opened or downloaded a document from the inbox."""

    company: CompanyId
    person: PersonId
    document: UUID
    answered_by: ClassVar = ("delivery.document_downloaded", "delivery.document_download_refused")
