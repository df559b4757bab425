"""A company that joins: registration, terms, addresses, bank accounts, signature, first customer, readiness."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal, assert_never
from uuid import UUID

from chassis import Aggregate, Refused
from contracts.values import Address, CompanyId, Language, Personal, PersonId
from onboarding import terms_in_force
from onboarding.companies.account_book import AccountBook
from onboarding.companies.addresses import checked_address
from onboarding.companies.commands import (
    AcceptTerms,
    AskTermsAgain,
    ConfirmBankAccountChange,
    NoteConnection,
    RecordVerification,
    RefuseBankAccountChange,
    RegisterCompany,
    ReleaseBankAccount,
    RemoveAddress,
    RemoveBankAccount,
    SaveAddress,
    SaveBankAccount,
)
from onboarding.companies.company_number import checked_vat_number
from onboarding.companies.events import (
    AccountSigningBegun,
    AddressChanged,
    AddressRemoved,
    BankAccountChangeHeld,
    BankAccountChangeStopped,
    BankAccountConfirmed,
    BankAccountRemoved,
    CompanyEvent,
    CompanyReady,
    CompanyRegistered,
    CompanySigned,
    CompletenessChanged,
    ContactNamed,
    CustomerConnected,
    TermsAccepted,
    TermsAskedAgain,
    VerificationRecorded,
)
from onboarding.mail_address import is_mail_address

NAME_MAX: Final = 200
Verification = Literal["unverified", "verified", "differs"]
Part = Literal["terms", "address", "bank-account", "connection"]
EVERYTHING: Final[tuple[Part, ...]] = ("terms", "address", "bank-account", "connection")
"""What a company must have before it can send invoices (S3-43)."""


class Company(Aggregate[CompanyEvent], stream="onboarding.company"):
    """One company, with the company's id."""

    id: CompanyId

    registered: CompanyRegistered | None = None
    contact: ContactNamed | None = None
    verification: Verification = "unverified"
    terms_asked: str = ""
    signed: bool = False
    signing: UUID | None = None
    """The signing by which the company was signed for."""
    signer: UUID | None = None
    """Who signed; None for a signature of an earlier release, where only the signing knows."""
    ready: bool = False
    connected: bool = False
    missing_before: tuple[Part, ...] = EVERYTHING

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.terms_accepted_by: set[tuple[str, PersonId]] = set()
        self.addresses: dict[str, Address] = {}
        self.accounts = AccountBook()
        self.account_signings: dict[UUID, tuple[UUID, ...]] = {}

    # Decisions

    def register(self, command: RegisterCompany, number: str) -> None:
        """Registers the company, with a VAT number or a statement that it has none. `number` is checked already."""
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
        reason = _filled(command.no_vat_reason, "no_vat_reason") if command.no_vat_reason.strip() else ""
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
                no_vat_reason="" if vat else reason,
            )
        )

    def accept_terms(self, command: AcceptTerms) -> None:
        """Records each person's acceptance once, with the words of the language that they read.

        Raises Refused for terms that are no longer in force, and for words that are none of theirs.
        """
        self._require_registered()
        acceptable = terms_in_force.acceptable(command.at.date())
        sha256 = command.sha256.lower()
        named = next((terms for terms in acceptable if terms.version == command.version), None)
        if named is None:
            raise Refused("terms.not-in-force", version=command.version, version_in_force=acceptable[0].version)
        if not named.has(sha256):
            raise Refused("terms.other-words", version=command.version)
        if (command.version, command.person) in self.terms_accepted_by:
            return
        self.record(TermsAccepted(company=self.id, accepted_by=command.person, version=command.version, sha256=sha256))
        self._record_completeness()

    def ask_terms_again(self, command: AskTermsAgain) -> None:
        """Asks for newer terms, unless somebody has accepted them in advance."""
        newer = terms_in_force.on(command.at.date())
        if newer.version in (command.accepted, self.terms_asked) or self._accepted(newer.version):
            return
        self.record(TermsAskedAgain(company=self.id, version=newer.version, in_force_from=newer.in_force_from))
        self._record_completeness()

    def record_verification(self, command: RecordVerification) -> None:
        """Records the register's answer; a missing answer does not replace an earlier one."""
        self._require_registered()
        if command.status == "unverified" and self.verification != "unverified":
            return
        self.record(
            VerificationRecorded(
                company=self.id,
                status=command.status,
                differing=command.differing,
                problem=command.problem,
                confirmed=command.confirmed,
            )
        )

    def save_address(self, command: SaveAddress) -> None:
        self._require_registered()
        self.record(AddressChanged(company=self.id, kind=command.kind, address=checked_address(command.address)))
        self._record_completeness()

    def remove_address(self, command: RemoveAddress) -> None:
        """Removes an address. Raises Refused for the default one, which can only be changed."""
        if command.kind not in self.addresses:
            raise Refused("address.unknown", kind=command.kind)
        if command.kind == "default":
            raise Refused("address.default-stays")
        self.record(AddressRemoved(company=self.id, kind=command.kind))

    def save_bank_account(self, command: SaveBankAccount, hold: timedelta) -> None:
        self._require_registered()
        self.record(self.accounts.save(command, hold))
        self._record_completeness()

    def remove_bank_account(self, command: RemoveBankAccount) -> None:
        for event in self.accounts.remove(command):
            self.record(event)

    def confirm_bank_account_change(self, command: ConfirmBankAccountChange) -> None:
        self.record(self.accounts.confirm(command))

    def refuse_bank_account_change(self, command: RefuseBankAccountChange) -> None:
        self.record(self.accounts.refuse(command))

    def release_bank_account(self, command: ReleaseBankAccount) -> None:
        """Makes a held change whose time has passed, unless somebody has settled it before."""
        held = self.accounts.held.get(command.change)
        if held is not None:
            self.record(self.accounts.released(held, "time"))

    def note_connection(self, command: NoteConnection) -> None:
        """Notes the first connection, which is enough to be ready; the directory keeps the others."""
        if self.connected:
            return
        self.record(CustomerConnected(company=self.id, customer=command.customer))
        self._record_completeness()

    def allow_signing(self, *, authority_declared: bool) -> CompanyRegistered:
        """Returns the company to sign for. Raises Refused unless the person declares the authority, and if it is signed
        already (S4-02), unless a change of account waits for a new signature."""
        registered = self._require_registered()
        if not authority_declared:
            raise Refused("signing.authority-not-declared", company_name=registered.name)
        if self.signed and not self.accounts.held:
            raise Refused("signing.signed-already", company_name=registered.name)
        return registered

    def begin_account_signing(self, signing: UUID, signer: UUID, signatory: UUID | None) -> None:
        """Begins a signature for held changes. Raises Refused unless the signer also signed for the company."""
        if signing in self.account_signings:
            return
        if signer != signatory:
            raise Refused("signing.not-signatory")
        self.record(AccountSigningBegun(company=self.id, signing=signing, changes=tuple(self.accounts.held)))

    def sign(self, signing: UUID, signer: UUID | None = None) -> None:
        """Notes the first signature, as two may sign at the same time (S4-02), and releases the changes it is for."""
        if not self.signed:
            self.record(CompanySigned(company=self.id, signing=signing, signer=signer))
        for change in self.account_signings.get(signing, ()):
            held = self.accounts.held.get(change)
            if held is not None:
                self.record(self.accounts.released(held, "signature"))

    @property
    def missing(self) -> tuple[Part, ...]:
        """What the company still lacks before it can send invoices (S3-43)."""
        there = {
            "terms": self._accepted(self.terms_asked) if self.terms_asked else bool(self.terms_accepted_by),
            "address": "default" in self.addresses,
            "bank-account": bool(self.accounts.confirmed),
            "connection": self.connected,
        }
        return tuple(part for part in EVERYTHING if not there[part])

    @property
    def language(self) -> Language:
        return self.contact.language if self.contact else "sv"

    def _require_registered(self) -> CompanyRegistered:
        if self.registered is None:
            raise Refused("company.unknown")
        return self.registered

    def _accepted(self, version: str) -> bool:
        return any(accepted == version for accepted, _ in self.terms_accepted_by)

    def _record_completeness(self) -> None:
        """Records what is missing when that has changed, and once that the company is ready."""
        if self.missing != self.missing_before:
            self.record(CompletenessChanged(company=self.id, missing=self.missing))
        if not self.ready and not self.missing:
            self.record(CompanyReady(company=self.id))

    # Evolution

    def evolve(self, event: CompanyEvent) -> None:
        match event:
            case ContactNamed():
                self.contact = event
            case CompanyRegistered():
                self.registered = event
            case VerificationRecorded():
                self.verification = event.status
            case TermsAccepted():
                self.terms_accepted_by.add((event.version, event.accepted_by))
            case TermsAskedAgain():
                self.terms_asked = event.version
            case CompletenessChanged():
                self.missing_before = event.missing
            case AddressChanged():
                self.addresses[event.kind] = event.address
            case AddressRemoved():
                del self.addresses[event.kind]
            case BankAccountConfirmed() | BankAccountChangeHeld() | BankAccountChangeStopped() | BankAccountRemoved():
                self.accounts.evolve(event)
            case AccountSigningBegun():
                self.account_signings[event.signing] = event.changes
            case CustomerConnected():
                self.connected = True
            case CompanySigned():
                self.signed, self.signing, self.signer = True, event.signing, event.signer
            case CompanyReady():
                self.ready = True
            case _:
                assert_never(event)


def _filled(written: str, field: str) -> str:
    """Returns the text with its blanks tidied. Raises Refused when it is empty or too long."""
    text = " ".join(written.split())
    if not text:
        raise Refused("company.field-missing", field=field)
    if len(text) > NAME_MAX:
        raise Refused("company.field-too-long", field=field, length_max=NAME_MAX)
    return text
