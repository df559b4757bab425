"""What may be asked of support; never on the wire. One case is one lane."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, Language, Personal
from support.events import Opener, Side


class OpenCase(Command, lane="case"):
    """Open a case; one that is open already under this id stays as it is."""

    case: UUID
    company: UUID
    person: UUID
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
    """Say something more; a closed case opens again by it."""

    case: UUID
    company: UUID
    answer: UUID
    side: Side
    text: Personal[str]
    attachments: tuple[DocumentRef, ...] = ()


class CloseCase(Command, lane="case"):
    case: UUID
    company: UUID
    outcome: Literal["solved", "withdrawn", "decided"]
    if_open: bool = False
    """A service closes what is open; a person who closes what is closed is told so."""


class ReopenCase(Command, lane="case"):
    case: UUID
    company: UUID
    side: Side


class CloseQuietCase(Command, lane="case"):
    """Nobody has said anything since this answer."""

    case: UUID
    answer: int
