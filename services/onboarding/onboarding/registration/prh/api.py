"""Asks the Finnish register (YTJ, open data of PRH, version 3) over HTTP: open, without keys, by number or name."""

from typing import Final

import httpx

from contracts.values import CompanyHit
from nordic.finland import parse_business_id
from onboarding.http_answers import Limits, trust
from onboarding.registration.asking import ask, read
from onboarding.registration.prh.records import Companies
from onboarding.registration.registers import Signatory
from onboarding.settings import OnboardingSettings

_COMPANIES: Final = "/opendata-ytj-api/v3/companies"


class Prh:
    """One client for the whole process. Questions raise RegisterSilent when there is no answer."""

    name = "YTJ"

    def __init__(self, settings: OnboardingSettings) -> None:
        self._hits_max = settings.lookup_hits_max
        self._limits = Limits(settings.prh_timeout_s, settings.register_answer_bytes_max)
        self._client = httpx.AsyncClient(
            base_url=settings.prh_url.rstrip("/"), timeout=settings.prh_timeout_s, verify=trust()
        )

    async def start(self) -> None:
        """Starts without a request, so that the service starts even while the register is down."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]:
        """Finds the company with this Business ID, if there is one; the register demands the hyphen."""
        return await self._asked("businessId", parse_business_id(number))

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]:
        """Finds companies whose name has every word, the first few of the register's page of a hundred."""
        return (await self._asked("name", words))[: self._hits_max]

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None:
        """Always None, since the open data name no people."""
        return None

    async def _asked(self, field: str, value: str) -> tuple[CompanyHit, ...]:
        answer = await ask(self._client, self._limits, "GET", _COMPANIES, params={field: value})
        return read(Companies, answer).hits()
