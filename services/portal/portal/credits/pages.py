"""The statement of a period, and accounts ("konti")."""

from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter, ValidationError

from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.credits import api
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm
from portal.edge.inputs import Day
from portal.edge.problems import Problem

router = APIRouter(prefix="/c/{company}/credits")

KLIP = "invoice"
DAY: TypeAdapter[date] = TypeAdapter(Day)
AT_THE_FIELDS = {"account.name-missing": "name"}


# The statement.


@router.get("/statement")
async def statement_page(
    here: TheCompany,
    edge: TheEdge,
    klip: Annotated[str, Query(max_length=40)] = KLIP,
    account: Annotated[str, Query(max_length=40)] = "",
    first: Annotated[str, Query(alias="from", max_length=20)] = "",
    last: Annotated[str, Query(alias="to", max_length=20)] = "",
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> Response:
    """A period that is chosen in the address; a day that is none is said to be, and this month is shown."""
    wrong = {name: here.reader.t("statement.no_day") for name, text in (("from", first), ("to", last)) if not _is(text)}
    balances = await api.balances(here.acting, edge)
    accounts = await api.accounts(here.acting, edge)
    chosen = next((row["id"] for row in accounts if str(row["id"]) == account), here.acting.company)
    rows_max = edge.settings.list_rows_max
    shown = await api.statement(here.acting, edge, klip, chosen, _day(first), _day(last), after)
    kinds = sorted({KLIP, *(row["klip"] for row in balances)})
    return here.show(
        "statement.html",
        said=Said(wrong=wrong) if wrong else NOTHING_SAID,
        filled={"from": shown["from"].isoformat(), "to": shown["to"].isoformat(), "account": str(chosen), "klip": klip},
        statement=shown,
        balances=balances,
        names={row["id"]: row["name"] for row in accounts},
        accounts=[(row["id"], row["name"] or here.reader.t("credit_accounts.first")) for row in accounts],
        kinds=[(kind, here.reader.word("item", kind)) for kind in kinds],
        more=shown["movements"][-1]["position"] if len(shown["movements"]) == rows_max else None,
    )


def _is(text: str) -> bool:
    return not text or _day(text) is not None


def _day(text: str) -> date | None:
    try:
        return DAY.validate_python(text)
    except ValidationError:
        return None


# Accounts.


@router.get("/accounts")
async def accounts_page(here: TheCompany, edge: TheEdge) -> Response:
    return await _accounts(here, edge, None, NOTHING_SAID)


@router.post("/accounts")
async def open_account(form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.open_account(form.into(api.Account), here.acting, request, response, edge)

    again = partial(_accounts, here, edge, None)
    done = f"{here.path}/credits/accounts"
    return await act(form, here.reader, route, done=done, again=again, fields=AT_THE_FIELDS)


@router.get("/accounts/{account}")
async def account_page(account: UUID, here: TheAdminsCompany, edge: TheEdge) -> Response:
    return await _accounts(here, edge, account, NOTHING_SAID)


@router.post("/accounts/{account}")
async def change_account(account: UUID, form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        return await api.change_account(account, form.into(api.Account), here.acting, request, response, edge)

    again = partial(_accounts, here, edge, account)
    done = f"{here.path}/credits/accounts"
    return await act(form, here.reader, route, done=done, again=again, fields=AT_THE_FIELDS)


async def _accounts(here: CompanyPage, edge: Edge, account: UUID | None, said: Said) -> Response:
    rows = await api.accounts(here.acting, edge)
    changed = next((row for row in rows if row["id"] == account), None)
    if account and changed is None:
        raise Problem("account.not-found")
    held = {(row["account"], row["klip"]): row["available"] for row in await api.balances(here.acting, edge)}
    shown = changed or {"name": "", "email": "", "sending": False}
    filled = {"name": shown["name"], "email": shown["email"] or "", "sending": "yes" if shown["sending"] else ""}
    return here.show(
        "credit_accounts.html",
        said=said,
        rows=[row | {"left": held.get((row["id"], KLIP), 0)} for row in rows],
        changed=changed,
        may_change=here.may("admin"),
        contact=here.company["contact_email"],
        filled=filled,
    )
