"""What has happened to look-ups. Stored for ever: add fields with defaults only."""

from uuid import UUID

from chassis import Event
from contracts.values import CompanyHit, Country, Personal


class LookupRequested(Event, topic="onboarding.lookup_requested.v1"):
    person: UUID
    country: Country
    query: Personal[str]


class LookupAnswered(Event, topic="onboarding.lookup_answered.v1"):
    """The look-up has its hits; `problem` is a code when the register gave no answer at all."""

    person: UUID
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


LookupEvent = LookupRequested | LookupAnswered
