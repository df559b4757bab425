"""Translates facts about members: who joins and signs, and, in two versions of a fact, how each receives."""

from collections.abc import Iterator
from typing import get_args

from chassis import Command, Heard
from chassis.copying import told_as
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.onboarding import v1 as onboarding
from directory.members import events
from directory.members.commands import Join, NoteSigning
from directory.members.member import Member
from directory.recipients.commands import ListMember

METHODS_V1 = get_args(directory.ReceptionChanged.model_fields["method"].annotation)

reception_changed = told_as(events.ReceptionChanged, directory_v2.ReceptionChanged)


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> list[Command]:
    join = Join(
        at=heard.at,
        company=fact.company,
        name=fact.name,
        language=fact.language,
        contact_email=fact.contact_email,
    )
    return [
        join,
        ListMember(at=heard.at, company=fact.company, name=fact.name, country=fact.country, number=fact.number),
    ]


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> NoteSigning | None:
    """Notes who signed for the company; a signature that only confirms bank accounts is left out."""
    return NoteSigning(at=heard.at, company=fact.company) if fact.purpose == "agreement" else None


def tell_reception_changed(
    event: events.ReceptionChanged, member: Member
) -> Iterator[directory_v2.ReceptionChanged | directory.ReceptionChanged]:
    """Tells both versions while somebody hears the first, which knows only invoices by mail or inbox."""
    told = reception_changed(event, member)
    yield told
    if event.document_type == "invoice" and event.method in METHODS_V1:
        yield directory.ReceptionChanged.model_validate(dict(told))
