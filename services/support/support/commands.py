"""What may be asked of support; never on the wire. One case is one lane."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, DocumentRef, Language, Personal, PersonId
from support.events import Opener, Side


class OpenCase(Command, lane="case"):
    """Open a case; nothing changes if it is open already under this id."""

    case: UUID
    company: CompanyId
    person: PersonId
    opened_by: Opener
    category: str
    title: Personal[str]
    form: Personal[dict[str, str]]
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()
    name: Personal[str]
    email: Personal[str]
    language: Language
    matter: UUID | None = None


class AnswerCase(Command, lane="case"):
    """Add an answer to a case, which opens it again if it was closed."""

    case: UUID
    company: CompanyId
    answer: UUID
    side: Side
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()


class CloseCase(Command, lane="case"):
    case: UUID
    company: CompanyId
    outcome: Literal["solved", "withdrawn", "decided"]
    if_open: bool = False
    """True for a service, for which a case that is closed already is fine; a person is told that it is closed."""


class ReopenCase(Command, lane="case"):
    case: UUID
    company: CompanyId
    side: Side


class CloseQuietCase(Command, lane="case"):
    """Close a case in which nobody has written since this answer."""

    case: UUID
    answer: int
