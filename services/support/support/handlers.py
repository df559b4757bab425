"""Commands that need more than their case: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import Session
from contracts.values import DocumentRef
from support.case import Case
from support.commands import AnswerCase, OpenCase
from support.writing import Limits

PORTAL = "portal"


async def open_case(command: OpenCase, session: Session) -> None:
    case = await session.load(Case, command.case)
    case.open(command, session.use(Limits))
    await kept(command.attachments, session)


async def answer_case(command: AnswerCase, session: Session) -> None:
    case = await session.load(Case, command.case)
    case.answer(command, session.use(Limits))
    await kept(command.attachments, session)


async def kept(attachments: tuple[DocumentRef, ...], session: Session) -> None:
    """Copies the attachments from the portal into the service's own store. Raises NotYet while one is on its way."""
    for attachment in attachments:
        await session.documents.copy(attachment, PORTAL)
