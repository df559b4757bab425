"""The page of API keys: which there are and when each was used, a new one that is shown once, and an end to any."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError

from chassis import Refused
from portal.companies.acting import Owner
from portal.companies.here import CompanyPage, TheCompany
from portal.edge.acts import NOTHING_SAID, Said, act, refused
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import Form, TheForm
from portal.edge.problems import Problem
from portal.keys import api
from portal.people.keys import SCOPES

router = APIRouter(prefix="/c/{company}/keys")

DAYS: Final = (30, 90, 365, 730)
DAYS_USUAL: Final = 365
AT = {"key.two-alive": "name", "key.too-long": "days", "scopes": "scope-read"}


@router.get("")
async def keys_page(here: TheCompany, owner: Owner, edge: TheEdge, ended: bool = False) -> Response:
    return await _page(here, edge, NOTHING_SAID, here.reader.t("keys.ended") if ended else None)


@router.post("")
async def make(form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    """The answer to the form is the page that shows the key: no address shows it again."""
    request = form.request_of(here.acting.person)
    try:
        body = form.into(api.NewKey, scopes=_scopes(form), days=form.whole("days"))
        made = await api.make(body, owner, request, edge)
    except (ValidationError, Refused, Problem) as error:
        said = refused(error, form, here.reader, AT)
        return await _page(here, edge, said)
    return here.show("key_made.html", key=made["key"], name=made["name"], until=made["expires_at"].date())


@router.post("/{key}/end")
async def end(key: UUID, form: TheForm, here: TheCompany, owner: Owner, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.revoke(key, owner, edge)

    return await act(form, here.reader, route, done=f"{here.path}/keys?ended=true", again=partial(_page, here, edge))


def _scopes(form: Form) -> list[str]:
    return [scope for scope in SCOPES if form[_field(scope)]]


def _field(scope: str) -> str:
    return f"scope-{scope.partition(':')[0]}"


async def _page(here: CompanyPage, edge: Edge, said: Said, notice: str | None = None) -> Response:
    keys = await api.alive(here.acting, edge)
    names = await edge.people.names_of(one["made_by"] for one in keys)
    t = here.reader.t
    wrong = {"scope-read" if name == "scopes" else name: text for name, text in said.wrong.items()}
    return here.show(
        "keys.html",
        said=said,
        wrong=wrong,
        filled={"days": str(DAYS_USUAL), "scope-read": "yes"} if said is NOTHING_SAID else {},
        notice=notice,
        keys=[
            {
                **one,
                "maker": names.get(one["made_by"], t("who.somebody")),
                "may": [t(f"scope.{scope.partition(':')[0]}") for scope in one["scopes"]],
            }
            for one in keys
        ],
        scopes=[(_field(scope), t(f"scope.{scope.partition(':')[0]}")) for scope in SCOPES],
        days=[(days, t("keys.days_of", days=days)) for days in DAYS if days <= edge.settings.key_days_max],
    )
