"""The HTTP side of the simulated bank: paying, as people do in their internet bank, and fetching files."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

from simulators.bank.files import bgmax, camt
from simulators.bank.ledger import Ledger, Payment
from simulators.control import Control
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.serving import simulator_app

BODY_MAX_BYTES = 16 * 1024
OPERATIONS = [
    Operation("pay", "POST", "/payments"),
    Operation("reverse", "POST", "/payments/[0-9]+/reversal"),
    Operation("file", "GET", "/accounts/[^/]+/files/[^/]+"),
]


class NewPayment(BaseModel):
    """What somebody types in at their internet bank."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    account: Annotated[str, Field(pattern=r"^([A-Z]{2}[0-9A-Z]{10,32}|[0-9]{2,4}-?[0-9]{4})$")]
    amount: Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "SEK"
    reference: Annotated[str, Field(max_length=35)] = ""
    payer: Annotated[str, Field(max_length=140)] = ""
    text: Annotated[str, Field(max_length=140)] = ""


def error_body(status: int, code: str, text: str) -> dict[str, Any]:
    """The bank's own error shape."""
    return {"error": {"status": status, "code": code, "message": text}, "provider": "sim"}


def bank_app(clock: Callable[[], datetime], before: int = 0) -> FastAPI:
    """Return the simulated bank. `clock`: UTC with zone. Payments are numbered on from `before`."""
    control = Control({operation.name: REQUEST_EFFECTS for operation in OPERATIONS})
    app = simulator_app("Bank", control, OPERATIONS, error_body, BODY_MAX_BYTES)
    ledger = Ledger(clock, before)

    @app.post("/payments", status_code=201)
    async def pay(asked: NewPayment) -> dict[str, Any]:
        """Pay into an account."""
        account = asked.account.replace("-", "") if asked.account[0].isdigit() else asked.account
        return _told(ledger.pay(account, asked.amount, asked.currency, asked.reference, asked.payer, asked.text))

    @app.post("/payments/{serial}/reversal", status_code=201)
    async def reverse(serial: int) -> dict[str, Any]:
        """Take a payment back, once."""
        try:
            return _told(ledger.reverse(serial))
        except KeyError as error:
            raise HTTPException(404, f"no payment {serial} that could be taken back") from error

    @app.get("/accounts/{account}/files/{kind}")
    async def file(
        account: str, kind: Literal["camt.053", "camt.054", "bgmax"], since: int = 0, until: int | None = None
    ) -> Response:
        """What happened on an account, from one serial number to another: files may overlap, as real ones do."""
        account = account.replace("-", "")
        payments = ledger.of(account, since, until)
        if kind == "bgmax":
            try:
                return Response(bgmax(account, payments), media_type="text/plain; charset=iso-8859-1")
            except ValueError as error:
                raise HTTPException(422, str(error)) from error
        opening = ledger.balance_before(account, payments[0].serial) if payments else Decimal(0)
        return Response(camt(kind, account, payments, opening), media_type="application/xml")

    return app


def _told(payment: Payment) -> dict[str, Any]:
    return {
        "serial": payment.serial,
        "account": payment.account,
        "amount": f"{payment.signed:.2f}",
        "booked_on": payment.booked_on.isoformat(),
        "provider": "sim",
    }
