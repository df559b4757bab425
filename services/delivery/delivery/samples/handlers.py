"""Handlers of samples, whose streams have ids of their own: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import NotYet, Session
from delivery.routes.receiver import Receiver
from delivery.samples import commands
from delivery.samples.sample import Sample


async def order_sample(command: commands.OrderSample, session: Session) -> None:
    receiver = await session.load(Receiver, command.company)
    if not receiver.registered:
        raise NotYet("the company is still unknown")
    (await session.load(Sample, Sample.id_of(command.sample))).order(command, receiver)


async def record_sample(command: commands.RecordSample, session: Session) -> None:
    (await session.load(Sample, Sample.id_of(command.sample))).record_sent(command)


async def record_sample_failure(command: commands.RecordSampleFailure, session: Session) -> None:
    (await session.load(Sample, Sample.id_of(command.sample))).record_failure(command)
