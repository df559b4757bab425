"""Asks Bolagsverket over HTTP: OAuth2 client credentials, by number, and by name in the index of the weekly file."""

from asyncio import Lock, get_running_loop
from typing import Any, Final

import httpx
from pydantic import BaseModel

from contracts.values import CompanyHit
from onboarding.http_answers import Limits, trust
from onboarding.registration.asking import ask, read
from onboarding.registration.bolagsverket.records import IndexRows, Organisations
from onboarding.registration.registers import Signatory
from onboarding.settings import OnboardingSettings

SCOPE: Final = "vardefulla-datamangder:read"
TOKEN_MARGIN_S: Final = 30.0
"""A token is renewed this long before it ends, so that it does not end on its way."""
_ORGANISATIONS: Final = "/vardefulla-datamangder/v1/organisationer"


class _Token(BaseModel):
    access_token: str
    expires_in: float = 3600


class Bolagsverket:
    """One client and one token for the whole process. Questions raise RegisterSilent when there is no answer."""

    name = "Bolagsverket"

    def __init__(self, settings: OnboardingSettings) -> None:
        self._settings = settings
        self._url = settings.bolagsverket_url.rstrip("/")
        self._limits = Limits(settings.bolagsverket_timeout_s, settings.register_answer_bytes_max)
        self._client = httpx.AsyncClient(timeout=settings.bolagsverket_timeout_s, verify=trust())
        self._token = ""
        self._token_ends = 0.0
        self._renewing = Lock()

    async def start(self) -> None:
        """Starts without a request, even while the register is down; the first question fetches the token."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """Finds the firms under a number of 10 or 12 digits; a person may have several."""
        body = {"identitetsbeteckning": number}
        answer = await self._send("POST", _ORGANISATIONS, json=body, headers=await self._authorised())
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._token_ends = 0.0
            answer = await self._send("POST", _ORGANISATIONS, json=body, headers=await self._authorised())
        if answer.status_code == httpx.codes.BAD_REQUEST:
            return ()  # The register has no number of this form.
        return read(Organisations, answer).hits()

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Finds companies whose name has every word, in order of name. It needs no token and has no rate limit."""
        asked = {"namn": words, "antal": str(self._settings.lookup_hits_max)}
        return read(IndexRows, await self._send("GET", "/bulk/organisationer", params=asked)).hits()

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """Always None, since the free API lists no people."""
        return None

    async def _authorised(self) -> dict[str, str]:
        async with self._renewing:
            now = get_running_loop().time()
            if now > self._token_ends - TOKEN_MARGIN_S:
                token = read(_Token, await self._asked_for_token())
                self._token, self._token_ends = token.access_token, now + token.expires_in
        return {"Authorization": f"Bearer {self._token}"}

    async def _asked_for_token(self) -> httpx.Response:
        settings = self._settings
        client = (settings.bolagsverket_client_id, settings.bolagsverket_client_secret.get_secret_value())
        address = settings.bolagsverket_token_url or "/oauth2/token"
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        return await self._send("POST", address, data=form, auth=httpx.BasicAuth(*client))

    async def _send(self, method: str, path: str, **asked: Any) -> httpx.Response:
        address = path if "://" in path else self._url + path
        return await ask(self._client, self._limits, method, address, **asked)
