"""Commands about who trades with whom: load, decide."""

from uuid import UUID

from chassis import Session, derived_id
from directory.buyer_rules import BuyerRules
from directory.commands import Enrol, InviteCustomer, SetBuyerRules
from directory.connection import Connection
from directory.enrolment_attempts import EnrolmentAttempts
from directory.invitation import Invitation, InvitationCode
from directory.invitation_pair import code_key, invitation_code, number_key
from directory.member import Member
from directory.policy import InvitationPolicy


async def set_buyer_rules(command: SetBuyerRules, session: Session) -> None:
    (await session.load(Member, command.company)).require_membership("buyer-rules.not-a-member")
    (await session.load(BuyerRules, derived_id(command.company, "buyer-rules"))).set(command)


async def invite_customer(command: InviteCustomer, session: Session) -> None:
    supplier = await session.load(Member, command.company)
    supplier.require_membership("invitation.not-a-member")
    connection = await session.load(Connection, _connection_id(session, command.company, command.customer_number))
    connection.require_free(command.customer_number)
    code = invitation_code(session.natural_id("invitation-code", str(command.invitation)))
    invitation = await session.load(Invitation, command.invitation)
    invitation.issue(command, supplier.name, code, session.use(InvitationPolicy).open_for)
    pair = await session.load(InvitationCode, _pair_id(session, command.customer_number, code))
    pair.open(command.invitation)


async def enrol(command: Enrol, session: Session) -> None:
    policy = session.use(InvitationPolicy)
    customer = await session.load(Member, command.company)
    customer.require_membership("enrolment.not-a-member")
    attempts = await session.load(EnrolmentAttempts, derived_id(command.company, "enrolment-attempts"))
    attempts.allow_another(command.at, policy)
    pair = await session.load(InvitationCode, _pair_id(session, command.customer_number, command.code.reveal()))
    if pair.invitation is None:
        attempts.fail(command, policy)
    else:
        await _connect(command, pair.invitation, customer, session)


async def _connect(command: Enrol, opened: UUID, customer: Member, session: Session) -> None:
    invitation = await session.load(Invitation, opened)
    invitation.accept(command, customer.name)
    connection = await session.load(
        Connection, _connection_id(session, invitation.supplier, invitation.customer_number)
    )
    connection.establish(invitation, command.company, customer.name)


def _connection_id(session: Session, supplier: UUID, customer_number: str) -> UUID:
    return session.natural_id("connection", str(supplier), number_key(customer_number))


def _pair_id(session: Session, customer_number: str, code: str) -> UUID:
    return session.natural_id("invitation", number_key(customer_number), code_key(code))
