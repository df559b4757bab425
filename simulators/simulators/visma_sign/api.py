"""The HTTP API of the simulated Visma Sign, version 1: documents, files, invitations, status and the signed file."""

import secrets
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

from simulators.control import Control
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.serving import simulator_app
from simulators.visma_sign.documents import Desk, Document, EndedError, Invitation, NoSuchThingError
from simulators.visma_sign.hosted import add_pages
from simulators.visma_sign.mac import NotAuthorisedError, Organisation, Signed

BODY_MAX_BYTES = 15_000_000
BASE = "/api/v1"
_ID = "[^/]+"
OPERATIONS = [
    Operation("document", "POST", f"{BASE}/document/?"),
    Operation("file", "POST", f"{BASE}/document/{_ID}/files"),
    Operation("invite", "POST", f"{BASE}/document/{_ID}/invitations"),
    Operation("status", "GET", f"{BASE}/document/{_ID}"),
    Operation("download", "GET", f"{BASE}/document/{_ID}/files/{_ID}"),
    Operation("cancel", "POST", f"{BASE}/document/{_ID}/cancel"),
    Operation("fulfil", "POST", f"{BASE}/invitation/{_ID}/signature"),
]
EFFECTS = {operation.name: REQUEST_EFFECTS for operation in OPERATIONS}


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Named(_Lenient):
    """The document's name, as its reader sees it."""

    name: Annotated[str, Field(min_length=1, max_length=255)]


class NewDocument(_Lenient):
    """The body of POST document."""

    document: Named


class NewInvitation(_Lenient):
    """One element of the body of POST invitations."""

    signature_type: Literal["strong", "hand"] = "strong"
    identifier_type: str = ""
    identifier: str = ""
    language: Literal["sv", "da", "nb", "fi", "en"] = "en"
    sign_as_organization: bool = False
    email: str | None = None
    name: str | None = None


class Fulfilment(_Lenient):
    """The body of POST signature: where the person comes back to."""

    return_url: Annotated[str, Field(alias="returnUrl", max_length=2000, pattern="^https?://")]


def visma_sign_app(
    organisation: Organisation, clock: Callable[[], datetime], public_url: str = "", desk: Desk | None = None
) -> FastAPI:
    """Return the simulated API and its hosted page. `public_url`: where people reach it; else as it was asked."""
    known = desk or Desk(clock)
    app = simulator_app("Visma Sign API v1", Control(EFFECTS), OPERATIONS, _error, BODY_MAX_BYTES)
    _answer_errors(app)

    async def authorised(request: Request, proceed: Callable[[Request], Awaitable[Response]]) -> Response:
        """Nothing of a request is read before it is known to be the organisation's own."""
        if request.url.path.startswith(f"{BASE}/"):
            try:
                organisation.check(request.headers.get("Authorization", ""), await _signed(request), clock)
            except NotAuthorisedError as met:
                return JSONResponse(_error(401, "", str(met)), 401)
        return await proceed(request)

    # Innermost: after the stamp and the limit on bodies.
    app.user_middleware.append(Middleware(BaseHTTPMiddleware, dispatch=authorised))

    _add_documents(app, known)
    _add_invitations(app, known, public_url)
    add_pages(app, known)
    return app


async def _signed(request: Request) -> Signed:
    headers = request.headers
    query = f"?{request.url.query}" if request.url.query else ""
    return Signed(
        request.method,
        request.url.path + query,
        headers.get("Content-Type", ""),
        headers.get("Date", ""),
        headers.get("Content-MD5", ""),
        await request.body(),
    )


