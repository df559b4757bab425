"""Speaks to BankID's relying-party API, version 6.0, over HTTP with mutual TLS."""

import base64
import ssl
from typing import Any, Final

import httpx
from pydantic import BaseModel, Field, ValidationError

from onboarding.http_answers import Limits
from onboarding.settings import OnboardingSettings
from onboarding.signing.asking import ask, provider_of, read
from onboarding.signing.service import Failed, Order, Pending, Signature, SigningServiceFault, Wish

PROVIDER: Final = "bankid"
_TEMPORARY: Final = {"requestTimeout", "internalError", "maintenance"}


class _Started(BaseModel):
    order_ref: str = Field(alias="orderRef")
    start_token: str = Field(alias="autoStartToken")
    qr_start_token: str = Field(alias="qrStartToken")
    qr_start_secret: str = Field(alias="qrStartSecret")


class _User(BaseModel):
    personal_number: str = Field(alias="personalNumber")
    name: str


class _Completion(BaseModel):
    user: _User
    signature: str
    ocsp_response: str = Field(alias="ocspResponse")


class _Collected(BaseModel):
    status: str
    hint_code: str = Field("", alias="hintCode")
    completion: _Completion | None = Field(None, alias="completionData")


class _Problem(BaseModel):
    code: str = Field("", alias="errorCode")


class BankId:
    """One HTTP client for the whole process. Every method raises SigningServiceFault."""

    def __init__(self, settings: OnboardingSettings) -> None:
        self._url = settings.bankid_url.rstrip("/")
        self._limits = Limits(settings.bankid_timeout_s, settings.bankid_answer_bytes_max)
        self._client = httpx.AsyncClient(timeout=settings.bankid_timeout_s, verify=_trust(settings))

    async def stop(self) -> None:
        await self._client.aclose()

    async def sign(self, wish: Wish) -> Order:
        """Starts an order. Version 6 cannot start by personal number, which is only a requirement on who signs."""
        answer = await self._post(
            "sign",
            {
                "endUserIp": wish.ip_address,
                "requirement": {"personalNumber": wish.personal_number},
                "userVisibleData": base64.b64encode(wish.visible_text.encode()).decode(),
            },
        )
        started = read(_Started, answer)
        return Order(
            provider=provider_of(PROVIDER, answer),
            order_ref=started.order_ref,
            start_token=started.start_token,
            qr_start_token=started.qr_start_token,
            qr_start_secret=started.qr_start_secret,
        )

    async def collect(self, order_ref: str) -> Pending | Failed | Signature:
        answer = await self._post("collect", {"orderRef": order_ref})
        collected = read(_Collected, answer)
        if collected.status == "pending":
            return Pending(collected.hint_code)
        if collected.status != "complete" or collected.completion is None:
            return Failed(collected.hint_code or collected.status)
        completion = collected.completion
        return Signature(
            provider=provider_of(PROVIDER, answer),
            personal_number=completion.user.personal_number,
            name=completion.user.name,
            signature=completion.signature,
            ocsp_response=completion.ocsp_response,
        )

    async def cancel(self, order_ref: str) -> None:
        await self._post("cancel", {"orderRef": order_ref})

    async def _post(self, operation: str, body: dict[str, Any]) -> httpx.Response:
        answer = await ask(self._client, self._limits, "POST", f"{self._url}/{operation}", json=body)
        if not answer.is_success:
            code = _code(answer)
            raise SigningServiceFault(code, temporary=code in _TEMPORARY or answer.is_server_error)
        return answer


def _code(answer: httpx.Response) -> str:
    """The service's own error code; where there is none, as in a proxy's answer, the nearest one."""
    try:
        named = _Problem.model_validate_json(answer.content).code
    except ValidationError:
        named = ""
    return named or ("internalError" if answer.is_server_error else "invalidParameters")


def _trust(settings: OnboardingSettings) -> ssl.SSLContext:
    authority = settings.bankid_authority_file
    context = ssl.create_default_context(cafile=str(authority) if authority else None)
    if settings.bankid_certificate_file:
        context.load_cert_chain(settings.bankid_certificate_file)
    return context
