"""The registers of companies, one per country: what we need of each, and which countries are served."""

from collections.abc import Mapping
from typing import Protocol

from chassis import Refused
from contracts.values import CompanyHit, Country


class RegisterSilent(Exception):
    """The register gave no answer: late, hurried (429) or broken. `code` says which, for the person who waits."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CompanyRegister(Protocol):
    """The register of one country. Each field of a hit may be missing by itself. Both raise RegisterSilent."""

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]: ...

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Registers:
    """Every register that we can ask, by country."""

    def __init__(self, by_country: Mapping[Country, CompanyRegister]) -> None:
        self._by_country = by_country

    def of(self, country: Country) -> CompanyRegister:
        """Raises Refused for a country whose register we cannot ask yet."""
        if country not in self._by_country:
            raise Refused("country.not-served", country=country)
        return self._by_country[country]

    async def start(self) -> None:
        for register in self._by_country.values():
            await register.start()

    async def stop(self) -> None:
        for register in self._by_country.values():
            await register.stop()
