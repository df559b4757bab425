"""Commands about who may act for a company: load, decide."""

from chassis import Refused, Session
from contracts.values import CompanyId
from onboarding.companies.company import Company
from onboarding.companies.company_number import CompanyNumber, checked_company_number
from onboarding.patience import Patience
from onboarding.team.commands import (
    AcceptInvitation,
    AnswerAccess,
    InviteColleague,
    RemoveMember,
    RequestAccess,
    SetMemberRole,
    WithdrawInvitation,
)
from onboarding.team.team import Team, team_id


async def team_of(company: CompanyId, session: Session) -> Team:
    """Loads the team, founded by whoever registered the company. Raises Refused for an unknown company."""
    registered = (await session.load(Company, company)).registered
    if registered is None:
        raise Refused("company.unknown")
    team = await session.load(Team, team_id(company))
    team.found(company, registered.name, registered.registered_by)
    return team


async def invite_colleague(command: InviteColleague, session: Session) -> None:
    """Invites a colleague. Before somebody has signed, only a few, since each invitation mails a stranger."""
    patience = session.use(Patience)
    signed = (await session.load(Company, command.company)).signed
    team = await team_of(command.company, session)
    team.invite(command, patience.invitation_open, None if signed else patience.colleagues_unsigned_max)


async def withdraw_invitation(command: WithdrawInvitation, session: Session) -> None:
    (await team_of(command.company, session)).withdraw_invitation(command)


async def accept_invitation(command: AcceptInvitation, session: Session) -> None:
    (await team_of(command.company, session)).accept_invitation(command)


async def set_member_role(command: SetMemberRole, session: Session) -> None:
    team = await team_of(command.company, session)
    team.set_role(command, guarded=await _guarded(command.company, session))


async def remove_member(command: RemoveMember, session: Session) -> None:
    team = await team_of(command.company, session)
    team.remove(command, guarded=await _guarded(command.company, session))


async def _guarded(company: CompanyId, session: Session) -> bool:
    """Whether a change of account is held, so that owners must be protected from removal."""
    return bool((await session.load(Company, company)).accounts.held)


async def request_access(command: RequestAccess, session: Session) -> None:
    number = checked_company_number(command.country, command.number.reveal())
    holder = await session.load(CompanyNumber, session.natural_id("company-number", command.country, number))
    if holder.company is None:
        raise Refused("access-request.company-unknown", country=command.country)
    (await team_of(holder.company, session)).request_access(command)


async def answer_access(command: AnswerAccess, session: Session) -> None:
    (await team_of(command.company, session)).answer_access(command)
