"""A recipient: a company number that invoices can go to, as a member or behind another operator."""

from __future__ import annotations

from typing import assert_never

from chassis import Aggregate
from contracts.values import CompanyId, Country
from directory.recipients.events import MemberListed, RecipientEvent, RecipientKnown


class Recipient(Aggregate[RecipientEvent], stream="directory.recipient"):
    """One recipient. Its id is made of the company number's scheme and value, which are stored nowhere else."""

    member: CompanyId | None = None
    known: RecipientKnown | None = None

    def list_member(self, company: CompanyId, name: str, country: Country) -> None:
        if self.member is None:
            self.record(MemberListed(company=company, name=name, country=country))

    def know(self, found: RecipientKnown) -> None:
        """Records what the operator found, unless the same is known already."""
        if self.known != found:
            self.record(found)

    def evolve(self, event: RecipientEvent) -> None:
        match event:
            case MemberListed():
                self.member = event.company
            case RecipientKnown():
                self.known = event
            case _:
                assert_never(event)
