"""Accounts: the bank accounts that a company is paid to, and changes of them that are held until they are confirmed.

A company decides about its accounts (`companies/account_book.py`), so their events and commands are the company's.
Here stands what needs its team too: a second owner lets a change through, and any owner stops it.
"""

from chassis import Area
from contracts.onboarding import v1 as told
from contracts.portal import v1 as portal
from onboarding.accounts import boundary, handlers, policy
from onboarding.companies import commands, events
from onboarding.companies.company import Company

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
        portal.BankAccountRemoved: commands.RemoveBankAccount,
        portal.BankAccountChangeConfirmed: commands.ConfirmBankAccountChange,
        portal.BankAccountChangeRefused: commands.RefuseBankAccountChange,
    },
    handles={
        commands.SaveBankAccount: handlers.save_bank_account,
        commands.RemoveBankAccount: Company.remove_bank_account,
        commands.ConfirmBankAccountChange: handlers.confirm_bank_account_change,
        commands.RefuseBankAccountChange: handlers.refuse_bank_account_change,
        commands.ReleaseBankAccount: Company.release_bank_account,
    },
    tells={
        events.BankAccountConfirmed: told.BankAccountConfirmed,
        events.BankAccountChangeHeld: boundary.tell_bank_account_change_held,
        events.BankAccountChangeStopped: told.BankAccountChangeStopped,
        events.BankAccountRemoved: told.BankAccountRemoved,
    },
    refuses=dict.fromkeys(ACTS, told.BankAccountRefused),
    schedules={events.BankAccountChangeHeld: policy.release_account},
)
