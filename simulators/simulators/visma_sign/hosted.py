"""The hosted signing page, and the same door for tests and demonstrations."""

import secrets
from typing import Annotated, Any

from fastapi import FastAPI, Form, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from simulators.bankid.persons import TEST_PERSONS
from simulators.pages import page
from simulators.visma_sign.documents import Desk, Document, EndedError, Invitation, NoSuchThingError, WrongPersonError

AUTHORITIES = ("firmatecknare", "befattning", "fullmakt")
"""What a signer may say that the right to represent the organisation rests on."""


class SignerAction(BaseModel):
    """What the person does on the page: `sign` or `decline`."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    action: Annotated[str, Field(pattern="^(sign|decline)$")]
    personal_number: Annotated[str, Field(alias="personalNumber", max_length=20)] = ""
    name: Annotated[str, Field(max_length=100)] = ""
    authority: Annotated[str, Field(max_length=40)] = AUTHORITIES[0]


def add_pages(app: FastAPI, desk: Desk) -> None:
    """Add the page behind the link, and the list of what waits."""

    @app.get("/sign/{id_}", response_class=HTMLResponse)
    async def show(
        request: Request,
        id_: str,
        passphrase: Annotated[str, Query(max_length=64)] = "",
        problem: Annotated[str, Query(max_length=40)] = "",
    ) -> HTMLResponse:
        found = _opened(desk, id_, passphrase)
        if found is None:
            return page(request, "visma_gone.html", status=404)
        document, invitation = found
        return page(
            request,
            "visma_sign.html",
            document=document,
            invitation=invitation,
            persons=TEST_PERSONS,
            authorities=AUTHORITIES,
            problem=problem,
            form_targets=("http:", "https:"),
        )

    @app.post("/sign/{id_}")
    async def act_on_page(
        request: Request,
        id_: str,
        action: Annotated[str, Form()],
        person: Annotated[str, Form()] = "",
        authority: Annotated[str, Form()] = AUTHORITIES[0],
        passphrase: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        found = _opened(desk, id_, passphrase)
        if found is None:
            return page(request, "visma_gone.html", status=404)
        asked = SignerAction.model_validate({"action": action, "personalNumber": person, "authority": authority})
        problem = _carried_out(desk, *found, asked)
        if problem:
            return RedirectResponse(f"/sign/{id_}?passphrase={passphrase}&problem={problem}", 303)
        return RedirectResponse(found[1].return_url or f"/sign/{id_}?passphrase={passphrase}", 303)

    @app.get("/signer/invitations")
    async def waiting() -> dict[str, Any]:
        """What waits for a signature, newest first."""
        shown = [{"uuid": each.uuid, "document": document.name} for document, each in desk.open_invitations()]
        return {"provider": "sim", "invitations": shown}

    @app.post("/signer/invitations/{id_}")
    async def act(id_: str, asked: SignerAction) -> JSONResponse:
        """The same door as the page, as JSON: 409 when it has ended, 403 for the wrong person."""
        document, invitation = desk.invitation(id_)
        problem = _carried_out(desk, document, invitation, asked)
        status = {"": 200, "wrong_person": 403, "ended": 409, "no_number": 422}[problem]
        return JSONResponse({"provider": "sim", "status": document.status, "problem": problem or None}, status)


def _opened(desk: Desk, id_: str, passphrase: str) -> tuple[Document, Invitation] | None:
    try:
        document, invitation = desk.invitation(id_)
    except NoSuchThingError:
        return None
    right = secrets.compare_digest(invitation.passphrase.encode(), passphrase.encode())
    return (document, invitation) if right else None


def _carried_out(desk: Desk, document: Document, invitation: Invitation, asked: SignerAction) -> str:
    """Do it; return what was wrong, in a word, or nothing."""
    try:
        if asked.action == "decline":
            desk.decline(document)
            return ""
        if not asked.personal_number:
            return "no_number"
        known = {person.personal_number: person.name for person in TEST_PERSONS}
        name = asked.name or known.get(asked.personal_number, "Test Person")
        desk.sign(document, invitation, asked.personal_number, name, asked.authority)
    except EndedError:
        return "ended"
    except WrongPersonError:
        return "wrong_person"
    return ""