def _add_documents(app: FastAPI, desk: Desk) -> None:
    @app.post(f"{BASE}/document/", status_code=201)
    async def create(body: NewDocument, response: Response) -> dict[str, str]:
        document = desk.create(body.document.name)
        response.headers["Location"] = f"{BASE}/document/{document.uuid}"
        return {"uuid": document.uuid}

    @app.post(f"{BASE}/document/{{id_}}/files", status_code=201)
    async def add_file(
        id_: str, request: Request, filename: Annotated[str, Query(min_length=1, max_length=255)]
    ) -> dict[str, str]:
        document = desk.document(id_)
        content = await request.body()
        if request.headers.get("Content-Type") != "application/pdf" or not content.startswith(b"%PDF-"):
            raise AnyHTTPException(400, "Only a PDF can be signed.")
        document.file_name, document.file = filename, content
        return {"uuid": str(uuid.uuid4())}

    @app.get(f"{BASE}/document/{{id_}}")
    async def status(id_: str) -> dict[str, Any]:
        return _shown(desk.document(id_))

    @app.get(f"{BASE}/document/{{id_}}/files/0")
    async def download(id_: str) -> Response:
        return Response(desk.document(id_).file, media_type="application/pdf")

    @app.post(f"{BASE}/document/{{id_}}/cancel", status_code=204)
    async def cancel(id_: str) -> None:
        desk.cancel(desk.document(id_))


def _add_invitations(app: FastAPI, desk: Desk, public_url: str) -> None:
    @app.post(f"{BASE}/document/{{id_}}/invitations", status_code=201)
    async def invite(
        id_: str, body: Annotated[list[NewInvitation], Field(min_length=1, max_length=80)]
    ) -> list[dict[str, str]]:
        document = desk.document(id_)
        invited = [
            Invitation(
                str(uuid.uuid4()),
                secrets.token_urlsafe(6),
                asked.identifier_type,
                asked.identifier,
                asked.language,
                asked.sign_as_organization,
            )
            for asked in body
        ]
        for each in invited:
            desk.invite(document, each)
        return [{"uuid": each.uuid, "status": "new", "passphrase": each.passphrase} for each in invited]

    @app.post(f"{BASE}/invitation/{{id_}}/signature", status_code=201)
    async def fulfil(id_: str, body: Fulfilment, request: Request, response: Response) -> dict[str, str]:
        """Where the person goes to sign now; the passphrase opens the page for nobody else."""
        document, invitation = desk.invitation(id_)
        if document.status != "pending":
            raise EndedError
        invitation.return_url = body.return_url
        base = public_url or str(request.base_url).rstrip("/")
        response.headers["Location"] = f"{base}/sign/{invitation.uuid}?passphrase={invitation.passphrase}"
        return {}


def _shown(document: Document) -> dict[str, Any]:
    return {
        "uuid": document.uuid,
        "name": document.name,
        "status": document.status,
        "provider": "sim",
        "files": [{"filename": document.file_name}] if document.file else [],
        "invitations": [
            {
                "uuid": each.uuid,
                "status": "signed" if each.signer else "new",
                "signature_type": "strong",
                "identifier_type": each.identifier_type,
                "identifier": each.signer_number or each.identifier,
                "name": each.signer,
                "sign_as_organization": each.sign_as_organization,
                "language": each.language,
                "signing_right": each.authority,
            }
            for each in document.invitations
        ],
    }


def _error(status: int, code: str, detail: str) -> dict[str, Any]:
    return {"error": code or detail, "validation_errors": []}


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(NoSuchThingError)
    async def nothing(_request: Request, _met: NoSuchThingError) -> JSONResponse:
        return JSONResponse(_error(404, "", "not found"), 404)

    @app.exception_handler(EndedError)
    async def ended(_request: Request, _met: EndedError) -> JSONResponse:
        return JSONResponse(_error(409, "", "the document cannot be changed any more"), 409)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, met: RequestValidationError) -> JSONResponse:
        found = [".".join(str(part) for part in each["loc"][1:]) for each in met.errors()]
        return JSONResponse({"error": "validation failed", "validation_errors": found}, 400)

    @app.exception_handler(AnyHTTPException)
    async def refused(_request: Request, met: AnyHTTPException) -> JSONResponse:
        return JSONResponse(_error(met.status_code, "", str(met.detail)), met.status_code)
