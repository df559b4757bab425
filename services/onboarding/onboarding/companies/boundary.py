"""Translates the directory's connections: only those matter in which the company is the supplier."""

from chassis import Heard
from contracts.directory import v1 as directory
from onboarding.companies.commands import NoteConnection


def on_connection_established(fact: directory.ConnectionEstablished, heard: Heard) -> NoteConnection | None:
    """Takes only the supplier's side, since only a supplier sends invoices."""
    if fact.side != "supplier":
        return None
    return NoteConnection(at=heard.at, company=fact.company, customer=fact.customer)
