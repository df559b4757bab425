"""One function per command: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import NotYet, Session
from delivery import commands
from delivery.dispatch import Dispatch
from delivery.receiver import Receiver
from delivery.sample import Sample

INVOICING = "invoicing"


async def plan_delivery(command: commands.PlanDelivery, session: Session) -> None:
    dispatch = await session.load(Dispatch, command.document)
    receiver = await session.load(Receiver, command.receiver)
    if not receiver.is_known:
        raise NotYet("the receiver, or the way it receives, is still unknown")
    await session.documents.copy(command.ubl, INVOICING)
    dispatch.plan(command, receiver)


async def keep_rendering(command: commands.KeepRendering, session: Session) -> None:
    (await session.load(Dispatch, command.document)).keep_rendering(command)


async def begin_attempt(command: commands.BeginAttempt, session: Session) -> None:
    dispatch = await session.load(Dispatch, command.document)
    dispatch.begin_attempt(command, await session.load(Receiver, dispatch.planned.receiver))


async def record_hand_over(command: commands.RecordHandOver, session: Session) -> None:
    (await session.load(Dispatch, command.document)).record_hand_over(command)


async def record_failure(command: commands.RecordFailure, session: Session) -> None:
    (await session.load(Dispatch, command.document)).record_failure(command)


async def repeat_outcome(command: commands.RepeatOutcome, session: Session) -> None:
    (await session.load(Dispatch, command.document)).repeat_outcome(command)


async def open_document(command: commands.OpenDocument, session: Session) -> None:
    sample = await session.load(Sample, Sample.id_of(command.document))
    if sample.exists:
        sample.open(command)
        return
    (await session.load(Dispatch, command.document)).open(command)


async def register_receiver(command: commands.RegisterReceiver, session: Session) -> None:
    (await session.load(Receiver, command.company)).register(command)


async def change_reception(command: commands.ChangeReception, session: Session) -> None:
    (await session.load(Receiver, command.company)).change(command)


async def order_sample(command: commands.OrderSample, session: Session) -> None:
    receiver = await session.load(Receiver, command.company)
    if not receiver.registered:
        raise NotYet("the company is still unknown")
    (await session.load(Sample, Sample.id_of(command.sample))).order(command, receiver)


async def record_sample(command: commands.RecordSample, session: Session) -> None:
    (await session.load(Sample, Sample.id_of(command.sample))).record_sent(command)


async def record_sample_failure(command: commands.RecordSampleFailure, session: Session) -> None:
    (await session.load(Sample, Sample.id_of(command.sample))).record_failure(command)
