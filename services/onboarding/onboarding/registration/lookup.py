"""A look-up: one question to a register, and its answer."""

from __future__ import annotations

import re
from typing import Final, assert_never

from chassis import Aggregate, Refused
from contracts.values import Country
from onboarding.companies.company_number import checked_company_number
from onboarding.registration.commands import AnswerLookup, LookUpCompany
from onboarding.registration.events import LookupAnswered, LookupEvent, LookupRequested

QUERY_MIN: Final = 2
QUERY_MAX: Final = 100
"""How many characters a query may have."""
DIGITS_MIN: Final = 6
_NUMBER: Final = re.compile(r"(SE|DK|NO|FI)?(?P<number>[\d\s.+-]*)(MVA)?", re.ASCII)


def number_in(country: Country, query: str) -> str:
    """The company number that a person wrote, as digits; empty when they wrote a name.

    Digits, blanks and hyphens, six digits at least, with the letters that a VAT number has around them. Raises Refused
    for a number that nobody can have.
    """
    written = _NUMBER.fullmatch(query.strip().upper())
    if written is None or len(re.sub(r"\D", "", query)) < DIGITS_MIN:
        return ""
    return checked_company_number(country, written["number"])


class Lookup(Aggregate[LookupEvent], stream="onboarding.lookup", id_field="request"):
    """One look-up, with the id of its request."""

    answered: bool = False
    request: LookupRequested | None = None

    def ask(self, command: LookUpCompany) -> None:
        if self.exists:
            return
        length = len(command.query.reveal().strip())
        if not QUERY_MIN <= length <= QUERY_MAX:
            raise Refused("lookup.query-length", length_min=QUERY_MIN, length_max=QUERY_MAX)
        self.record(LookupRequested(person=command.person, country=command.country, query=command.query))

    def answer(self, command: AnswerLookup) -> None:
        if self.answered or self.request is None:
            return
        self.record(LookupAnswered(person=self.request.person, hits=command.hits, problem=command.problem))

    def evolve(self, event: LookupEvent) -> None:
        match event:
            case LookupRequested():
                self.request = event
            case LookupAnswered():
                self.answered = True
            case _:
                assert_never(event)
