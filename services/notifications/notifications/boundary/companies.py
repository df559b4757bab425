"""Translates facts about companies: who is written to, and the mails about joining the network."""

from chassis import Heard, derived_id
from contracts.onboarding import v1 as onboarding
from contracts.values import BankAccount, Personal
from nordic.written import account_number
from notifications.boundary.contact import to_contact, to_owners
from notifications.commands import (
    ForgetMember,
    LearnContact,
    LearnMember,
    LearnRole,
    MailContact,
    MailOwners,
    MailStranger,
)


def on_company_registered(fact: onboarding.CompanyRegistered, heard: Heard) -> LearnContact:
    return LearnContact(
        company=fact.company,
        person=fact.person,
        company_name=fact.name,
        email=fact.contact_email,
        language=fact.language,
        at=heard.at,
    )


def on_company_signed(fact: onboarding.CompanySigned, heard: Heard) -> MailContact | None:
    """Mails about the signed agreement; a signature that confirms accounts is covered by the mail about the change."""
    if fact.purpose != "agreement":
        return None
    values = {"signed_by": fact.signed_by.reveal(), "signed_on": heard.at.date().isoformat()}
    return to_contact(fact.company, fact.signing, "company-signed", values, heard)


def on_terms_asked_again(fact: onboarding.TermsAskedAgain, heard: Heard) -> MailContact:
    values = {"version": fact.version, "in_force_from": fact.in_force_from.isoformat()}
    return to_contact(fact.company, derived_id(fact.company, fact.version), "terms-asked-again", values, heard)


def on_member_joined(fact: onboarding.MemberJoined, heard: Heard) -> LearnMember:
    return LearnMember(
        company=fact.company,
        person=fact.person,
        role=fact.role,
        email=fact.email,
        language=fact.language,
        at=heard.at,
    )


def on_member_role_changed(fact: onboarding.MemberRoleChanged, heard: Heard) -> LearnRole:
    return LearnRole(company=fact.company, person=fact.person, role=fact.role, at=heard.at)


def on_member_left(fact: onboarding.MemberLeft, heard: Heard) -> ForgetMember:
    return ForgetMember(company=fact.company, person=fact.person, at=heard.at)


def on_bank_account_change_held(fact: onboarding.BankAccountChangeHeld, heard: Heard) -> MailOwners:
    """Warns every owner before the change takes effect, since a password may have been stolen (invoice fraud)."""
    values = {
        "account": _written(fact.details),
        "replaces": _written(fact.replaces) if fact.replaces else "",
        "held_until": fact.held_until.date().isoformat(),
        "held_time": f"{fact.held_until:%H:%M} UTC",
    }
    return to_owners(fact.company, fact.change, "account-change-held", values, heard)


def on_bank_account_confirmed(fact: onboarding.BankAccountConfirmed, heard: Heard) -> MailOwners | None:
    """Mails about a held change that takes effect now; the first account and a bank's new name need no mail."""
    if fact.released == "at-once":
        return None
    values = {"account": _written(fact.details), "released": fact.released}
    return to_owners(fact.company, heard.id, "account-changed", values, heard)


def on_bank_account_change_stopped(fact: onboarding.BankAccountChangeStopped, heard: Heard) -> MailOwners:
    return to_owners(fact.company, fact.change, "account-change-refused", {"account": _written(fact.details)}, heard)


def on_access_requested(fact: onboarding.AccessRequested, heard: Heard) -> MailOwners:
    values = {
        "company_name": fact.company_name,
        "name": fact.name.reveal(),
        "email": fact.email.reveal(),
        "message": fact.message.reveal(),
    }
    return to_owners(fact.company, fact.request, "access-requested", values, heard)


def on_access_request_answered(fact: onboarding.AccessRequestAnswered, heard: Heard) -> MailStranger:
    values = {
        "company_name": fact.company_name,
        "accepted": "yes" if fact.accepted else "no",
        "role": fact.role or "viewer",
    }
    return MailStranger(
        company=fact.company,
        mail=derived_id(fact.request, "access-answered"),
        template="access-answered",
        values=Personal(values),
        recipient=fact.email,
        language=fact.language,
        at=heard.at,
    )


def _written(account: BankAccount) -> str:
    """Writes kind, number and bank of an account on one line."""
    kind = {"bankgiro": "Bankgiro", "plusgiro": "Plusgiro", "iban": "IBAN"}[account.kind]
    return " ".join(part for part in (kind, account_number(account.kind, account.number), account.bank) if part)
