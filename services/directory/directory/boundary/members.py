"""Heard and told of members: that they joined, and how they receive."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from directory import events
from directory.commands import ChooseReception, Join


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> Join:
    return Join(
        at=heard.at,
        company=fact.company,
        name=fact.name,
        language=fact.language,
        contact_email=fact.contact_email,
    )


def on_reception_chosen(fact: portal.ReceptionChosen, heard: Heard) -> ChooseReception:
    return ChooseReception(
        at=heard.at,
        company=fact.company,
        document_type=fact.document_type,
        method=fact.method,
        format=fact.format,
        email=fact.email,
    )


def tell_reception_changed(event: events.ReceptionChanged, _: object) -> directory.ReceptionChanged:
    return directory.ReceptionChanged(
        company=event.company,
        document_type=event.document_type,
        method=event.method,
        format=event.format,
        email=event.email,
        decided_by=event.decided_by,
    )


def tell_reception_refused(fact: portal.ReceptionChosen, refused: Refused) -> directory.ReceptionRefused:
    return directory.ReceptionRefused(company=fact.company, code=refused.code, details=refused.details)
