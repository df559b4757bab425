"""Speaks to Visma Sign's API, version 1, over HTTP: a document, its file, an invitation, its page, the signed file."""

import json
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

import httpx
from pydantic import BaseModel, ConfigDict

from onboarding.http_answers import Limits, trust
from onboarding.settings import OnboardingSettings
from onboarding.signing.asking import ask, provider_of, read
from onboarding.signing.service import (
    EXPIRED,
    SIGNER_UNKNOWN,
    Failed,
    Order,
    Pending,
    Signature,
    SigningServiceFault,
    Wish,
)
from onboarding.signing.visma_sign.mac import signed_headers
from onboarding.signing.visma_sign.page import pdf_of

PROVIDER: Final = "visma-sign"
_BASE: Final = "/api/v1"
_JSON, _PDF = "application/json", "application/pdf"
_ENDS: Final = {"cancelled": "cancelled", "rejected": "userCancel", "expired": EXPIRED}
"""Maps the states in which a document ends unsigned to the reasons that all providers share here."""
_IDENTIFIERS: Final = {"SE": "swedish_ssn", "DK": "danish_ssn", "NO": "norwegian_ssn", "FI": "finnish_ssn"}


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Invited(_Shape):
    uuid: str


class _Invitation(_Shape):
    uuid: str
    status: str = ""
    name: str | None = None
    identifier: str | None = None
    signing_right: str | None = None


class _Document(_Shape):
    status: str
    invitations: tuple[_Invitation, ...] = ()


class VismaSign:
    """One HTTP client for the whole process. Every method raises SigningServiceFault.

    An order is one document with one invitation, sent to nobody: the person is led to its page from ours.
    """

    def __init__(self, settings: OnboardingSettings) -> None:
        self._settings = settings
        self._limits = Limits(settings.visma_sign_timeout_s, settings.visma_sign_file_bytes_max)
        self._client = httpx.AsyncClient(
            base_url=settings.visma_sign_url.rstrip("/"), timeout=settings.visma_sign_timeout_s, verify=trust()
        )

    async def stop(self) -> None:
        await self._client.aclose()

    async def sign(self, wish: Wish) -> Order:
        """Starts an order. The invitation names the person's number, so the service lets nobody else sign."""
        made = await self._send("POST", f"{_BASE}/document/", {"document": {"name": wish.title}})
        document = _last_part(made)
        file = f"{_BASE}/document/{document}/files?filename={quote('stafett.pdf')}"
        await self._send("POST", file, pdf_of(wish.visible_text))
        asked = await self._send("POST", f"{_BASE}/document/{document}/invitations", [_invitation(wish)])
        (invited,) = read(tuple[_Invited, ...], asked)
        page = await self._send("POST", f"{_BASE}/invitation/{invited.uuid}/signature", {"returnUrl": wish.return_url})
        return Order(provider=provider_of(PROVIDER, page), order_ref=document, page=page.headers.get("Location", ""))

    async def collect(self, order_ref: str) -> Pending | Failed | Signature:
        """Asks how far the order is. A signature without the signer's number, which we compare, does not count."""
        answer = await self._send("GET", f"{_BASE}/document/{order_ref}")
        document = read(_Document, answer)
        if document.status in _ENDS:
            return Failed(_ENDS[document.status])
        if document.status != "signed":
            return Pending("")
        signed = next((each for each in document.invitations if each.identifier), None)
        if signed is None or not signed.identifier:
            return Failed(SIGNER_UNKNOWN)
        file = await self._send("GET", f"{_BASE}/document/{order_ref}/files/0")
        return Signature(
            provider=provider_of(PROVIDER, answer),
            personal_number=signed.identifier,
            name=signed.name or "",
            signed_pdf=_checked(file.content),
            declared_right=signed.signing_right or "",
        )

    async def cancel(self, order_ref: str) -> None:
        await self._send("POST", f"{_BASE}/document/{order_ref}/cancel")

    async def _send(self, method: str, path: str, body: object = None) -> httpx.Response:
        content, media_type = (body, _PDF) if isinstance(body, bytes) else (_json(body), _JSON)
        headers = signed_headers(
            method,
            path,
            content,
            media_type,
            identifier=self._settings.visma_sign_identifier,
            key=self._settings.visma_sign_key.get_secret_value(),
            at=datetime.now(UTC),  # noqa: TID251 - each attempt is dated anew, or it is refused as stale
        )
        answer = await ask(self._client, self._limits, method, path, content=content, headers=headers)
        if not answer.is_success:
            hurried = answer.status_code == httpx.codes.TOO_MANY_REQUESTS
            raise SigningServiceFault(_code(answer), temporary=hurried or answer.is_server_error)
        return answer


def _invitation(wish: Wish) -> dict[str, object]:
    return {
        "signature_type": "strong",
        "identifier_type": _IDENTIFIERS[wish.number_country],
        "identifier": wish.personal_number,
        "language": wish.language,
        "sign_as_organization": True,
        "messages": {"send_invitation_email": False, "send_invitation_sms": False},
    }


def _checked(file: bytes) -> bytes:
    if not file.startswith(b"%PDF-"):
        raise SigningServiceFault("unreadable", temporary=True)
    return file


def _json(body: object) -> bytes:
    return b"" if body is None else json.dumps(body).encode()


def _last_part(answer: httpx.Response) -> str:
    """The id at the end of a created resource's address."""
    id_: str = urlsplit(answer.headers.get("Location", "")).path.rstrip("/").rpartition("/")[2]
    if not id_:
        raise SigningServiceFault("unreadable", temporary=False)
    return id_


def _code(answer: httpx.Response) -> str:
    named = {401: "unauthorized", 403: "unauthorized", 404: "notFound", 409: "ended", 429: "busy", 503: "maintenance"}
    return named.get(answer.status_code, "internalError" if answer.is_server_error else "invalidParameters")
