"""What has happened to cases. Stored for ever: add fields with defaults only."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import CompanyId, DocumentRef, Language, Personal, PersonId

Side = Literal["customer", "operator"]
Opener = Literal["customer", "operator", "service"]


class CaseOpened(Event, topic="support.case_opened.v1"):
    """A case was opened. `person` asks, and their key encrypts the texts; `matter` is what a service opened it for."""

    company: CompanyId
    person: PersonId
    reference: str
    opened_by: Opener
    category: str
    title: Personal[str]
    form: Personal[dict[str, str]]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...]
    name: Personal[str]
    email: Personal[str]
    language: Language
    matter: UUID | None = None


class CaseAnswered(Event, topic="support.case_answered.v1"):
    """Somebody answered; `number` counts from 1. The case is closed at `quiet_at` if nobody answers again."""

    company: CompanyId
    person: PersonId
    answer: UUID
    number: int
    side: Side
    text: Personal[str]
    attachments: tuple[DocumentRef, ...]
    quiet_at: datetime | None = None


class CaseClosed(Event, topic="support.case_closed.v1"):
    """The case was closed. `outcome` is a word of the glossary: solved, withdrawn, quiet, decided."""

    company: CompanyId
    person: PersonId
    outcome: Literal["solved", "withdrawn", "quiet", "decided"]


class CaseReopened(Event, topic="support.case_reopened.v1"):
    company: CompanyId
    person: PersonId
    side: Side


CaseEvent = CaseOpened | CaseAnswered | CaseClosed | CaseReopened
