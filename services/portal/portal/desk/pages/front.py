"""The front page of the desk: how much waits in each place."""

from typing import Any

from fastapi import APIRouter, Response

from portal.desk.here import TheDesk
from portal.edge.asking import TheEdge
from portal.money.view import waiting_lines
from portal.orders.view import adjustments_in
from portal.payments.view import bank_payments
from portal.recipients.view import requests_for_the_desk
from portal.staff.view import proposals_in
from portal.support.view import cases_for_the_desk
from portal.telling.reading import Page

router = APIRouter(prefix="/desk")


@router.get("")
async def front_page(here: TheDesk, edge: TheEdge) -> Response:
    """Only what the reader's roles open is counted; a long list is counted as far as a page goes."""
    db, rows_max = edge.db, edge.settings.list_rows_max
    some = Page(rows_max)
    waiting: list[dict[str, Any]] = []

    def add(name: str, path: str, rows: list[Any]) -> None:
        waiting.append({"name": name, "path": path, "count": len(rows), "is_more": len(rows) >= rows_max})

    if here.may("support"):
        add("requests", "/desk/requests", await requests_for_the_desk(db, False, some))
        add("cases", "/desk/cases", await cases_for_the_desk(db, "open", "operator", some))
    if here.may("finance"):
        add("money", "/desk/money", await waiting_lines(db, None, rows_max))
        add("bank", "/desk/bank", await bank_payments(db, True, some))
        add("corrections", "/desk/corrections", await adjustments_in(db, "proposed", some))
    if here.may("support") or here.may("finance"):
        add("proposals", "/desk/proposals", await proposals_in(db, "proposed", some))
    if here.may("operations"):
        troubles = [*await edge.runtime.what_is_set_aside(), *await edge.runtime.what_died()]
        add("running", "/desk/running", troubles)
    return here.show("desk_front.html", waiting=waiting)
