"""Finds the document that is opened, which is a sample or an invoice on its way. The chassis saves."""

from __future__ import annotations

from chassis import Session
from delivery.dispatch.dispatch import Dispatch
from delivery.samples.sample import Sample
from delivery.statuses import commands


async def open_document(command: commands.OpenDocument, session: Session) -> None:
    sample = await session.load(Sample, Sample.id_of(command.document))
    if sample.exists:
        sample.open(command.company)
        return
    (await session.load(Dispatch, command.document)).open(command.company)
