"""What the directory's stories begin with: two members, and an invitation between them."""

from uuid import UUID, uuid4

from chassis.testing import Rehearsal
from contracts.directory import v1 as facts
from contracts.fact import Fact, Refusal
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Personal
from directory.app import service
from directory.invitations.limits import InvitationPolicy
from directory.members.reception import ReceptionPolicy


def rehearsal(policy: InvitationPolicy | None = None, reception: ReceptionPolicy | None = None) -> Rehearsal:
    return Rehearsal(service, uses=[policy or InvitationPolicy(), reception or ReceptionPolicy()])


def registered(
    name: str = "Norrsken Bygg & Spår AB", email: str = "anna@norrsken.example"
) -> onboarding.CompanyRegistered:
    return onboarding.CompanyRegistered(
        company=uuid4(),
        person=uuid4(),
        country="SE",
        number=Personal("5566778899"),
        name=name,
        contact_name=Personal("Anna Berg"),
        contact_email=Personal(email),
        language="sv",
    )


async def joined(directory: Rehearsal, name: str, terms: bool = True) -> UUID:
    """Makes a member that has accepted the network's terms."""
    fact = registered(name)
    await directory.hear(fact)
    if terms:
        await directory.hear(onboarding.TermsRecorded(company=fact.company, person=fact.person, version="2026-11"))
    return fact.company


def invited(supplier: UUID, number: str = "K-1001", email: str = "ekonomi@infrabana.example") -> portal.CustomerInvited:
    return portal.CustomerInvited(
        company=supplier,
        person=uuid4(),
        invitation=uuid4(),
        customer_number=number,
        customer_name="Infrabana",
        email=Personal(email),
    )


def answered(customer: UUID, number: str, code: str) -> portal.EnrolmentRequested:
    return portal.EnrolmentRequested(company=customer, person=uuid4(), customer_number=number, code=Personal(code))


async def invitation(directory: Rehearsal, supplier: UUID, number: str = "K-1001") -> facts.InvitationIssued:
    (told,) = await directory.hear(invited(supplier, number))
    assert isinstance(told, facts.InvitationIssued)
    return told


def supplier_invited(
    buyer: UUID, name: str = "Norrsken Bygg AB", supplier: UUID | None = None, number: str = ""
) -> portal.SupplierInvited:
    return portal.SupplierInvited(
        company=buyer,
        person=uuid4(),
        invitation=uuid4(),
        supplier_number=number,
        supplier_name=name,
        email=Personal("anna@norrsken.example"),
        given_name=Personal("Anna"),
        family_name=Personal("Berg"),
        supplier=supplier,
    )


def accepted(company: UUID, invitation: UUID, number: str = "", sha256: str = "") -> portal.ConnectionAccepted:
    return portal.ConnectionAccepted(
        company=company, person=uuid4(), invitation=invitation, customer_number=number, contract_sha256=sha256
    )


def opened(company: UUID, number: str, code: str) -> portal.InvitationOpened:
    return portal.InvitationOpened(company=company, person=uuid4(), customer_number=number, code=Personal(code))


def declined(company: UUID, invitation: UUID, reason: str = "") -> portal.ConnectionDeclined:
    return portal.ConnectionDeclined(company=company, person=uuid4(), invitation=invitation, reason=reason)


def withdrawn(company: UUID, invitation: UUID) -> portal.InvitationWithdrawn:
    return portal.InvitationWithdrawn(company=company, person=uuid4(), invitation=invitation)


def ended(company: UUID, partner: UUID, side: str, reason: str = "") -> portal.ConnectionEnded:
    return portal.ConnectionEnded.model_validate(
        {"company": company, "person": uuid4(), "partner": partner, "side": side, "reason": reason}
    )


async def connected(directory: Rehearsal, supplier: UUID, customer: UUID, number: str = "K-1001") -> list[Fact]:
    """Lets the supplier invite and the customer enrol, and returns what was told of the answer."""
    issued = await invitation(directory, supplier, number)
    return await directory.hear(answered(customer, number, issued.code.reveal()))


def refusal(told: list[Fact]) -> str:
    """The code of the one refusal that was told."""
    (fact,) = told
    assert isinstance(fact, Refusal)
    return fact.code
