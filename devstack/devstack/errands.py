"""What people do outside the portal, and what the operator's staff do: paying at the bank, bank files, long imports."""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from devstack.journey import PASSWORD, Problem, Visitor, until

IMPORT_PATIENCE_S = 120.0
STEP_S, DIGITS = 30, 6


async def order_by_transfer(person: Visitor, quantity: int) -> dict[str, Any]:
    """Orders a cart by transfer at the price that is shown; returns the order once its invoice is issued."""
    cart = await person.own("PUT", "/cart", json={"item": "invoice", "quantity": quantity})
    terms = (await person.call("GET", "/terms"))["terms_of_sale"]
    order = {"payment": "transfer", "terms_version": terms["version"], "total_seen": cart["total"]}
    placed = await person.own("POST", "/orders", json=order)

    async def invoiced() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/orders/{placed['order']}")
        return page if page["transfer"] and page["transfer"]["invoice_number"] else None

    return await until(invoiced, "the invoice of the order")


async def order_in(person: Visitor, order: str, status: str) -> dict[str, Any]:
    """Waits until the order has this status, and returns its page."""

    async def reached() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/orders/{order}")
        return page if page["status"] == status else None

    return await until(reached, f"an order that is {status}")


class Bank:
    """The simulated bank: people pay, and the account's owner fetches files."""

    def __init__(self, url: str, account: str) -> None:
        self._url = url
        self._account = account

    async def pay(self, amount: str, reference: str, payer: str) -> int:
        """Pays as somebody does in an internet bank; returns the bank's own number of the payment."""
        paid = {"account": self._account, "amount": amount, "reference": reference, "payer": payer}
        async with httpx.AsyncClient(base_url=self._url) as bank:
            answer = await bank.post("/payments", json=paid)
            answer.raise_for_status()
            return int(answer.json()["serial"])

    async def file(self, kind: str, since: int) -> bytes:
        """Fetches a file in `camt.053`, `camt.054` or `bgmax`, from one payment on."""
        async with httpx.AsyncClient(base_url=self._url) as bank:
            answer = await bank.get(f"/accounts/{self._account}/files/{kind}", params={"since": since})
            answer.raise_for_status()
            return answer.content


async def upload_bank_file(desk: Visitor, content: bytes, name: str = "bank.xml") -> dict[str, Any]:
    taken: dict[str, Any] = await desk.call(
        "POST", "/desk/bank-files/attachments", params={"name": name}, content=content
    )
    return taken


async def import_customers(
    person: Visitor, content: bytes, name: str, *, dry_run: bool, columns: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], list[int]]:
    """Imports a file; returns the import's page when every row is done, and how far it had come at each look.

    `columns` names a field's column where its header is not one that is recognised.
    """
    file = await person.own("POST", "/customer-registers/files", params={"name": name}, content=content)
    body = {"file": file, "dry_run": dry_run, "columns": dict(columns or {})}
    begun = await person.own("POST", "/customer-registers", json=body)
    seen: list[int] = []

    async def done() -> dict[str, Any] | None:
        page: dict[str, Any] = await person.own("GET", f"/customer-registers/{begun['upload']}")
        seen.append(page["rows_done"])
        return page if page["status"] == "done" else None

    return await until(done, "the import to be done", IMPORT_PATIENCE_S), seen


async def at_the_desk(desk: Visitor, folder: Path) -> Visitor:
    """Logs one of the operator's staff in, after signing them up and turning on the second factor where that is needed.

    The desk asks for a code of an app. The app's secret, and the session, are kept in the network's own folder: a code
    opens once, and whoever comes again within half a minute is still logged in.
    """
    phone = folder / "phones" / f"{desk.email}.json"
    if phone.exists():
        kept = json.loads(phone.read_text())
        desk.http.headers["authorization"] = f"Bearer {kept['token']}"
        if not (await desk.http.get("/api/v1/me")).is_success:
            await desk.log_in(code_of(kept["secret"], time.time()))
    else:
        try:
            await desk.log_in()
        except Problem:
            await desk.sign_up()
        kept = await desk.call("POST", "/me/second-factor", json={"current": PASSWORD})
        code = code_of(kept["secret"], time.time())
        await desk.call("POST", "/me/second-factor/confirm", json={"code": code})
    phone.parent.mkdir(mode=0o700, exist_ok=True)
    token = desk.http.headers["authorization"].removeprefix("Bearer ")
    phone.write_text(json.dumps({"secret": kept["secret"], "token": token}))
    return desk


def code_of(secret: str, seconds: float) -> str:
    """The six digits that an app shows at a time (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, int(seconds // STEP_S).to_bytes(8, "big"), "sha1")
    place = mac[-1] & 15
    return f"{int.from_bytes(mac[place : place + 4], 'big') % 2**31 % 10**DIGITS:0{DIGITS}}"
