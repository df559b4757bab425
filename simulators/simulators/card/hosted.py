"""The hosted payment page: choose a card type, then give the card; and the same door as JSON for tests."""

import re
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulators.card.cards import SAMPLE_CARDS, CardRefusedError, CardType, SampleCard, sample_card
from simulators.card.checkouts import Checkout, CheckoutBook, NotOpenError, Status
from simulators.control import Control, Effect
from simulators.pages import page

FORM_TYPE = "application/x-www-form-urlencoded"
DECLINED = "card_declined"


class CardGiven(BaseModel):
    """A card as it is typed. In JSON, `expiry` (MM/YY) and `cvc` may be left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    card_type: CardType
    number: Annotated[str, Field(max_length=30)]
    expiry: Annotated[str, Field(max_length=7)] | None = None
    cvc: Annotated[str, Field(max_length=4)] | None = None

    def card(self, year: int, month: int) -> SampleCard:
        """Return the test card. Raises CardRefusedError: as `sample_card`, invalid_expiry, expired or invalid_cvc."""
        card = sample_card(self.card_type, self.number)
        if self.expiry is not None:
            found = re.fullmatch(r"(0[1-9]|1[0-2]) ?/ ?(\d\d)", self.expiry, re.ASCII)
            if found is None:
                raise CardRefusedError("invalid_expiry")
            if (2000 + int(found[2]), int(found[1])) < (year, month):
                raise CardRefusedError("expired")
        if self.cvc is not None and re.fullmatch(r"\d{3}", self.cvc, re.ASCII) is None:
            raise CardRefusedError("invalid_cvc")
        return card


def add_hosted_page(app: FastAPI, book: CheckoutBook, control: Control) -> None:
    """Add the page, and the doors that pay and cancel."""
    _add_page(app, book)
    _add_doors(app, book, control)


def _add_page(app: FastAPI, book: CheckoutBook) -> None:
    @app.get("/checkout/{checkout_id}", response_class=HTMLResponse)
    async def hosted(
        request: Request,
        checkout_id: str,
        card_type: CardType | None = None,
        problem: Annotated[str, Query(max_length=40)] = "",
        abandoned: bool = False,
        another: bool = False,
    ) -> HTMLResponse:
        """Step one without a card type, step two with one, chosen here or at the shop; afterwards, how it ended."""
        checkout = book.get(checkout_id)
        if checkout is None:
            return page(request, "checkout_gone.html", status=404)
        card_type = card_type or (None if another else checkout.chosen_type)
        return page(
            request,
            "checkout.html" if checkout.status is Status.OPEN and not abandoned else "checkout_ended.html",
            form_targets=(_origin(checkout.return_url),),
            checkout=checkout,
            sum=f"{checkout.amount:,.2f}".replace(",", "\u00a0").replace(".", ","),
            card_types=[each.value for each in CardType],
            card_type=card_type.value if card_type else "",
            sample_cards=[card for card in SAMPLE_CARDS if card.type is card_type],
            problem=problem,
            abandoned=abandoned,
            back=_return_address(checkout),
        )


def _add_doors(app: FastAPI, book: CheckoutBook, control: Control) -> None:
    @app.post("/checkout/{checkout_id}/pay")
    async def pay(request: Request, checkout_id: str) -> Response:
        """Use a card. The browser is sent back to the shop, without a word of how it went: the webhook tells that."""
        checkout = _found(book, checkout_id)
        given = await _read(request)
        now = book.clock()
        try:
            card = given.card(now.year, now.month)
        except CardRefusedError as error:
            return _refused(request, checkout, given, error.code)
        rule = control.take("pay", Effect.DECLINE)
        return _ended(request, checkout, lambda: book.pay(checkout, card, (rule.code or DECLINED) if rule else None))

    @app.post("/checkout/{checkout_id}/cancel")
    async def cancel(request: Request, checkout_id: str) -> Response:
        checkout = _found(book, checkout_id)
        return _ended(request, checkout, lambda: book.cancel(checkout))


def _ended(request: Request, checkout: Checkout, work: Any) -> Response:
    try:
        work()
    except NotOpenError as error:
        if not _is_form(request):
            raise HTTPException(409, f"the checkout is {checkout.status}") from error
        return RedirectResponse(f"/checkout/{checkout.id}", 303)
    if not _is_form(request):
        told = {"provider": "sim", "id": checkout.id, "status": checkout.status.value}
        return JSONResponse(told | {"decline_code": checkout.decline_code, "return_url": _return_address(checkout)})
    if checkout.status is Status.OPEN:
        return RedirectResponse(f"/checkout/{checkout.id}?abandoned=true", 303)
    return RedirectResponse(_return_address(checkout), 303)


def _refused(request: Request, checkout: Checkout, given: CardGiven, code: str) -> Response:
    """Ask again: nothing happened to the checkout."""
    if not _is_form(request):
        return JSONResponse({"error": {"code": code, "message": "The card cannot be used."}}, 422)
    query = urlencode({"card_type": given.card_type.value, "problem": code})
    return RedirectResponse(f"/checkout/{checkout.id}?{query}", 303)


async def _read(request: Request) -> CardGiven:
    try:
        if _is_form(request):
            return CardGiven.model_validate(dict(await request.form()))
        return CardGiven.model_validate_json(await request.body())
    except ValidationError as error:
        # The input is left out of the message: it may hold a card number.
        details = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise HTTPException(422, details) from error


def _found(book: CheckoutBook, checkout_id: str) -> Checkout:
    checkout = book.get(checkout_id)
    if checkout is None:
        raise HTTPException(404, "no such checkout")
    return checkout


def _is_form(request: Request) -> bool:
    return request.headers.get("Content-Type", "").startswith(FORM_TYPE)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _return_address(checkout: Checkout) -> str:
    """Return the shop's address with the checkout's id added, and nothing about how it went."""
    parts = urlsplit(checkout.return_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("checkout_id", checkout.id)])
    return urlunsplit(parts._replace(query=query))
