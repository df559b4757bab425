"""Credits: what is left, the statement of a period, accounts, automatic top-up, and the plan."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Response
from pydantic import EmailStr, Field

from chassis import derived_id
from contracts.catalogue import catalogue
from contracts.portal import v1 as portal
from contracts.values import Personal
from portal.companies.acting import Acting, Admin, Viewer
from portal.credits.shown import Balance, CreditAccount, PlanInForce, Statement, TopUpShown
from portal.credits.view import (
    Period,
    accounts_of,
    available_before,
    balances_of,
    has_account,
    movements_of,
    plan_of,
    top_ups_of,
    totals_of,
)
from portal.edge.asking import Edge, Pending, RequestId, TheEdge, answered
from portal.edge.inputs import After, Day, Input
from portal.edge.operations import Api, answers_of
from portal.edge.problems import Problem

router = Api(prefix="/api/v1/companies/{company}", tags=["credits"], scope="credits:write")

Payment = Literal["card", "transfer"]
Version = Annotated[str, Field(max_length=40)]


class Account(Input):
    """`email` is the account's administrative address, which receipts go to; without it the company's own contact."""

    name: Annotated[str, Field(max_length=100)]
    email: EmailStr | None = None
    sending: bool = False


class TopUp(Input):
    klip: Annotated[str, Field(max_length=40)] = "invoice"
    level: Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
    quantity: Annotated[int, Field(strict=True, ge=-(10**9), le=10**9)]
    account: UUID | None = None
    payment: Payment = "transfer"
    terms_version: Version


class EndOfTopUp(Input):
    klip: Annotated[str, Field(max_length=40)] = "invoice"
    account: UUID | None = None


class PlanChoice(Input):
    plan: Annotated[str, Field(max_length=40)]
    payment: Payment = "transfer"
    terms_version: Version


# What is left.


@router.get("/credits/balances", response_model=list[Balance])
async def balances(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """By account and kind: what can be used, what is set aside for invoices on their way, and what was used (S1-24)."""
    return await balances_of(edge.db, acting.company)


@router.get("/credits/statement", response_model=Statement)
async def statement(
    acting: Viewer,
    edge: TheEdge,
    klip: Annotated[str, Query(max_length=40)] = "invoice",
    account: UUID | None = None,
    first: Annotated[Day | None, Query(alias="from")] = None,
    last: Annotated[Day | None, Query(alias="to")] = None,
    after: After = 0,
) -> dict[str, Any]:
    """The movements of one kind from one day to another (UTC, both included), with what was there before and after.

    `totals` are of the whole period; `movements` come page by page: `after` is the last position of the page before.
    """
    today = datetime.now(UTC).date()
    first, last = first or today.replace(day=1), last or today
    period = Period(
        acting.company, account or acting.company, klip, _midnight(first), _midnight(last + timedelta(days=1))
    )
    return {
        "account": period.account,
        "klip": klip,
        "from": first,
        "to": last,
        "opening": await available_before(edge.db, period, period.begin),
        "closing": await available_before(edge.db, period, period.end),
        "totals": await totals_of(edge.db, period),
        "movements": await movements_of(edge.db, period, after, edge.settings.list_rows_max),
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


# Accounts ("konti").


@router.get("/credits/accounts", response_model=list[CreditAccount])
async def accounts(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """The company's first account has the company's id, and its own contact's address until another is given."""
    rows = await accounts_of(edge.db, acting.company)
    if all(row["id"] != acting.company for row in rows):
        sending = not any(row["sending"] for row in rows)
        rows.insert(0, {"id": acting.company, "name": "", "email": None, "sending": sending})
    return rows


@router.post("/credits/accounts", status_code=201, **answers_of(portal.AccountSaved))
async def open_account(
    body: Account, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Opens an account for credits."""
    return await _save(derived_id(request, "account"), body, acting, request, response, edge, 201)


@router.put("/credits/accounts/{account}", **answers_of(portal.AccountSaved))
async def change_account(
    account: UUID, body: Account, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """Changes an account, or makes it the one that invoices are paid from."""
    if account != acting.company and not await has_account(edge.db, acting.company, account):
        raise Problem("account.not-found")
    return await _save(account, body, acting, request, response, edge, 200)


async def _save(
    account: UUID, body: Account, acting: Acting, request: UUID, response: Response, edge: Edge, status: int
) -> dict[str, Any] | Pending:
    fact = portal.AccountSaved(
        company=acting.company,
        account=account,
        name=body.name,
        email=Personal(str(body.email)) if body.email else None,
        sending=body.sending,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response, status)


# Automatic top-up.


@router.get("/credits/top-ups", response_model=list[TopUpShown])
async def top_ups(acting: Viewer, edge: TheEdge) -> list[dict[str, Any]]:
    """What is ordered by itself, by account and kind."""
    return await top_ups_of(edge.db, acting.company)


@router.put("/credits/top-ups", **answers_of(portal.TopUpAgreed))
async def agree_top_up(
    body: TopUp, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """From now on `quantity` are ordered when `level` or fewer are left."""
    fact = portal.TopUpAgreed(
        company=acting.company,
        person=acting.person.id,
        account=body.account,
        klip=body.klip,
        level=body.level,
        quantity=body.quantity,
        payment=body.payment,
        terms_version=body.terms_version,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


@router.post("/credits/top-ups/end", **answers_of(portal.TopUpEnded))
async def end_top_up(
    body: EndOfTopUp, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """From now on nothing is ordered by itself."""
    fact = portal.TopUpEnded(company=acting.company, person=acting.person.id, account=body.account, klip=body.klip)
    return answered(await edge.tell(fact, request, acting.person.id), request, response)


# The plan.


@router.get("/plan", response_model=PlanInForce)
async def plan(acting: Viewer, edge: TheEdge) -> dict[str, Any]:
    """The plan in force and what it permits (E-I1); `next_plan` where a smaller one begins when the notice is over."""
    row = await plan_of(edge.db, acting.company)
    free = catalogue()["plans"]["free"]
    found = row or {"plan": "free", "permits": [], "since": None, "next_plan": None, "next_from": None}
    if found["plan"] == "free":
        found |= {"invoices_per_year": free["invoices_per_year"], "users": free["users"]}
    return found


@router.put("/plan", **answers_of(portal.PlanChosen))
async def choose_plan(
    body: PlanChoice, acting: Admin, request: RequestId, response: Response, edge: TheEdge
) -> dict[str, Any] | Pending:
    """A larger plan begins at once, a smaller one after three months' notice; it is paid month by month."""
    fact = portal.PlanChosen(
        company=acting.company,
        person=acting.person.id,
        plan=body.plan,
        payment=body.payment,
        terms_version=body.terms_version,
    )
    return answered(await edge.tell(fact, request, acting.person.id), request, response)
