"""What the portal keeps for ever: what people did, and the facts that it shows them, each as it was told."""

from datetime import datetime

from chassis import Event
from contracts.values import Personal, PersonId


class Acted(Event, topic="portal.acted.v1"):
    """A person did something; `body` is the fact that tells it, as JSON."""

    fact: str
    body: str
    digest: str


class ActedPersonally(Event, topic="portal.acted_personally.v1"):
    """The same, where the fact holds personal data: sealed for that person."""

    person: PersonId
    fact: str
    body: Personal[str]
    digest: str


class Shown(Event, topic="portal.shown.v1"):
    """A service told a fact that people may look at, at its own time `told_at`, not when we heard of it.

    `sequence` is the fact's place among everything that its teller has told: facts may be heard in another order.
    """

    fact: str
    body: str
    told_at: datetime | None = None
    sequence: int | None = None


class ShownPersonally(Event, topic="portal.shown_personally.v1"):
    """The same, where the fact holds personal data: sealed for that person."""

    person: PersonId
    fact: str
    body: Personal[str]
    told_at: datetime | None = None
    sequence: int | None = None


RequestEvent = Acted | ActedPersonally
NewsEvent = Shown | ShownPersonally
