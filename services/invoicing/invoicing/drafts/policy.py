"""What is due in invoicing, and when: an invoice that is dated ahead goes on when its day begins."""

from __future__ import annotations

from typing import Any

from chassis import Due, Happened
from invoicing.drafts.commands import ContinueInvoice
from invoicing.life.events import InvoiceHeld


def when_its_day_comes(event: InvoiceHeld, happened: Happened[Any]) -> Due | None:
    """When its day begins in the supplier's country; None for an invoice that waits for something else."""
    if event.goes_on_at is None:
        return None
    at = event.goes_on_at
    return Due(at, ContinueInvoice(company=event.company, invoice=happened.stream, at=at))
