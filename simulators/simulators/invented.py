"""Invented companies for the registers of Denmark, Norway and Finland: 200 in each, the same ones every time."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

COMPANIES_IN_ALL = 200
SEED = 20261121
OLDEST = date(1988, 1, 4)
NEWEST = date(2026, 6, 30)


@dataclass(frozen=True)
class Form:
    """A legal form: the register's code for it, its short name after a company's own, and its name in full."""

    code: str
    short: str
    text: str


@dataclass(frozen=True)
class Role:
    """A person who may act for a company: the register's code of the role, names and day of birth."""

    code: str
    given_name: str
    family_name: str
    born: date


@dataclass(frozen=True)
class Invented:
    """One company. `street` ends in the number of the house; no street means that the register has no address."""

    number: str
    name: str
    form: Form
    registered_on: date
    street: str
    postcode: str
    town: str
    vat_registered: bool = True
    struck_off_on: date | None = None
    bankrupt: bool = False
    protected: bool = False
    """It must not be written to with advertising (in Denmark: reklamebeskyttet)."""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Country:
    """What a country's companies are made of: names, trades, forms, streets and towns (postcode and name)."""

    first_words: str
    trades: str
    forms: tuple[Form, ...]
    streets: str
    towns: tuple[tuple[str, str], ...]
    series: str
    """The digits that invented numbers begin with, far from those of real companies."""
    number: Callable[[str], str | None]
    """Completes a number with its check digit, when there is one."""
    body_digits: int
    """How many digits a number has before its check digit."""


class InventedRegister:
    """The companies, found by number or by name."""

    def __init__(self, country: Country, named: tuple[Invented, ...]) -> None:
        self.companies = (*named, *_generated(country, COMPANIES_IN_ALL - len(named)))
        self._by_number = {company.number: company for company in self.companies}

    def by_number(self, number: str) -> Invented | None:
        """Return the company with this number, written as the register writes it."""
        return self._by_number.get(number)

    def by_name(self, words: str) -> list[Invented]:
        """Return the companies whose name holds every word, whatever the case and accents, in order of name."""
        wanted = _folded(words).split()
        found = [c for c in self.companies if wanted and all(word in _folded(c.name) for word in wanted)]
        return sorted(found, key=lambda company: company.name)


def _generated(country: Country, count: int) -> Iterator[Invented]:
    # Seeded, and nothing depends on its being unguessable: the register shall be the same in every run.
    chance = random.Random(SEED)  # noqa: S311
    firms = [f"{first} {trade}" for first in country.first_words.split() for trade in country.trades.split()]
    numbers = _numbers(country)
    for name in chance.sample(firms, count):
        form = chance.choice(country.forms)
        postcode, town = chance.choice(country.towns)
        yield Invented(
            number=next(numbers),
            name=f"{name} {form.short}",
            form=form,
            registered_on=OLDEST + timedelta(days=chance.randrange((NEWEST - OLDEST).days)),
            street=f"{chance.choice(country.streets.split())} {chance.randint(1, 98)}",
            postcode=postcode,
            town=town,
            vat_registered=chance.random() < 0.9,
        )


def _numbers(country: Country) -> Iterator[str]:
    width = country.body_digits - len(country.series)
    for serial in range(100, 10**width):
        if number := country.number(f"{country.series}{serial:0{width}}"):
            yield number


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
