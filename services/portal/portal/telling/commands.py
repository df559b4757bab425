"""What may be asked of the portal: tell what a person did, keep what a service told."""

from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, Personal, PersonId


class Tell(Command, lane="request"):
    """A person did something. `request` makes a second click, Back and a retried call harmless.

    `fact` is the type of the fact, `body` its JSON, `person` whose personal data it holds (None when none), `digest`
    what the person asked, so that the same request with another content is seen.
    """

    request: UUID
    fact: str
    body: Personal[str]
    person: PersonId | None
    digest: str


class Keep(Command, lane="matter"):
    """A service told a fact; `news` is the fact's own id, `documents` those of `teller` that people may download.

    `matter` is the company that it concerns, so that its news are kept in the order in which they were told; where
    they come again and late all the same, `sequence` says their place among everything that the teller has told.
    """

    news: UUID
    sequence: int | None = None
    matter: UUID
    teller: str
    documents: tuple[DocumentRef, ...] = ()
    fact: str
    body: Personal[str]
    person: PersonId | None
