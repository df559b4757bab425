"""Orders: the list, one order with what is so of it (waiting, paid, refused), its receipt, and the way to the card."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from contracts.operator import operator
from portal.companies.here import CompanyPage, TheAdminsCompany, TheCompany
from portal.credits.api import accounts as accounts_in
from portal.credits.view import left_of
from portal.edge.acts import NOTHING_SAID, Said, act
from portal.edge.asking import Edge, TheEdge
from portal.edge.forms import TheForm, go
from portal.orders import api

router = APIRouter(prefix="/c/{company}/orders")

TONES = {
    "placed": "info",
    "accepted": "info",
    "awaiting-payment": "warning",
    "paid": "success",
    "cancelled": "neutral",
    "expired": "neutral",
    "refused": "danger",
    "charged-back": "danger",
}
"""By the status of an order, which is called `order_status.<status>`."""
OPEN = ("placed", "accepted", "awaiting-payment")
LOOK_AGAIN_S = 2
LOOKS_MAX = 30
"""So often the page looks by itself for word from the card company; then the reader does."""
VAT_NOTES = {"Reverse charge": "order.reverse_charge", "Outside the scope": "order.outside_eu"}
"""How a note on VAT begins, as the wallet writes it, and what we call it."""


@router.get("")
async def orders_page(here: TheCompany, edge: TheEdge) -> Response:
    rows = await api.orders(here.acting, edge)
    return here.show("orders.html", rows=rows, tones=TONES, rows_max=edge.settings.list_rows_max)


@router.get("/{order}")
async def order_page(order: UUID, here: TheCompany, edge: TheEdge, checkout_id: str = "", looked: int = 0) -> Response:
    """`checkout_id` says that the reader comes back from the card's page, which does not say how it went there."""
    return await _order(here, edge, order, NOTHING_SAID, checkout_id[:100], looked)


@router.get("/{order}/pay")
async def pay_page(order: UUID, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """Leads on to the card's page, by the header `Refresh`: a form may lead nowhere outside (`form-action`)."""
    row = await api.order_of(order, here.acting.company, edge)
    if row["status"] not in OPEN or row["payment"] != "card":
        return go(f"{here.path}/orders/{order}")
    response = here.show("pay.html", order=row)
    response.headers["refresh"] = f"0;url={row['payment_url']}" if row["payment_url"] else str(LOOK_AGAIN_S)
    return response


@router.post("/{order}/cancel")
async def cancel(order: UUID, form: TheForm, here: TheAdminsCompany, edge: TheEdge) -> Response:
    """The goods stay in the cart, so that is where it leads (S1-13)."""

    async def route(request: UUID, response: Response) -> Any:
        return await api.cancel(order, here.acting, request, response, edge)

    again = partial(_order, here, edge, order)
    return await act(form, here.reader, route, done=f"{here.path}/credits", again=again)


async def _order(
    here: CompanyPage, edge: Edge, order: UUID, said: Said, checkout: str = "", looked: int = 0
) -> Response:
    row = await api.order_page(order, here.acting, edge)
    waits = bool(checkout) and row["status"] in OPEN and checkout in (row["payment_url"] or "")
    accounts = {account["id"]: account for account in await accounts_in(here.acting, edge)}
    account = accounts.get(row["account"], {})
    note = row["vat_note"] or ""
    response = here.show(
        "order.html",
        said=said,
        order=row,
        transfer=row["transfer"],
        waits=waits,
        is_open=row["status"] in OPEN,
        tone=TONES[row["status"]],
        account_name=account.get("name", ""),
        mailed_to=account.get("email") or here.company["contact_email"],
        note=next((here.reader.t(key) for start, key in VAT_NOTES.items() if note.startswith(start)), note),
        left_klip=(await left_of(edge.db, here.acting.company)).get("invoice", 0),
        may_buy=here.may("admin"),
        seller=operator(edge.settings.operator_file),
        decimal=Decimal,
    )
    if (waits or _invoice_comes(row)) and looked < LOOKS_MAX:
        again = urlencode({**({"checkout_id": checkout} if checkout else {}), "looked": looked + 1})
        response.headers["refresh"] = f"{LOOK_AGAIN_S};url={here.path}/orders/{order}?{again}"
    return response


def _invoice_comes(row: Mapping[str, Any]) -> bool:
    """An order by transfer has its invoice a moment after it was submitted."""
    return row["status"] in OPEN and bool(row["transfer"]) and not row["transfer"]["invoice_number"]
