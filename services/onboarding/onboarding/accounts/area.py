"""Accounts: where a company is paid, and changes of it that are held until somebody vouches for them.

A company decides of its accounts itself (`companies/account_book.py`), so their events and commands are the company's.
Here stands what needs its team too: a second owner lets a change through, and any owner stops it.
"""

from chassis.area import Area
from contracts.portal import v1 as portal
from onboarding.accounts import boundary, handlers, policy
from onboarding.companies import commands, events

ACTS = (
    portal.BankAccountSaved,
    portal.BankAccountRemoved,
    portal.BankAccountChangeConfirmed,
    portal.BankAccountChangeRefused,
)
"""What people do with accounts; a refusal of each is told in the same way."""

area = Area(
    hears={
        portal.BankAccountSaved: boundary.on_bank_account_saved,
        portal.BankAccountRemoved: boundary.on_bank_account_removed,
        portal.BankAccountChangeConfirmed: boundary.on_bank_account_change_confirmed,
        portal.BankAccountChangeRefused: boundary.on_bank_account_change_refused,
    },
    handles={
        commands.SaveBankAccount: handlers.save_bank_account,
        commands.RemoveBankAccount: handlers.remove_bank_account,
        commands.ConfirmBankAccountChange: handlers.confirm_bank_account_change,
        commands.RefuseBankAccountChange: handlers.refuse_bank_account_change,
        commands.ReleaseBankAccount: handlers.release_bank_account,
    },
    tells={
        events.BankAccountConfirmed: boundary.tell_bank_account_confirmed,
        events.BankAccountChangeHeld: boundary.tell_bank_account_change_held,
        events.BankAccountChangeStopped: boundary.tell_bank_account_change_stopped,
        events.BankAccountRemoved: boundary.tell_bank_account_removed,
    },
    refuses=dict.fromkeys(ACTS, boundary.tell_bank_account_refused),
    schedules={events.BankAccountChangeHeld: policy.release_account},
)
