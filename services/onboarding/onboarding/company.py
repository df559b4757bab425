"""A company on its way aboard: registered, terms, addresses, bank accounts, signature, first customer, ready."""

from __future__ import annotations

from typing import Final, assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import Address, BankAccount, Language, Personal
from onboarding import terms_in_force
from onboarding.addresses import checked_address
from onboarding.bank_accounts import checked_account
from onboarding.commands import (
    AcceptTerms,
    NoteConnection,
    RegisterCompany,
    RequestSigning,
    SaveAddress,
    SaveBankAccount,
)
from onboarding.company_number import checked_vat_number
from onboarding.events import (
    AddressChanged,
    BankAccountConfirmed,
    CompanyEvent,
    CompanyReady,
    CompanyRegistered,
    CompanySigned,
    ContactNamed,
    CustomerConnected,
    TermsAccepted,
)
from onboarding.mail_address import is_mail_address

NAME_MAX: Final = 200
ACCOUNTS_MAX: Final = 20


class Company(Aggregate[CompanyEvent], stream="onboarding.company"):
    """Its id is the company's."""

    registered: CompanyRegistered | None = None
    contact: ContactNamed | None = None
    signed: bool = False
    ready: bool = False
    connected: bool = False
    default_account: UUID | None = None

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.terms_accepted_by: set[tuple[str, UUID]] = set()
        self.addresses: dict[str, Address] = {}
        self.accounts: dict[UUID, BankAccount] = {}

    # Decisions

    def register(self, command: RegisterCompany, number: str) -> None:
        """`number` is the command's, checked and in one form. Either a VAT number or the word that there is none."""
        if self.registered is not None:
            if self.registered.number.reveal() != number:
                raise Refused("company.number-fixed")
            return
        name = _filled(command.name, "name")
        contact = _filled(command.contact_name.reveal(), "contact_name")
        email = command.contact_email.reveal().strip()
        if not is_mail_address(email):
            raise Refused("company.email-malformed")
        vat_number = command.vat_number.reveal().strip() if command.vat_number else ""
        if bool(vat_number) == command.no_vat_number:
            raise Refused("company.vat-number-or-none")
        vat = Personal(checked_vat_number(command.country, vat_number)) if vat_number else None
        self.record(
            ContactNamed(
                company=self.id,
                person=command.person,
                name=Personal(contact),
                email=Personal(email),
                language=command.language,
            )
        )
        self.record(
            CompanyRegistered(
                company=self.id,
                registered_by=command.person,
                country=command.country,
                number=Personal(number),
                name=name,
                legal_form=command.legal_form.strip(),
                vat_number=vat,
            )
        )

    def accept_terms(self, command: AcceptTerms) -> None:
        """Only the words in force can be accepted. Each person's acceptance is recorded, once."""
        self._require_registered()
        if (command.version, command.sha256.lower()) != (terms_in_force.VERSION, terms_in_force.SHA256):
            raise Refused("terms.not-in-force", version=command.version, version_in_force=terms_in_force.VERSION)
        if (command.version, command.person) in self.terms_accepted_by:
            return
        self.record(
            TermsAccepted(
                company=self.id, accepted_by=command.person, version=command.version, sha256=terms_in_force.SHA256
            )
        )
        self._become_ready()

    def save_address(self, command: SaveAddress) -> None:
        self._require_registered()
        self.record(AddressChanged(company=self.id, kind=command.kind, address=checked_address(command.address)))
        self._become_ready()

    def save_bank_account(self, command: SaveBankAccount) -> None:
        """The first account is the default one, and stays so until another is made it."""
        self._require_registered()
        details = checked_account(command.details)
        others = {account: kept for account, kept in self.accounts.items() if account != command.account}
        if any((kept.kind, kept.number) == (details.kind, details.number) for kept in others.values()):
            raise Refused("bank-account.saved-already", number=details.number)
        if len(others) >= ACCOUNTS_MAX:
            raise Refused("bank-account.too-many", accounts_max=ACCOUNTS_MAX)
        default = command.default or self.default_account in (None, command.account)
        self.record(BankAccountConfirmed(company=self.id, account=command.account, details=details, default=default))
        self._become_ready()

    def note_connection(self, command: NoteConnection) -> None:
        """One connection is enough to be ready; later ones are the directory's to remember."""
        if self.connected:
            return
        self.record(CustomerConnected(company=self.id, customer=command.customer))
        self._become_ready()

    def allow_signing(self, command: RequestSigning) -> CompanyRegistered:
        """Whom the person may sign for. Raises Refused: only once, and only by somebody who declares the authority."""
        registered = self._require_registered()
        if not command.authority_declared:
            raise Refused("signing.authority-not-declared", company_name=registered.name)
        if self.signed:
            raise Refused("signing.signed-already", company_name=registered.name)
        return registered

    def sign(self, signing: UUID) -> None:
        """Two may have signed at the same time: the company needs it once (S4-02)."""
        if not self.signed:
            self.record(CompanySigned(company=self.id, signing=signing))

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not there yet before the company can send invoices (S3-43)."""
        there = {
            "terms": bool(self.terms_accepted_by),
            "address": "default" in self.addresses,
            "bank-account": bool(self.accounts),
            "connection": self.connected,
        }
        return tuple(name for name, done in there.items() if not done)

    @property
    def language(self) -> Language:
        return self.contact.language if self.contact else "sv"

    def _require_registered(self) -> CompanyRegistered:
        if self.registered is None:
            raise Refused("company.unknown")
        return self.registered

    def _become_ready(self) -> None:
        if not self.ready and not self.missing:
            self.record(CompanyReady(company=self.id))

    # Evolution

    def evolve(self, event: CompanyEvent) -> None:
        match event:
            case ContactNamed():
                self.contact = event
            case CompanyRegistered():
                self.registered = event
            case TermsAccepted():
                self.terms_accepted_by.add((event.version, event.accepted_by))
            case AddressChanged():
                self.addresses[event.kind] = event.address
            case BankAccountConfirmed():
                self.accounts[event.account] = event.details
                self.default_account = event.account if event.default else self.default_account
            case CustomerConnected():
                self.connected = True
            case CompanySigned():
                self.signed = True
            case CompanyReady():
                self.ready = True
            case _:
                assert_never(event)


def _filled(written: str, field: str) -> str:
    """The text without needless blanks. Raises Refused when it is empty or too long."""
    text = " ".join(written.split())
    if not text:
        raise Refused("company.field-missing", field=field)
    if len(text) > NAME_MAX:
        raise Refused("company.field-too-long", field=field, length_max=NAME_MAX)
    return text
