"""What the API shows of cases: forms, lines of the list, and one case with what was said."""

from datetime import datetime
from uuid import UUID

from contracts.values import DocumentRef
from portal.edge.shown import Shown


class CaseForm(Shown):
    """Fields by name with their titles in the reader's language; where there is a `door`, the form goes there."""

    category: str
    title: str
    mandatory: dict[str, str]
    optional: dict[str, str]
    door: str


class CaseLine(Shown):
    id: UUID
    company: UUID
    reference: str
    category: str
    title: str
    status: str
    outcome: str | None
    waits_for: str
    opened_at: datetime
    changed_at: datetime


class CaseMessage(Shown):
    kind: str
    side: str
    text: str
    attachments: list[DocumentRef]
    at: datetime


class CasePage(CaseLine):
    person: UUID
    opened_by: str
    form: dict[str, str]
    name: str
    email: str
    language: str
    matter: UUID | None
    messages: list[CaseMessage]
