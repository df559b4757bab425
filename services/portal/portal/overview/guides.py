"""Step by step, for everybody: how one comes to receive e-invoices, and how one comes to send them (S0-06)."""

from typing import Literal

from fastapi import APIRouter, Response

from portal.edge.reader import TheReader

router = APIRouter(prefix="/guide")

STEPS = {
    "receive": ("invitation", "account", "company", "accept", "done"),
    "send": ("invitation", "account", "company", "terms", "sign", "address", "account_number", "done"),
}


@router.get("/{aim}")
async def guide(aim: Literal["receive", "send"], reader: TheReader) -> Response:
    return reader.page("guide.html", aim=aim, steps=STEPS[aim])
