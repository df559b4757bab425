"""One company as invoices know it, seller or buyer. Its facts may come in any order; the latest of each kind counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never
from uuid import UUID

from chassis import Aggregate
from contracts.values import Address, BankAccount, Personal
from invoicing.parties.commands import (
    ConfirmAccount,
    DeclarePartyReady,
    MoveParty,
    NoteReception,
    PermitParty,
    RegisterParty,
    RemoveAccount,
    SignParty,
)
from invoicing.parties.events import (
    AccountConfirmed,
    AccountRemoved,
    PartyEvent,
    PartyMoved,
    PartyPermitted,
    PartyReady,
    PartyReceives,
    PartyRegistered,
    PartySigned,
)

OTHER_OPERATORS = "other-operators"
"""The permission of a plan to send to recipients behind other operators (S2-07)."""
BEHIND_OTHER_OPERATORS = "peppol"
"""The method of receiving of companies that are not reached within this network."""


class Party(Aggregate[PartyEvent], stream="invoicing.party", id_field="company"):
    """One company. Its stream has the company's own id."""

    registered: bool = False
    signed: bool = False
    ready: bool = False
    country: str = ""
    name: str = ""
    legal_form: str = ""
    language: str = "en"
    f_tax: bool = False
    number: Personal[str] | None = None
    vat_number: Personal[str] | None = None
    default_account: UUID | None = None
    permits: tuple[str, ...] = ()
    permitted_at: datetime | None = None
    reception: str = ""
    received_at: datetime | None = None

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.addresses: dict[str, Address] = {}
        self.accounts: dict[UUID, BankAccount] = {}

    # Decisions: what is known already changes nothing.

    def register(self, command: RegisterParty) -> None:
        if self.registered:
            return
        self.record(
            PartyRegistered(
                company=command.company,
                country=command.country,
                number=command.number,
                name=command.name,
                legal_form=command.legal_form,
                vat_number=command.vat_number,
                language=command.language,
                f_tax=command.f_tax,
            )
        )

    def sign(self, command: SignParty) -> None:
        if not self.signed:
            self.record(PartySigned(company=command.company))

    def declare_ready(self, command: DeclarePartyReady) -> None:
        if not self.ready:
            self.record(PartyReady(company=command.company))

    def move(self, command: MoveParty) -> None:
        if self.addresses.get(command.kind) != command.address:
            self.record(PartyMoved(company=command.company, kind=command.kind, address=command.address))

    def confirm_account(self, command: ConfirmAccount) -> None:
        default_already = self.default_account == command.account or not command.default
        if self.accounts.get(command.account) == command.details and default_already:
            return
        self.record(
            AccountConfirmed(
                company=command.company, account=command.account, details=command.details, default=command.default
            )
        )

    def permit(self, command: PermitParty) -> None:
        """Notes what the plan permits, unless a later change is known."""
        known_later = self.permitted_at is not None and self.permitted_at >= command.at
        if not known_later:
            self.record(PartyPermitted(company=command.company, permits=command.permits, changed_at=command.at))

    def note_reception(self, command: NoteReception) -> None:
        """Notes the way of receiving, unless a later change is known."""
        known_later = self.received_at is not None and self.received_at >= command.at
        if not known_later and command.method != self.reception:
            self.record(PartyReceives(company=command.company, method=command.method, changed_at=command.at))

    def remove_account(self, command: RemoveAccount) -> None:
        """Removes the account; a draft that named it must name another one."""
        if command.account in self.accounts:
            left = [account for account in self.accounts if account != command.account]
            default = self.default_account if self.default_account != command.account else next(iter(left), None)
            self.record(AccountRemoved(company=command.company, account=command.account, default=default))

    # What an invoice asks of it.

    def can_reach(self, customer: Party) -> bool:
        """Whether the company's plan reaches where this customer receives (S2-07)."""
        return customer.reception != BEHIND_OTHER_OPERATORS or OTHER_OPERATORS in self.permits

    @property
    def seller_address(self) -> Address | None:
        """The address that invoices show (BG-5)."""
        return self.addresses.get("default")

    @property
    def buyer_address(self) -> Address | None:
        """The address that invoices are sent to (BG-8): the invoice address, else the default one."""
        return self.addresses.get("invoice") or self.addresses.get("default")

    @property
    def missing(self) -> tuple[str, ...]:
        """What the company still lacks before its first invoice, as far as this service knows."""
        lacks: Mapping[str, bool] = {
            "registration": not self.registered,
            "address": self.seller_address is None,
            "account": not self.accounts,
        }
        return tuple(name for name, lacking in lacks.items() if lacking) or (() if self.ready else ("terms",))

    def account(self, chosen: UUID | None) -> BankAccount | None:
        """The account that was chosen, or the default one; None when there is no such account."""
        wanted = chosen or self.default_account
        return self.accounts.get(wanted) if wanted else None

    # Evolution.

    def evolve(self, event: PartyEvent) -> None:
        match event:
            case PartyRegistered():
                self.registered = True
                self.country, self.name, self.legal_form = event.country, event.name, event.legal_form
                self.number, self.vat_number, self.language = event.number, event.vat_number, event.language
                self.f_tax = bool(event.f_tax)
            case PartySigned():
                self.signed = True
            case PartyReady():
                self.ready = True
            case PartyMoved():
                self.addresses[event.kind] = event.address
            case AccountConfirmed():
                self.accounts[event.account] = event.details
                if event.default or self.default_account is None:
                    self.default_account = event.account
            case PartyPermitted():
                self.permits, self.permitted_at = event.permits, event.changed_at
            case PartyReceives():
                self.reception, self.received_at = event.method, event.changed_at
            case AccountRemoved():
                del self.accounts[event.account]
                self.default_account = event.default
            case _:
                assert_never(event)
