"""The page of a company's mails: those that can be turned off, and those that cannot, with why."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from portal.companies.acting import Admin
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.mails import api

router = APIRouter(prefix="/c/{company}/mails")

ALWAYS = ("security", "money", "stuck", "asked")
"""Kinds that are always sent."""


@router.get("")
async def mails_page(here: TheCompany, edge: TheEdge, saved: bool = False) -> Response:
    return await _page(here, edge, NOTHING_SAID, here.reader.t("settings.saved") if saved else None)


@router.post("")
async def choose(form: TheForm, here: TheCompany, acting: Admin, edge: TheEdge) -> Response:
    """A box that is not ticked turns its kind off."""

    async def route(request: UUID, response: Response) -> Any:
        body = api.ChosenMails(off=[kind for kind in api.KINDS if not form[kind]])
        return await api.choose_mails(body, acting, request, response, edge)

    return await act(form, here.reader, route, done=f"{here.path}/mails?saved=true", again=partial(_page, here, edge))


async def _page(here: CompanyPage, edge: Edge, said: Said, notice: str | None = None) -> Response:
    choice = await api.mail_choice(here.acting, edge)
    wanted = [kind for kind in api.KINDS if kind not in choice["off"]]
    return here.show(
        "mails.html",
        said=said,
        filled=dict.fromkeys(wanted, "yes") if said is NOTHING_SAID else {},
        notice=notice,
        email=choice["email"],
        kinds=api.KINDS,
        wanted=wanted,
        always=ALWAYS,
        may_change=here.may("admin"),
    )
