"""The signer's phone: a page for people, and the same door for tests and demonstrations."""

import base64
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from simulators.bankid.orders import (
    FAILED_HINTS,
    PENDING_HINTS,
    NoSuchOrderError,
    NotAGenuineCodeError,
    Order,
    OrderBook,
    OrderEndedError,
)
from simulators.bankid.persons import TEST_PERSONS, Person
from simulators.pages import page

OTHER_PERSON = "other"
FORM_TYPE = "application/x-www-form-urlencoded"

Shape = TypeVar("Shape", bound=BaseModel)


class PhoneAction(BaseModel):
    """What the person does: `scan`, `sign`, `cancel`, or any hint code to put the order there."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    action: str = Field(max_length=40)
    personal_number: str | None = Field(None, alias="personalNumber", max_length=13)
    name: str | None = Field(None, max_length=100)

    def person(self) -> Person | None:
        """Return who acts; a test person needs no name. Raises ValueError for an invalid number."""
        if not self.personal_number:
            return None
        digits = self.personal_number.replace("-", "")
        known = next((person.name for person in TEST_PERSONS if person.personal_number == digits), "Test Person")
        return Person(digits, self.name or known)


class ScannedCode(BaseModel):
    """A QR text read by the phone's camera."""

    model_config = ConfigDict(extra="forbid")

    qr: str = Field(max_length=200)


def add_phone(app: FastAPI, book: OrderBook) -> None:
    """Add the phone's pages and its JSON API."""
    _add_pages(app, book)
    _add_actions(app, book)


def _add_pages(app: FastAPI, book: OrderBook) -> None:
    @app.get("/", include_in_schema=False)
    async def app_link(request: Request) -> RedirectResponse:
        """Where app.bankid.com/?autostarttoken=...&redirect=... would open the app."""
        return RedirectResponse(f"/phone?{request.url.query}" if request.url.query else "/phone", 303)

    @app.get("/phone", response_class=HTMLResponse)
    async def phone(
        request: Request,
        autostarttoken: Annotated[str, Query(max_length=64)] = "",
        redirect: Annotated[str, Query(max_length=2000)] = "",
        problem: Annotated[str, Query(max_length=200)] = "",
    ) -> HTMLResponse:
        """The open orders; or one order, which counts as started once the app shows it."""
        if not autostarttoken:
            shown = [_shown(order) for order in book.on_the_phone()]
            return page(request, "phone.html", orders=shown, problem=problem)
        try:
            order = book.start(book.by_auto_start_token(autostarttoken))
        except NoSuchOrderError:
            return page(request, "phone_gone.html", status=404, back=_web_address(redirect))
        return page(
            request,
            "phone_order.html",
            order=_shown(order),
            required=order.request.personal_number,
            persons=TEST_PERSONS,
            pending_hints=sorted(PENDING_HINTS),
            failed_hints=sorted(FAILED_HINTS),
            back=_web_address(redirect),
            problem=problem,
        )

    @app.get("/phone/orders")
    async def orders() -> dict[str, Any]:
        return {"provider": "sim", "orders": [_shown(order) for order in book.on_the_phone()]}


def _add_actions(app: FastAPI, book: OrderBook) -> None:
    @app.post("/phone/scan")
    async def scan(request: Request) -> Response:
        """Read a code: {"qr": "bankid...."} -> the order. 400 when it is forged, foreign or old."""
        asked = await _read(request, ScannedCode)
        try:
            order = book.scan(asked.qr)
        except NotAGenuineCodeError as error:
            return _answer(request, None, str(error), 400)
        return _answer(request, order)

    @app.post("/phone/orders/{auto_start_token}")
    async def act(request: Request, auto_start_token: str) -> Response:
        """Do one thing with an order: the same door for the page's form and for JSON."""
        asked = await _read(request, PhoneAction)
        order = book.by_auto_start_token(auto_start_token)
        try:
            _carry_out(book, order, asked)
        except OrderEndedError:
            return _answer(request, order, "the order has ended", 409)
        except ValueError as error:
            return _answer(request, order, str(error), 422)
        return _answer(request, order)


def _carry_out(book: OrderBook, order: Order, asked: PhoneAction) -> None:
    person = asked.person()
    if asked.action == "sign":
        if person is None:
            raise ValueError("personalNumber is needed to sign")
        book.sign(order, person)
    elif asked.action == "scan":
        if person is None:
            book.start(order)
        else:
            book.identify(order, person)
    else:
        book.hint(order, "userCancel" if asked.action == "cancel" else asked.action)


async def _read(request: Request, shape: type[Shape]) -> Shape:
    """Read a body that is JSON, or the form of the page. Raises HTTPException 422."""
    try:
        if not _is_form(request):
            return shape.model_validate_json(await request.body())
        sent = {name: str(value) for name, value in (await request.form()).items()}
        chosen = sent.pop("person", OTHER_PERSON)
        if chosen != OTHER_PERSON:
            sent |= {"personalNumber": chosen, "name": ""}
        return shape.model_validate(sent)
    except ValidationError as error:
        raise HTTPException(422, str(error)) from error


def _answer(request: Request, order: Order | None, problem: str = "", status: int = 200) -> Response:
    """Answer JSON with JSON, and the page's form with the page."""
    if not _is_form(request):
        return JSONResponse({"error": problem} if problem else _shown(order) if order else {}, status)
    query = {"problem": problem} if problem else {}
    if order:
        query |= {"autostarttoken": order.auto_start_token, "redirect": request.query_params.get("redirect", "")}
    return RedirectResponse(f"/phone?{urlencode(query)}", 303)


def _is_form(request: Request) -> bool:
    return request.headers.get("Content-Type", "").startswith(FORM_TYPE)


def _shown(order: Order) -> dict[str, Any]:
    asked = order.request
    return {
        "provider": "sim",
        "autoStartToken": order.auto_start_token,
        "kind": asked.kind,
        "status": order.status,
        "hintCode": order.hint_code or None,
        "text": base64.b64decode(asked.visible_data).decode(),
        "endUserIp": asked.end_user_ip,
        "openedAt": order.opened_at.isoformat(),
    }


def _web_address(redirect: str) -> str:
    """Return where to go back to when it is a web address; anything else, such as a script, is dropped."""
    return redirect if urlsplit(redirect).scheme in ("http", "https") else ""
