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
"""The statuses for a number that does not exist, no longer exists, or cannot exist."""


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
        """Starts without a request, so that the service starts even while the register is down."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """Finds the unit with this number, if there is one."""
        answer = await self._get(f"{_UNITS}/{number}")
        return () if answer.status_code in _NOBODY else (read(Unit, answer).hit(),)

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Finds units whose name has every word, the most likely first."""
        return read(Units, await self._get(_UNITS, navn=words, size=str(self._hits_max))).hits()

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """Lists who may sign alone: the owner, the managing director, or a holder of the right of signature."""
        answer = await self._get(f"{_UNITS}/{number}/roller")
        return None if answer.status_code in _NOBODY else read(Roles, answer).signatories()

    async def _get(self, path: str, **asked: Any) -> httpx.Response:
        return await ask(self._client, self._limits, "GET", path, params=asked)
