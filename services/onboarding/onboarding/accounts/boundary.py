"""Translates facts about accounts that are not copied as they are: a change gets an id, a held one says who asked."""

from chassis import Heard, derived_id
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import (
    SaveBankAccount,
)
from onboarding.companies.company import Company
from onboarding.companies.events import (
    BankAccountChangeHeld,
)


def on_bank_account_saved(fact: portal.BankAccountSaved, heard: Heard) -> SaveBankAccount:
    return SaveBankAccount(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        account=fact.account,
        change=derived_id(heard.id, "change"),
        details=fact.details,
        default=fact.default,
    )


def tell_bank_account_change_held(event: BankAccountChangeHeld, _: Company) -> told.BankAccountChangeHeld:
    return told.BankAccountChangeHeld(
        company=event.company,
        person=event.requested_by,
        change=event.change,
        account=event.account,
        details=event.details,
        default=event.default,
        replaces=event.replaces,
        held_until=event.held_until,
    )
