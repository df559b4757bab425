"""Heard of companies: who is written to, and what is written about coming aboard."""

from chassis import Heard
from contracts.onboarding import v1 as onboarding
from notifications.boundary.contact import to_contact
from notifications.commands import LearnContact, MailContact


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> LearnContact:
    return LearnContact(
        company=fact.company,
        person=fact.person,
        company_name=fact.name,
        email=fact.contact_email,
        language=fact.language,
        at=heard.at,
    )


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> MailContact:
    values = {"signed_by": fact.signed_by.reveal(), "signed_on": heard.at.date().isoformat()}
    return to_contact(fact.company, fact.signing, "company-signed", values, heard)
