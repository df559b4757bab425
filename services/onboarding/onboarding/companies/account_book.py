"""The accounts that one company is paid to, and the changes of them that are held back for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from chassis import Refused
from contracts.values import BankAccount, PersonId
from onboarding.companies.bank_accounts import checked_account
from onboarding.companies.commands import (
    ConfirmBankAccountChange,
    RefuseBankAccountChange,
    RemoveBankAccount,
    SaveBankAccount,
)
from onboarding.companies.events import (
    BankAccountChangeHeld,
    BankAccountChangeStopped,
    BankAccountConfirmed,
    BankAccountRemoved,
)

ACCOUNTS_MAX: Final = 20
"""How many accounts a company may have, including those that are held back."""

AccountEvent = BankAccountConfirmed | BankAccountChangeHeld | BankAccountChangeStopped | BankAccountRemoved
Released = Literal["at-once", "time", "owner", "signature"]


class AccountBook:
    """The part of a company that decides about its accounts; the company records the events it returns.

    A thief who has stolen a password wants the company's customers to pay somewhere else. So the first account is
    confirmed at once, and every later one is held until its time has passed, or until somebody who is
    not the thief, a second owner or the signatory, confirms it (S3-42).
    """

    def __init__(self) -> None:
        self.confirmed: dict[UUID, BankAccount] = {}
        self.default: UUID | None = None
        self.held: dict[UUID, BankAccountChangeHeld] = {}
        self.settled: set[UUID] = set()

    # Decisions

    def save(self, command: SaveBankAccount, hold: timedelta) -> BankAccountConfirmed | BankAccountChangeHeld:
        """Adds or changes an account. The first one is the default until another is chosen. Raises Refused."""
        details = checked_account(command.details)
        self._require_new(command.account, details)
        kept = self.confirmed.get(command.account)
        if not self.confirmed or (kept and _is_same(kept, details)):
            default = command.default or self.default in (None, command.account)
            return BankAccountConfirmed(
                company=command.company, account=command.account, details=details, default=default
            )
        return BankAccountChangeHeld(
            company=command.company,
            change=command.change,
            account=command.account,
            requested_by=command.person,
            details=details,
            default=command.default or self.default == command.account,
            replaces=kept,
            held_until=command.at + hold,
        )

    def confirm(self, command: ConfirmBankAccountChange) -> BankAccountConfirmed:
        """Releases a held change. Raises Refused when the owner who asked for it confirms it."""
        held = self._open(command.change)
        if held.requested_by == command.person:
            raise Refused("bank-account.own-change")
        return self.released(held, "owner")

    def refuse(self, command: RefuseBankAccountChange) -> BankAccountChangeStopped:
        return _stopped(self._open(command.change), command.person)

    def remove(self, command: RemoveBankAccount) -> list[AccountEvent]:
        """Removes an account and stops held changes of it. Raises Refused for the default account."""
        if command.account not in self.confirmed:
            raise Refused("bank-account.unknown")
        if command.account == self.default:
            raise Refused("bank-account.default-stays")
        waiting = [held for held in self.held.values() if held.account == command.account]
        removed = BankAccountRemoved(company=command.company, account=command.account)
        return [*(_stopped(held, command.person) for held in waiting), removed]

    def released(self, held: BankAccountChangeHeld, how: Released) -> BankAccountConfirmed:
        return BankAccountConfirmed(
            company=held.company,
            account=held.account,
            details=held.details,
            default=held.default or self.default == held.account,
            change=held.change,
            released=how,
        )

    def _open(self, change: UUID) -> BankAccountChangeHeld:
        if change in self.settled:
            raise Refused("bank-account.change-settled")
        if change not in self.held:
            raise Refused("bank-account.change-unknown")
        return self.held[change]

    def _require_new(self, account: UUID, details: BankAccount) -> None:
        others = [kept for key, kept in self.confirmed.items() if key != account]
        if any(_is_same(kept, details) for kept in others):
            raise Refused("bank-account.saved-already", number=details.number)
        if any(held.account == account or _is_same(held.details, details) for held in self.held.values()):
            raise Refused("bank-account.held-already", number=details.number)
        if len({*self.confirmed, *(held.account for held in self.held.values())} - {account}) >= ACCOUNTS_MAX:
            raise Refused("bank-account.too-many", accounts_max=ACCOUNTS_MAX)

    # Evolution

    def evolve(self, event: AccountEvent) -> None:
        match event:
            case BankAccountConfirmed():
                self.confirmed[event.account] = event.details
                self.default = event.account if event.default else self.default
                self._settle(event.change)
            case BankAccountChangeHeld():
                self.held[event.change] = event
            case BankAccountChangeStopped():
                self._settle(event.change)
            case BankAccountRemoved():
                self.confirmed.pop(event.account, None)

    def _settle(self, change: UUID | None) -> None:
        if change is not None:
            self.held.pop(change, None)
            self.settled.add(change)


def _is_same(one: BankAccount, other: BankAccount) -> bool:
    """Whether money sent to either arrives at the same place, whatever the bank is called."""
    return replace(one, bank="", bic="", ocr_level="soft") == replace(other, bank="", bic="", ocr_level="soft")


def _stopped(held: BankAccountChangeHeld, person: PersonId) -> BankAccountChangeStopped:
    return BankAccountChangeStopped(
        company=held.company,
        change=held.change,
        account=held.account,
        details=held.details,
        refused_by=person,
    )
