"""What may be asked of a draft; never on the wire. Everything runs in the lane of its company."""

from __future__ import annotations

from uuid import UUID

from chassis import Command
from contracts.values import InvoiceDraft


class KeepDraft(Command, lane="company"):
    """Keep the draft as it now reads, however incomplete."""

    company: UUID
    invoice: UUID
    draft: InvoiceDraft
    revision: UUID | None = None


class SubmitInvoice(Command, lane="company"):
    """Send it, if nothing stands against that and it still reads as the sender saw it."""

    company: UUID
    invoice: UUID
    revision: UUID | None = None


class InvoiceOrder(Command, lane="company"):
    """The network's own invoice for an order of credits; `company` is the network's, and the order's id its name."""

    company: UUID
    order: UUID
    draft: InvoiceDraft


class ContinueInvoice(Command, lane="company"):
    """The day that stands on it has come: it goes on, if nothing stands against that now."""

    company: UUID
    invoice: UUID
