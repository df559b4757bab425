"""What has happened to look-ups. Stored for ever: add fields with defaults only."""

from chassis import Event
from contracts.values import CompanyHit, Country, Personal, PersonId


class LookupRequested(Event, topic="onboarding.lookup_requested.v1"):
    person: PersonId
    country: Country
    query: Personal[str]


class LookupAnswered(Event, topic="onboarding.lookup_answered.v1"):
    """The look-up has its hits; `problem` is a code when the register gave no answer at all."""

    person: PersonId
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""


LookupEvent = LookupRequested | LookupAnswered
