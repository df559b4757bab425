"""What may be asked of a draft; never on the wire. Everything runs in the lane of its company."""

from __future__ import annotations

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, InvoiceDraft


class KeepDraft(Command, lane="company"):
    """Keep the draft as it now reads, however incomplete."""

    company: CompanyId
    invoice: UUID
    draft: InvoiceDraft
    revision: UUID | None = None


class SubmitInvoice(Command, lane="company"):
    """Send the invoice, if there is no error in it and it still reads as the sender saw it; after `undo_s` seconds."""

    company: CompanyId
    invoice: UUID
    revision: UUID | None = None
    undo_s: int = 0


class InvoiceOrder(Command, lane="company"):
    """Invoice an order of credits in the network's own name; `company` is the network, and `order` the invoice's id."""

    company: CompanyId
    order: UUID
    draft: InvoiceDraft


class ContinueInvoice(Command, lane="company"):
    """Go on with an invoice whose issue date has come, or whose sender has thought again, if it has no error now."""

    company: CompanyId
    invoice: UUID
