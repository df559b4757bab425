"""The registers of companies, one per country: the interface of each, and which countries are served."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chassis import Refused
from contracts.values import CompanyHit, Country, Personal


class RegisterSilent(Exception):
    """The register gave no usable answer: it was late, busy (429) or broken. `code` tells the waiting person which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who may sign for a company alone: the register's word for the role, names, and day of birth if known."""

    role: str
    name: Personal[str]
    born: Personal[date] | None = None


class CompanyRegister(Protocol):
    """The register of one country. Each field of a hit may be missing by itself. Every question raises RegisterSilent.

    Numbers are digits alone, checked. `signatories` is None where the register does not say who may sign.
    """

    name: str

    async def by_number(self, number: str) -> tuple[CompanyHit, ...]: ...

    async def by_name(self, words: str) -> tuple[CompanyHit, ...]: ...

    async def signatories(self, number: str) -> tuple[Signatory, ...] | None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Registers:
    """Every register that we can ask, by country."""

    def __init__(self, by_country: Mapping[Country, CompanyRegister]) -> None:
        self._by_country = by_country

    def of(self, country: Country) -> CompanyRegister:
        """Returns the country's register. Raises Refused if this installation cannot ask it."""
        if country not in self._by_country:
            raise Refused("country.not-served", country=country)
        return self._by_country[country]

    def serves(self, country: Country) -> bool:
        return country in self._by_country

    async def start(self) -> None:
        for register in self._by_country.values():
            await register.start()

    async def stop(self) -> None:
        for register in self._by_country.values():
            await register.stop()
