"""Commands about invitations: load it, with its inviter, its connection and its numbers; then decide."""

from datetime import datetime
from uuid import UUID

from chassis import Refused, Session, derived_id
from contracts.values import CompanyId
from directory.connections.connection import Connection
from directory.connections.contract_text import ContractText
from directory.connections.customer_number import number_key
from directory.connections.handlers import customer_number
from directory.invitations.attempts import EnrolmentAttempts
from directory.invitations.commands import (
    AcceptInvitation,
    DeclineInvitation,
    Enrol,
    InviteCustomer,
    InviteSupplier,
    OpenInvitation,
    RemindInvitation,
    RequestConnection,
    TendInvitation,
)
from directory.invitations.invitation import Invitation, InvitationCode
from directory.invitations.inviting import Inviting
from directory.invitations.limits import InvitationPolicy
from directory.invitations.pair import code_key, invitation_code
from directory.members.member import Member

# Making one, and taking it back.


async def invite_customer(command: InviteCustomer, session: Session) -> None:
    supplier = await _member(command.company, session)
    if command.customer:
        await _require_partner(command.company, command.customer, session)
        await _require_unconnected(command.company, command.customer, session)
    number = await customer_number(command.company, command.customer_number, session)
    number.require_free(command.customer_number)
    code = _code(command.invitation, session)
    invitation = await session.load(Invitation, command.invitation)
    await _count(invitation, supplier, command.at, session)
    invitation.issue(command, supplier.name, code, session.use(InvitationPolicy))
    pair = await session.load(InvitationCode, _pair_id(session, command.customer_number, code))
    pair.open(command.invitation)


async def invite_supplier(command: InviteSupplier, session: Session) -> None:
    buyer = await _member(command.company, session)
    if command.supplier:
        await _require_partner(command.company, command.supplier, session)
        await _require_unconnected(command.supplier, command.company, session)
    code = _code(command.invitation, session)
    invitation = await session.load(Invitation, command.invitation)
    await _count(invitation, buyer, command.at, session)
    invitation.issue_to_supplier(command, buyer.name, code, session.use(InvitationPolicy))
    pair = await session.load(InvitationCode, _pair_id(session, command.supplier_number, code))
    pair.open(command.invitation)


async def request_connection(command: RequestConnection, session: Session) -> None:
    supplier = await _member(command.company, session)
    customer = await _require_partner(command.company, command.customer, session)
    await _require_unconnected(command.company, command.customer, session)
    if command.customer_number:
        number = await customer_number(command.company, command.customer_number, session)
        number.require_free(command.customer_number)
    invitation = await session.load(Invitation, command.invitation)
    await _count(invitation, supplier, command.at, session)
    invitation.request(command, supplier.name, customer.name, session.use(InvitationPolicy))


async def tend_invitation(command: TendInvitation, session: Session) -> None:
    (await session.load(Invitation, command.invitation)).tend(command, session.use(InvitationPolicy))


async def remind_invitation(command: RemindInvitation, session: Session) -> None:
    (await session.load(Invitation, command.invitation)).remind(command, session.use(InvitationPolicy))


# Answering one.


async def open_invitation(command: OpenInvitation, session: Session) -> None:
    invitation = await _opened(command, session)
    if invitation:
        invitation.open(command.company, command.at)


async def enrol(command: Enrol, session: Session) -> None:
    """Opens an invitation with number and code, and accepts it at once."""
    if not command.accepted:
        raise Refused("enrolment.not-accepted")
    invitation = await _opened(command, session)
    if invitation:
        sha256 = command.contract_sha256
        answer = AcceptInvitation(
            company=command.company, invitation=invitation.id, contract_sha256=sha256, at=command.at
        )
        await _accept(invitation, answer, session)


async def accept_invitation(command: AcceptInvitation, session: Session) -> None:
    invitation = await session.load(Invitation, command.invitation)
    invitation.require_held_by(command.company)
    await _accept(invitation, command, session)


async def decline_invitation(command: DeclineInvitation, session: Session) -> None:
    company = await session.load(Member, command.company)
    company.require_membership("enrolment.not-a-member")
    invitation = await session.load(Invitation, command.invitation)
    invitation.require_held_by(command.company)
    invitation.decline(command.company, company.name, command.at, command.reason)


async def _opened(command: OpenInvitation | Enrol, session: Session) -> Invitation | None:
    """The invitation that this pair opens; a wrong pair is counted, and too many of them are refused."""
    policy = session.use(InvitationPolicy)
    company = await session.load(Member, command.company)
    company.require_membership("enrolment.not-a-member")
    attempts = await session.load(EnrolmentAttempts, derived_id(command.company, "enrolment-attempts"))
    attempts.allow_another(command.at, policy)
    pair = await session.load(InvitationCode, _pair_id(session, command.customer_number, command.code.reveal()))
    if pair.invitation is None:
        attempts.fail(command, policy)
        return None
    return await session.load(Invitation, pair.invitation)


async def _accept(invitation: Invitation, command: AcceptInvitation, session: Session) -> None:
    """Changes invitation, customer number and connection in one unit of work."""
    company = await session.load(Member, command.company)
    company.require_membership("enrolment.not-a-member")
    company.require_terms()
    contract = await session.load(ContractText, ContractText.id_of(invitation.inviter))
    invitation.accept(command.company, company.name, command.at, command.customer_number, command.contract_sha256)
    if invitation.direction != "to-supplier":
        contract.require_accepted(command.contract_sha256)
    parties = invitation.parties
    if parties.customer_number:
        number = await customer_number(parties.supplier, parties.customer_number, session)
        number.take(parties.supplier, parties.customer)
    buyer = await session.load(Member, parties.customer)
    connection = await session.load(Connection, Connection.id_of(parties.supplier, parties.customer))
    connection.establish(parties, invitation.direction, invitation.id, buyer.approves_suppliers)


# What they need.


async def _member(company: CompanyId, session: Session) -> Member:
    member = await session.load(Member, company)
    member.require_membership("invitation.not-a-member")
    return member


async def _count(invitation: Invitation, inviter: Member, at: datetime, session: Session) -> None:
    """Counts the invitation, unless it was made before under the same id."""
    if not invitation.exists:
        (await session.load(Inviting, Inviting.id_of(inviter.id))).count(inviter, at, session.use(InvitationPolicy))


async def _require_partner(company: CompanyId, partner: CompanyId, session: Session) -> Member:
    """Loads the member that is named as partner. Raises Refused when it cannot be invited."""
    if partner == company:
        raise Refused("invitation.own-company")
    member = await session.load(Member, partner)
    member.require_membership("invitation.no-such-member")
    return member


async def _require_unconnected(supplier: CompanyId, customer: CompanyId, session: Session) -> None:
    (await session.load(Connection, Connection.id_of(supplier, customer))).require_none()


def _code(invitation: UUID, session: Session) -> str:
    return invitation_code(session.natural_id("invitation-code", str(invitation)))


def _pair_id(session: Session, number: str, code: str) -> UUID:
    return session.natural_id("invitation", number_key(number), code_key(code))
