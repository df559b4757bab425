"""What is due in invoicing, and when: an invoice goes on when its day begins, or its sender has thought again."""

from __future__ import annotations

from typing import Any

from chassis import Due, Happened
from invoicing.drafts.commands import ContinueInvoice
from invoicing.life.events import InvoiceHeld


def when_its_time_comes(event: InvoiceHeld, happened: Happened[Any]) -> Due | None:
    """When its day begins in the supplier's country, or Send can no longer be undone; None if it waits for more."""
    if event.goes_on_at is None:
        return None
    at = event.goes_on_at
    return Due(at, ContinueInvoice(company=event.company, invoice=happened.stream, at=at))
