"""A mail to the contact of a company, from a fact: the same matter and template never make two mails."""

from uuid import UUID

from chassis import Heard, derived_id
from contracts.values import CompanyId, Money, Personal
from notifications.commands import MailContact, MailOwners


def to_contact(company: CompanyId, matter: UUID, template: str, values: dict[str, str], heard: Heard) -> MailContact:
    return MailContact(
        company=company,
        mail=derived_id(matter, template),
        template=template,
        values=Personal(values),
        at=heard.at,
    )


def to_owners(company: CompanyId, matter: UUID, template: str, values: dict[str, str], heard: Heard) -> MailOwners:
    """Mails the contact and every owner, so that the person who acted is not the only one who hears of it."""
    return MailOwners(
        company=company,
        mail=derived_id(matter, template),
        template=template,
        values=Personal(values),
        at=heard.at,
    )


def money(money: Money) -> str:
    return f"{money.amount} {money.currency}"
