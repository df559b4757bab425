"""What routes hear: a company's choice, in both versions of the fact, when it is a channel that we have."""

from __future__ import annotations

from chassis import Heard
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from delivery.routes import commands


def on_reception_changed(
    fact: directory.ReceptionChanged | directory_v2.ReceptionChanged, heard: Heard
) -> commands.ChangeReception | None:
    """Both versions say the same of invoices. The directory offers no way that we do not have."""
    if fact.method not in ("email", "inbox"):
        return None
    return commands.ChangeReception(
        company=fact.company,
        document_type=fact.document_type,
        method=fact.method,
        format=fact.format,
        email=fact.email,
        at=heard.at,
    )
