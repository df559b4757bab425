"""Companies: found by name, number or address; one with its people, orders, invoices, and what may be corrected."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.values import CompanyId
from portal.companies.view import company_of, found_companies, members_of
from portal.credits.view import left_of
from portal.desk import corrections as api
from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Finance, Support
from portal.edge.forms import TheForm
from portal.edge.problems import Problem
from portal.invoices.view import found_anywhere
from portal.orders.api import order_of
from portal.orders.view import orders_of, refunds_of
from portal.telling.reading import Page

router = APIRouter(prefix="/desk/companies")

SHOWN_MAX = 20


@router.get("")
async def companies_page(here: TheDesk, staff: Support, edge: TheEdge, search: str = "") -> Response:
    search = search.strip()[:200]
    rows = await found_companies(edge.db, search, edge.settings.page_rows_max)
    return here.show("desk_companies.html", rows=rows, filled={"search": search})


@router.get("/{company}")
async def company_page(company: CompanyId, here: TheDesk, staff: Support, told: str = "") -> Response:
    return await _page(here, company, NOTHING_SAID, told)


@router.post("/{company}/corrections")
async def correct(company: CompanyId, here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge) -> Response:
    """Proposes a correction of the balance; another of the staff approves it."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.Correction, quantity=form.whole("quantity"))
        return await api.propose(company, body, staff, request, response, edge)

    again = partial(_page, here, company)
    return await act(form, here.reader, route, done=told("/desk/corrections"), again=again)


@router.get("/{company}/orders/{order}")
async def order_page(company: CompanyId, order: UUID, here: TheDesk, staff: Finance) -> Response:
    return await _order(here, company, order, NOTHING_SAID)


@router.post("/{company}/orders/{order}/refunds")
async def refund(
    company: CompanyId, order: UUID, here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge
) -> Response:
    """Refunds what is unused; a large sum is proposed to a colleague."""

    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.Refund, quantity=form.whole("quantity") if form["quantity"] else None)
        return await api.refund(company, order, body, staff, request, response, edge)

    again = partial(_order, here, company, order)
    return await act(form, here.reader, route, done=told(f"/desk/companies/{company}"), again=again)


async def _page(here: Desk, company: CompanyId, said: Said, told: str = "") -> Response:
    db = here.reader.edge.db
    row = await company_of(db, company)
    if row is None:
        raise Problem("company.not-found")
    return here.show(
        "desk_company.html",
        said,
        row=row,
        members=await members_of(db, company, SHOWN_MAX),
        orders=await orders_of(db, company, Page(SHOWN_MAX)) if here.may("finance") else [],
        invoices=await found_anywhere(db, "", company, Page(SHOWN_MAX)),
        credits=await left_of(db, company),
        told=told,
    )


async def _order(here: Desk, company: CompanyId, order: UUID, said: Said) -> Response:
    edge = here.reader.edge
    return here.show(
        "desk_order.html",
        said,
        row=await order_of(order, company, edge),
        refunds=await refunds_of(edge.db, order),
        alone_max=edge.settings.refund_alone_sek_max,
    )
