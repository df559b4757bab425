"""Who may act for a company: members and their roles, invited colleagues, and requests for access."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import EmailStr, Field, model_validator

from chassis import derived_id
from contracts.onboarding.v1 import ColleagueInvitationIssued
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Country, Language, Personal, PersonId, Role
from portal.companies.acting import Acting, Admin, Owner, Viewer
from portal.companies.view import members_of, role_of
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, ThePerson, answered, client_of
from portal.edge.inputs import LINES, Input
from portal.edge.operations import Api, answers_of
from portal.edge.paging import ThePaging
from portal.edge.shown import Done
from portal.people.colleagues import Invitation
from portal.team.shown import AccessRequest, ColleagueInvitation, OwnAccessRequest, Team
from portal.team.view import asked_by, asked_of, invited_to
from portal.telling.reading import Page

router = Api(prefix="/api/v1", tags=["people of a company"])


class Colleague(Input):
    """Whom to invite. The names fill in the sign-up of somebody who has no account yet."""

    email: EmailStr
    role: Role = "invoicer"
    given_name: Annotated[str, Field(max_length=100)] = ""
    family_name: Annotated[str, Field(max_length=100)] = ""
    language: Language | None = None


class ColleagueAcceptance(Input):
    """The token of the link, or the code of the mail; exactly one."""

    token: Annotated[str, Field(max_length=100)] = ""
    code: Annotated[str, Field(max_length=20)] = ""

    @model_validator(mode="after")
    def one_of_both(self) -> "ColleagueAcceptance":
        if bool(self.token) == bool(self.code):
            raise ValueError("either the token or the code")
        return self


class RoleInput(Input):
    role: Role


class Access(Input):
    country: Country = "SE"
    number: Annotated[str, Field(min_length=1, max_length=40)]
    message: Annotated[str, Field(max_length=1000), LINES] = ""


class AccessAnswer(Input):
    accepted: bool
    role: Role = "viewer"


@router.get("/companies/{company}/members", response_model=Team)
async def members(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """Who acts for the company, and whose invitation is open."""
    limit = edge.settings.list_rows_max
    return {
        "members": await members_of(edge.db, acting.company, limit),
        "invited": await invited_to(edge.db, acting.company, limit),
    }


@router.put("/companies/{company}/members/{member}", **answers_of(portal.MemberRoleSet))
async def set_role(
    member: PersonId, body: RoleInput, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Gives a member another role: none above one's own, and the last owner stays one."""
    fact = portal.MemberRoleSet(company=acting.company, person=acting.person.id, member=member, role=body.role)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.delete("/companies/{company}/members/{member}", **answers_of(portal.MemberRemoved))
