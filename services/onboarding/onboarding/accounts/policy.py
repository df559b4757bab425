"""The schedule by which a held change of account takes effect, unless somebody stopped it."""

from chassis import Due, Happened
from onboarding.companies.commands import ReleaseBankAccount
from onboarding.companies.events import BankAccountChangeHeld


def release_account(event: BankAccountChangeHeld, _: Happened[BankAccountChangeHeld]) -> Due:
    return Due(event.held_until, ReleaseBankAccount(company=event.company, change=event.change, at=event.held_until))
