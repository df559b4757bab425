"""People and roles: who acts for a company, who is invited, and what the reader may do about each of them."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.values import PersonId
from portal.companies.acting import ROLES, Admin
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.edge.words import LANGUAGES
from portal.team import api

router = APIRouter(prefix="/c/{company}/people")

NOTICES = ("invited", "changed", "removed", "withdrawn")
AT = {"colleague.member-already": "email", "colleague.email-malformed": "email"}


@router.get("")
async def people_page(here: TheCompany, edge: TheEdge, notice: str = "") -> Response:
    return await _page(here, edge, NOTHING_SAID, notice)


@router.post("")
async def invite(form: TheForm, here: TheCompany, acting: Admin, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.invite(form.into(api.Colleague), acting, request, response, edge)

    return await act(form, here.reader, route, done=_back(here, "invited"), again=partial(_page, here, edge), fields=AT)


@router.post("/invitations/{invitation}/resend")
async def resend(invitation: UUID, form: TheForm, here: TheCompany, acting: Admin, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.resend(invitation, acting, edge)

    return await act(form, here.reader, route, done=_back(here, "invited"), again=partial(_page, here, edge))


@router.post("/invitations/{invitation}/withdraw")
async def withdraw(invitation: UUID, form: TheForm, here: TheCompany, acting: Admin, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.withdraw(invitation, acting, request, response, edge)

    return await act(form, here.reader, route, done=_back(here, "withdrawn"), again=partial(_page, here, edge))


@router.post("/{member}")
async def set_role(member: PersonId, form: TheForm, here: TheCompany, acting: Admin, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.set_role(member, form.into(api.RoleInput), acting, request, response, edge)

    return await act(form, here.reader, route, done=_back(here, "changed"), again=partial(_page, here, edge))


@router.get("/{member}/remove")
async def remove_page(member: PersonId, here: TheCompany, edge: TheEdge) -> Response:
    """Says what ends with it, before the button that does it."""
    return await _sure(member, here, edge, NOTHING_SAID)


@router.post("/{member}/remove")
async def remove(member: PersonId, form: TheForm, here: TheCompany, edge: TheEdge) -> Response:
    """Somebody else, or oneself."""

    async def route(request: UUID, response: Response) -> Any:
        return await api.remove_member(member, here.acting, request, response, edge)

    done = "/companies" if member == here.acting.person.id else _back(here, "removed")
    return await act(form, here.reader, route, done=done, again=partial(_sure, member, here, edge))


def _back(here: CompanyPage, notice: str) -> str:
    return f"{here.path}/people?notice={notice}"


async def _page(here: CompanyPage, edge: Edge, said: Said, notice: str = "") -> Response:
    team, me = await api.members(here.acting, edge), here.acting
    may_change, t = here.may("admin"), here.reader.t
    given = [role for role in ROLES if here.may(role)]
    owners = [one for one in team["members"] if one["role"] == "owner"]
    return here.show(
        "people.html",
        said=said,
        filled={"role": "invoicer", "language": here.reader.language},
        notice=t(f"people_notice.{notice}") if notice in NOTICES else None,
        members=[
            {
                **one,
                "is_me": one["id"] == me.person.id,
                "is_last_owner": owners == [one],
                "may_change": may_change and here.may(one["role"]),
            }
            for one in team["members"]
        ],
        invited=team["invited"] if may_change else [],
        may_change=may_change,
        roles=[(role, t(f"role.{role}")) for role in given],
        roles_in_words=[(role, t(f"role.{role}"), t(f"role_about.{role}")) for role in given],
        languages_of_mails=LANGUAGES.items(),
    )


async def _sure(member: PersonId, here: CompanyPage, edge: Edge, said: Said) -> Response:
    team = await api.members(here.acting, edge)
    found = [one for one in team["members"] if one["id"] == member]
    if not found:
        raise Problem("member.unknown")
    return here.show("person_removed.html", said=said, member=found[0], is_me=member == here.acting.person.id)