async def remove_member(
    member: PersonId, acting: Viewer, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Removes a member; with one's own id one leaves the company oneself."""
    fact = portal.MemberRemoved(company=acting.company, person=acting.person.id, member=member)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/companies/{company}/colleagues", status_code=201, **answers_of(portal.ColleagueInvited))
async def invite(
    body: Colleague, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Invites a colleague: a link and a code by mail, good once and for a while."""
    fact = portal.ColleagueInvited(
        company=acting.company,
        person=acting.person.id,
        invitation=derived_id(request, "colleague"),
        email=Personal(body.email),
        role=body.role,
    )
    answer = await edge.tell(fact, request, acting.person.id)
    if isinstance(answer, ColleagueInvitationIssued):
        invitation = Invitation(
            invitation=answer.invitation,
            company=acting.company,
            company_name=answer.company_name,
            email=body.email,
            role=body.role,
            given_name=body.given_name,
            family_name=body.family_name,
            language=body.language or acting.person.language,
            expires_at=answer.expires_at,
        )
        await edge.colleagues.keep(invitation)
        await _mail(invitation, acting, edge)
    return answered(answer, request, response, 201)


@router.post("/companies/{company}/colleagues/{invitation}/resend", response_model=Done)
async def resend(invitation: UUID, acting: Admin, edge: TheEdge) -> dict[str, str]:
    """A new mail with a new link and a new code; those of the one before open nothing any more."""
    await edge.limited("colleague", str(acting.company), per_hour=edge.settings.resets_per_hour)
    found = await edge.colleagues.find(acting.company, invitation)
    await _mail(found, acting, edge)
    return {"status": "sent"}


@router.delete("/companies/{company}/colleagues/{invitation}", **answers_of(portal.ColleagueInvitationWithdrawn))
async def withdraw(
    invitation: UUID, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Takes an invitation back."""
    fact = portal.ColleagueInvitationWithdrawn(company=acting.company, person=acting.person.id, invitation=invitation)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.get("/colleague-invitations/{token}", response_model=ColleagueInvitation)
async def invitation_page(token: str, request: Request, edge: TheEdge) -> dict[str, Any]:
    """What the link of an invitation says: the company, the role, and what fills in the sign-up."""
    await edge.limited("colleague", client_of(request), per_minute=edge.settings.guesses_per_minute)
    found = await edge.colleagues.by_link(token)
    names = ("company_name", "email", "role", "given_name", "family_name", "language", "expires_at")
    return {name: getattr(found, name) for name in names}


@router.post("/colleague-invitations/accept", status_code=201, **answers_of(portal.ColleagueInvitationAccepted))
async def accept(
    body: ColleagueAcceptance, person: ThePerson, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Joins the company, logged in with the address that was invited. The same yes twice is one."""
    await edge.limited("colleague", str(person.id), per_minute=edge.settings.guesses_per_minute)
    if body.token:
        found = await edge.colleagues.by_link(body.token)
    else:
        found = await edge.colleagues.by_code(person.email, body.code)
    request = derived_id(found.invitation, "accepted", str(person.id))
    fact = portal.ColleagueInvitationAccepted(
        company=found.company,
        person=person.id,
        invitation=found.invitation,
        name=Personal(f"{person.given_name} {person.family_name}"),
        email=Personal(person.email),
        language=person.language,
    )
    answer = await edge.tell(fact, request, person.id)
    await _may_act(person.id, found.company, edge)
    return answered(answer, request, response, 201)


@router.post("/access-requests", status_code=201, **answers_of(portal.AccessRequested))
async def request_access(
    body: Access, person: ThePerson, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Asks the owner of a company that is aboard already; support gets a case of it (S4-16)."""
    await edge.limited("access", str(person.id), per_hour=edge.settings.access_requests_per_hour)
    fact = portal.AccessRequested(
        company=CompanyId(derived_id(request, "company")),
        person=person.id,
        request=derived_id(request, "access"),
        country=body.country,
        number=Personal(body.number),
        name=Personal(f"{person.given_name} {person.family_name}"),
        email=Personal(person.email),
        language=person.language,
        message=Personal(body.message),
    )
    return answered(await edge.tell(fact, request, person.id), request, response, 201)


@router.get("/access-requests", response_model=list[OwnAccessRequest])
async def own_requests(person: ThePerson, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """What one has asked for oneself, and how it was answered."""
    return paging.shown(await asked_by(edge.db, person.id, paging.page), "at")


@router.get("/companies/{company}/access-requests", response_model=list[AccessRequest])
async def list_access_requests(acting: Owner, edge: TheEdge, paging: ThePaging) -> list[dict[str, Any]]:
    """Who asks to act for the company, the newest first."""
    return paging.shown(await asked_of(edge.db, acting.company, paging.page), "at")


async def waiting_requests(acting: Acting, edge: Edge) -> list[dict[str, Any]]:
    """Those that a page shows, the newest first."""
    return await asked_of(edge.db, acting.company, Page(edge.settings.list_rows_max))


@router.put("/companies/{company}/access-requests/{access}", **answers_of(portal.AccessAnswered))
async def answer_request(
    access: UUID, body: AccessAnswer, acting: Owner, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Says yes, in a role, or no. Who asked is told by mail."""
    fact = portal.AccessAnswered(
        company=acting.company, person=acting.person.id, request=access, accepted=body.accepted, role=body.role
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


async def _mail(invitation: Invitation, acting: Acting, edge: Edge) -> None:
    """Sent behind the answer; to one address so often that the newest mail still works."""
    if await edge.post.may("colleague", invitation.email):
        inviter = f"{acting.person.given_name} {acting.person.family_name}"
        await edge.post.put("colleague", str(invitation.invitation), inviter)


async def _may_act(person: PersonId, company: CompanyId, edge: Edge) -> None:
    """Waits until the company's own pages know the new member too: the answer may be seen before them."""

    async def look() -> Any:
        return await role_of(edge.db, person, company)

    await edge.runtime.until(look, edge.settings.answer_timeout_s)
