"""Handlers that need the receiver beside the document: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import NotYet, Session
from delivery.dispatch import commands
from delivery.dispatch.dispatch import Dispatch
from delivery.routes.receiver import Receiver

INVOICING = "invoicing"


async def plan_delivery(command: commands.PlanDelivery, session: Session) -> None:
    dispatch = await session.load(Dispatch, command.document)
    receiver = await session.load(Receiver, command.receiver)
    if not receiver.is_known:
        raise NotYet("the receiver, or the way it receives, is still unknown")
    await session.documents.copy(command.ubl, INVOICING)
    dispatch.plan(command, receiver)


async def begin_attempt(command: commands.BeginAttempt, session: Session) -> None:
    dispatch = await session.load(Dispatch, command.document)
    dispatch.begin_attempt(command, await session.load(Receiver, dispatch.planned.receiver))
