"""What may be asked when an invoice is to be issued; never on the wire."""

from __future__ import annotations

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId


class IssueInvoice(Command, lane="company"):
    """Give an invoice whose credit is reserved its number, and make it final."""

    company: CompanyId
    invoice: UUID
