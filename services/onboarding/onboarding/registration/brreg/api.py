"""Asks the Norwegian register over HTTP: open, without keys; by number, by name, and who holds which role."""

from typing import Any, Final

import httpx

from contracts.values import CompanyHit
from onboarding.http_answers import Limits, trust
from onboarding.registration.asking import ask, read
from onboarding.registration.brreg.records import Roles, Unit, Units
from onboarding.registration.registers import Signatory
from onboarding.settings import OnboardingSettings

_UNITS: Final = "/enhetsregisteret/api/enheter"
_NOBODY: Final = (httpx.codes.NOT_FOUND, httpx.codes.GONE, httpx.codes.BAD_REQUEST)
"""Nobody has the number, or has it any more, or can have it."""


class Brreg:
    """One client for the whole process. Questions raise RegisterSilent when there is no answer."""

    name = "Enhetsregisteret"

    def __init__(self, settings: OnboardingSettings) -> None:
        self._hits_max = settings.lookup_hits_max
        self._limits = Limits(settings.brreg_timeout_s, settings.register_answer_bytes_max)
        self._client = httpx.AsyncClient(
            base_url=settings.brreg_url.rstrip("/"),
            timeout=settings.brreg_timeout_s,
            verify=trust(),
            headers={"Accept": "application/json"},
        )

    async def start(self) -> None:
        """A register that is down hinders nobody's start."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """The unit with this number, or none."""
        answer = await self._get(f"{_UNITS}/{number}")
        return () if answer.status_code in _NOBODY else (read(Unit, answer).hit(),)

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Units whose name holds every word, the likeliest first."""
        return read(Units, await self._get(_UNITS, navn=words, size=str(self._hits_max))).hits()

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """Who may sign alone: the owner, the managing director, or who holds the right of signature."""
        answer = await self._get(f"{_UNITS}/{number}/roller")
        return None if answer.status_code in _NOBODY else read(Roles, answer).signatories()

    async def _get(self, path: str, **asked: Any) -> httpx.Response:
        return await ask(self._client, self._limits, "GET", path, params=asked)
