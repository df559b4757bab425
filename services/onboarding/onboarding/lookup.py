"""A look-up: one question to a register, and its answer."""

from __future__ import annotations

import re
from typing import Final, assert_never

from chassis import Aggregate, Refused
from onboarding.commands import AnswerLookup, LookUpCompany
from onboarding.events import LookupAnswered, LookupEvent, LookupRequested

QUERY_MIN: Final = 2
QUERY_MAX: Final = 100
"""Characters of a query."""


def looks_like_a_number(query: str) -> bool:
    """Whether a person wrote a company number and not a name: digits, blanks and hyphens, six digits at least."""
    return re.fullmatch(r"[\d\s+-]*", query, re.ASCII) is not None and len(re.sub(r"\D", "", query)) >= 6


class Lookup(Aggregate[LookupEvent], stream="onboarding.lookup"):
    """Its id is the request's."""

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
