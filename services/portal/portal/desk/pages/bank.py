"""Payments over a bank: those that wait for a person, files from the bank, and a payment that no file tells of."""

from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from portal.desk.here import Desk, TheDesk, told
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import TheEdge
from portal.edge.at_the_desk import Finance
from portal.edge.forms import Form, TheForm, as_number, form_with_files
from portal.edge.problems import Problem
from portal.payments import api
from portal.payments.view import bank_files, bank_payments, one_payment
from portal.telling.reading import Page

router = APIRouter(prefix="/desk/bank")

FILES_SHOWN_MAX = 20


@router.get("")
async def bank_page(here: TheDesk, staff: Finance, after: str = "", told: str = "") -> Response:
    return await _page(here, NOTHING_SAID, after, told)


@router.post("/attachments")
async def upload(here: TheDesk, staff: Finance, request_: Request, edge: TheEdge) -> Response:
    """Takes one file from the bank."""
    form, files = await form_with_files(request_, here.reader, 1)
    name, content = files[0] if files else ("", b"")

    async def route(request: UUID, response: Response) -> Any:
        return await api.take_file(content, name, staff, request, response, edge)

    fields = {"bank-file.empty": "file", "bank-file.unknown-format": "file"}
    return await act(form, here.reader, route, done=told("/desk/bank"), again=partial(_page, here), fields=fields)


@router.post("/payments")
async def register(here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge) -> Response:
    async def route(request: UUID, response: Response) -> Any:
        body = form.into(api.PaymentRegistration, amount={"amount": as_number(form["amount"])})
        return await api.register(body, staff, request, response, edge)

    return await act(form, here.reader, route, done=told("/desk/bank"), again=partial(_page, here))


@router.get("/payments/{payment}")
async def payment_page(payment: UUID, here: TheDesk, staff: Finance) -> Response:
    return await _payment(here, payment, NOTHING_SAID)


@router.post("/payments/{payment}")
async def settle(payment: UUID, here: TheDesk, staff: Finance, form: TheForm, edge: TheEdge) -> Response:
    """It is for an order, was paid back, or is no other money than was known: whichever button was pressed."""

    async def route(request: UUID, response: Response) -> Any:
        return await _route(payment, form, staff, request, response, edge)

    again = partial(_payment, here, payment)
    return await act(form, here.reader, route, done=told("/desk/bank"), again=again)


async def _route(payment: UUID, form: Form, staff: Finance, request: UUID, response: Response, edge: Any) -> Any:
    match form["step"]:
        case "pay-back":
            return await api.pay_back(payment, form.into(api.PaidBack), staff, request, response, edge)
        case "dismiss":
            return await api.dismiss(payment, staff, request, response, edge)
        case _:
            return await api.assign(payment, form.into(api.Assignment), staff, request, response, edge)


async def _page(here: Desk, said: Said, after: str = "", told: str = "") -> Response:
    db = here.reader.edge.db
    rows, older = here.cut(await bank_payments(db, True, here.page_of(after)), "arrived_at")
    return here.show(
        "desk_bank.html", said, rows=rows, older=older, files=await bank_files(db, Page(FILES_SHOWN_MAX)), told=told
    )


async def _payment(here: Desk, payment: UUID, said: Said) -> Response:
    row = await one_payment(here.reader.edge.db, payment)
    if row is None:
        raise Problem("page.not-found")
    filled = {"order": str(row["order_id"])} if row["order_id"] else {}
    return here.show("desk_bank_payment.html", said, row=row, filled=filled)
