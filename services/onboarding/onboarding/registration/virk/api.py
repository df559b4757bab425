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
"""No contact details are asked for: of many companies they may not be used (reklamebeskyttet)."""


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
        """A register that is down hinders nobody's start."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """The company with this CVR number, or none."""
        return await self._search({"term": {_NUMBER: int(number)}})

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Companies whose name holds every word, the likeliest first."""
        return await self._search({"match": {_NAME: {"query": words, "operator": "and"}}})

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """The register knows rules of signature in words only, which no program should read as a right."""
        return None

    async def _search(self, query: dict[str, Any]) -> tuple[CompanyHit, ...]:
        body = {"query": query, "size": self._hits_max, "_source": list(_WANTED)}
        return read(SearchAnswer, await ask(self._client, self._limits, "POST", _SEARCH, json=body)).hits()
