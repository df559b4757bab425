"""What may be asked about look-ups; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyHit, Country, Personal, PersonId


class LookUpCompany(Command, lane="request"):
    request: UUID
    person: PersonId
    country: Country
    query: Personal[str]


class AnswerLookup(Command, lane="request"):
    request: UUID
    hits: tuple[CompanyHit, ...] = ()
    problem: str = ""
