"""Bank accounts: what people want, and what became of it."""

from chassis import Heard, Refused, derived_id
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.companies.commands import (
    ConfirmBankAccountChange,
    RefuseBankAccountChange,
    RemoveBankAccount,
    SaveBankAccount,
)
from onboarding.companies.company import Company
from onboarding.companies.events import (
    BankAccountChangeHeld,
    BankAccountChangeStopped,
    BankAccountConfirmed,
    BankAccountRemoved,
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


def on_bank_account_removed(fact: portal.BankAccountRemoved, heard: Heard) -> RemoveBankAccount:
    return RemoveBankAccount(at=heard.at, company=fact.company, person=fact.person, account=fact.account)


def on_bank_account_change_confirmed(fact: portal.BankAccountChangeConfirmed, heard: Heard) -> ConfirmBankAccountChange:
    return ConfirmBankAccountChange(at=heard.at, company=fact.company, person=fact.person, change=fact.change)


def on_bank_account_change_refused(fact: portal.BankAccountChangeRefused, heard: Heard) -> RefuseBankAccountChange:
    return RefuseBankAccountChange(at=heard.at, company=fact.company, person=fact.person, change=fact.change)


def tell_bank_account_confirmed(event: BankAccountConfirmed, _: Company) -> told.BankAccountConfirmed:
    return told.BankAccountConfirmed(
        company=event.company,
        account=event.account,
        details=event.details,
        default=event.default,
        released=event.released,
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


def tell_bank_account_change_stopped(event: BankAccountChangeStopped, _: Company) -> told.BankAccountChangeStopped:
    return told.BankAccountChangeStopped(
        company=event.company,
        change=event.change,
        account=event.account,
        details=event.details,
        refused_by=event.refused_by,
    )


def tell_bank_account_removed(event: BankAccountRemoved, _: Company) -> told.BankAccountRemoved:
    return told.BankAccountRemoved(company=event.company, account=event.account)


AboutAccounts = (
    portal.BankAccountSaved
    | portal.BankAccountRemoved
    | portal.BankAccountChangeConfirmed
    | portal.BankAccountChangeRefused
)


def tell_bank_account_refused(fact: AboutAccounts, refused: Refused) -> told.BankAccountRefused:
    return told.BankAccountRefused(company=fact.company, code=refused.code, details=refused.details)
