"""Asks the Danish register (CVR) at Virk over HTTP: Elasticsearch behind a user and a password."""

from typing import Any, Final

import httpx

from contracts.values import CompanyHit
from onboarding.http_answers import Limits, trust
from onboarding.registration.asking import ask, read
from onboarding.registration.registers import Signatory
from onboarding.registration.virk.records import SearchAnswer
from onboarding.settings import OnboardingSettings

_SEARCH: Final = "/cvr-permanent/virksomhed/_search"
_NUMBER: Final = "Vrvirksomhed.cvrNummer"
_NAME: Final = "Vrvirksomhed.virksomhedMetadata.nyesteNavn.navn"
_WANTED: Final = ("Vrvirksomhed.cvrNummer", "Vrvirksomhed.virksomhedMetadata", "Vrvirksomhed.livsforloeb")
"""The fields that are asked for: no contact details, whose use many companies forbid (reklamebeskyttet)."""


class Virk:
    """One client for the whole process. Questions raise RegisterSilent when there is no answer."""

    name = "CVR"

    def __init__(self, settings: OnboardingSettings) -> None:
        self._hits_max = settings.lookup_hits_max
        self._limits = Limits(settings.virk_timeout_s, settings.register_answer_bytes_max)
        self._client = httpx.AsyncClient(
            base_url=settings.virk_url.rstrip("/"),
            timeout=settings.virk_timeout_s,
            verify=trust(),
            auth=httpx.BasicAuth(settings.virk_user, settings.virk_password.get_secret_value()),
        )

    async def start(self) -> None:
        """Starts without a request, so that the service starts even while the register is down."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """Finds the company with this CVR number, if there is one."""
        return await self._search({"term": {_NUMBER: int(number)}})

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Finds companies whose name has every word, the most likely first."""
        return await self._search({"match": {_NAME: {"query": words, "operator": "and"}}})

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """Always None: the register has rules of signature only as free text, which a program cannot rely on."""
        return None

    async def _search(self, query: dict[str, Any]) -> tuple[CompanyHit, ...]:
        body = {"query": query, "size": self._hits_max, "_source": list(_WANTED)}
        return read(SearchAnswer, await ask(self._client, self._limits, "POST", _SEARCH, json=body)).hits()
