"""What onboarding's stories begin with: facts of the portal, a faked register, a scripted signing service."""

import asyncio
from collections import deque
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.store.vault import Vault
from chassis.testing import Rehearsal
from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.onboarding import v1 as facts
from contracts.portal import v1 as portal
from contracts.values import Address, BankAccount, CompanyHit, DocumentRef, Personal
from onboarding import terms_in_force
from onboarding.app import service
from onboarding.patience import Patience
from onboarding.registration.registers import Registers, RegisterSilent, Signatory
from onboarding.signing.service import (
    Failed,
    Order,
    Pending,
    Signature,
    SigningDesk,
    SigningDesks,
    SigningService,
    SigningServiceFault,
    Wish,
)

SARA = "198803200016"
NUMBER = "5566778899"
BAD_ENDS = (
    "expiredTransaction",
    "certificateErr",
    "userCancel",
    "cancelled",
    "startFailed",
    "userDeclinedCall",
    "notSupportedByUserApp",
    "transactionRiskBlocked",
)
"""BankID's hint codes of an order that failed (relying party guidelines, version 6)."""


class PaperRegister:
    """A faked register: it answers with the companies given to it, or raises RegisterSilent."""

    name = "Paper"

    def __init__(self, *hits: CompanyHit, signatories: tuple[Signatory, ...] | None = None) -> None:
        self.hits = hits
        self.who_may_sign = signatories
        self.silent = ""
        self.asked: list[str] = []

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        return self._found(number, lambda hit: hit.number.reveal() == number)

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        return self._found(words, lambda hit: words.lower() in hit.name.lower())

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        if self.silent:
            raise RegisterSilent(self.silent)
        return self.who_may_sign

    def _found(self, query: str, fits: Any) -> tuple[CompanyHit, ...]:
        self.asked.append(query)
        if self.silent:
            raise RegisterSilent(self.silent)
        return tuple(hit for hit in self.hits if fits(hit))

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class ScriptedSigning:
    """A signing service that answers `collect` with what it was told to, one after another."""

    def __init__(self, *answers: Pending | Failed | Signature | SigningServiceFault) -> None:
        self.answers = deque(answers)
        self.fault: SigningServiceFault | None = None
        self.wishes: list[Wish] = []
        self.collected: list[str] = []
        self.cancelled: list[str] = []

    async def sign(self, wish: Wish) -> Order:
        self.wishes.append(wish)
        if self.fault:
            raise self.fault
        reference = f"order-{len(self.wishes)}"
        return Order("bankid", reference, "start-token", "qr-token", "qr-secret")

    async def collect(self, order_ref: str) -> Pending | Failed | Signature:
        self.collected.append(order_ref)
        answer = self.answers.popleft() if self.answers else Pending("outstandingTransaction")
        if isinstance(answer, SigningServiceFault):
            raise answer
        return answer

    async def cancel(self, order_ref: str) -> None:
        self.cancelled.append(order_ref)

    async def stop(self) -> None: ...


class Watched:
    """A signing service, with an event for the moment when it is first asked about progress."""

    def __init__(self, service: SigningService) -> None:
        self.asked = asyncio.Event()
        self.sign, self.cancel, self.stop = service.sign, service.cancel, service.stop
        self._collect = service.collect

    async def collect(self, order_ref: str) -> Pending | Failed | Signature:
        self.asked.set()
        return await self._collect(order_ref)


def signed_by(personal_number: str = SARA, name: str = "Sara Spårberg") -> Signature:
    return Signature("bankid", personal_number, name, "PFNpZ25hdHVyZS8+", "b2NzcA==")


def rehearsal(
    signing: ScriptedSigning | None = None,
    register: PaperRegister | None = None,
    open_for: timedelta = timedelta(seconds=180),
    page: ScriptedSigning | None = None,
    patience: Patience | None = None,
) -> Rehearsal:
    at_the_phone, hosted = (
        SigningDesk(
            each or ScriptedSigning(),
            collect_every=timedelta(0),
            open_for=open_for,
            grace=timedelta(milliseconds=20),
            countries=countries,
        )
        for each, countries in ((signing, ("SE",)), (page, ("SE", "DK", "NO", "FI")))
    )
    desks = SigningDesks({"bankid": at_the_phone, "visma-sign": hosted}, "https://stafett.example/c/{company}")
    registers = Registers(dict.fromkeys(("SE", "NO"), register or PaperRegister()))
    return Rehearsal(service, uses=[desks, registers, patience or Patience()])


async def opened(onboarding: Rehearsal, document: DocumentRef) -> bytes:
    """Opens a document that is stored encrypted."""
    return await Vault(onboarding.documents, onboarding.around.sealer).open(document)


def registration(**changed: Any) -> portal.CompanyRegistrationRequested:
    usual: dict[str, Any] = {
        "company": uuid4(),
        "person": uuid4(),
        "country": "SE",
        "number": Personal(NUMBER),
        "name": "Norrsken Bygg & Spår AB",
        "legal_form": "Aktiebolag",
        "vat_number": Personal("SE556677889901"),
        "contact_name": Personal("Anna Berg"),
        "contact_email": Personal("anna@norrsken.example"),
        "language": "sv",
    }
    return portal.CompanyRegistrationRequested(**usual | changed)


async def registered(onboarding: Rehearsal, **changed: Any) -> UUID:
    fact = registration(**changed)
    await onboarding.hear(fact)
    return fact.company


async def answer(onboarding: Rehearsal, fact: Fact) -> Fact:
    """Returns the answer to the fact, without what is told besides of what the company still lacks."""
    (told,) = [
        told
        for told in await onboarding.hear(fact)
        if not isinstance(told, facts.CompletenessChanged | facts.CompanyReady)
    ]
    return told


def accepted(company: UUID, **changed: Any) -> portal.TermsAccepted:
    usual: dict[str, Any] = {
        "company": company,
        "person": uuid4(),
        "version": terms_in_force.VERSION,
        "sha256": terms_in_force.SHA256,
    }
    return portal.TermsAccepted(**usual | changed)


HOME = Address("Norrsken Bygg & Spår AB", "Bangårdsgatan 12", "97231", "Luleå", "SE")


def moved(company: UUID, address: Address = HOME, kind: str = "default") -> portal.AddressSaved:
    return portal.AddressSaved.model_validate({"company": company, "person": uuid4(), "kind": kind, "address": address})


def banked(
    company: UUID, details: BankAccount, default: bool = True, account: UUID | None = None
) -> portal.BankAccountSaved:
    return portal.BankAccountSaved(
        company=company, person=uuid4(), account=account or uuid4(), details=details, default=default
    )


def connected(company: UUID, side: str = "supplier") -> directory.ConnectionEstablished:
    other = uuid4()
    supplier, customer = (company, other) if side == "supplier" else (other, company)
    return directory.ConnectionEstablished.model_validate(
        {
            "company": company,
            "side": side,
            "supplier": supplier,
            "supplier_name": "Norrsken",
            "customer": customer,
            "customer_name": "Infrabana",
            "customer_number": "K-1001",
        }
    )


def signing_wanted(company: UUID, **changed: Any) -> portal.SigningRequested:
    usual: dict[str, Any] = {
        "company": company,
        "person": uuid4(),
        "signing": uuid4(),
        "personal_number": Personal(SARA),
        "authority_declared": True,
        "ip_address": Personal("192.0.2.17"),
    }
    return portal.SigningRequested(**usual | changed)
