"""Which connections of the directory matter to a company here."""

from chassis import Heard
from contracts.directory import v1 as directory
from onboarding.companies.commands import NoteConnection


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> NoteConnection | None:
    """Only who supplies somebody has a reason to send invoices."""
    if fact.side != "supplier":
        return None
    return NoteConnection(at=heard.at, company=fact.company, customer=fact.customer)
