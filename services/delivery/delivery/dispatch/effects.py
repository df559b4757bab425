"""What delivery does in the outside world: it renders the PDF, and hands the document over."""

from __future__ import annotations

import re

from chassis import Acting
from contracts.values import DocumentRef, Language
from delivery.channels.channel import Consignment, TryAgain, Undeliverable
from delivery.channels.choosing import channel_of
from delivery.dispatch.commands import KeepRendering, RecordFailure, RecordHandOver, RecordUnrenderable
from delivery.dispatch.dispatch import Dispatch
from delivery.dispatch.events import AttemptBegun, DeliveryPlanned, RenderingWanted
from delivery.dispatch.policy import Timetable
from delivery.routes.receiver import Receiver
from einvoice.pdf.pool import PdfPool, RenderRefused

PDF = "application/pdf"
RENDERING = 0
"""The number of the attempt that renders the PDF; the channel's attempts count from 1."""


async def render(event: DeliveryPlanned, acting: Acting) -> KeepRendering | RecordFailure:
    """Renders the PDF of the exact UBL, in the receiver's language. Is tried again after RenderFailed or PoolBusy."""
    try:
        pdf = await _rendered(event.ubl, event.number, event.language, acting)
    except RenderRefused as refused:
        return RecordFailure(
            document=acting.stream,
            attempt=RENDERING,
            cause=f"the PDF cannot be made: {refused}"[:200],
            repair="network",
            next_attempt_at=None,
            at=acting.now,
        )
    return KeepRendering(document=acting.stream, pdf=pdf, at=acting.now)


async def render_on_demand(event: RenderingWanted, acting: Acting) -> KeepRendering | RecordUnrenderable:
    """Renders the PDF of the exact UBL for somebody who waits, unless it was made meanwhile for somebody else.

    Is tried again after RenderFailed or PoolBusy.
    """
    pdf = (await acting.load(Dispatch, acting.stream)).pdf
    try:
        pdf = pdf or await _rendered(event.ubl, event.number, event.language, acting)
    except RenderRefused as refused:
        cause = str(refused)[:200]
        return RecordUnrenderable(document=acting.stream, company=event.company, cause=cause, at=acting.now)
    return KeepRendering(document=acting.stream, pdf=pdf, wanted_by=event.company, at=acting.now)


async def _rendered(ubl: DocumentRef, number: str, language: Language, acting: Acting) -> DocumentRef:
    content = await acting.use(PdfPool).render(await acting.documents.read(ubl), language)
    return await acting.documents.keep(content, PDF, pdf_name(number))


async def attempt(event: AttemptBegun, acting: Acting) -> RecordHandOver | RecordFailure | None:
    """Hands the document over to the channel; a failure becomes a command, which the timetable brings back."""
    dispatch = await acting.load(Dispatch, acting.stream)
    if dispatch.ended or dispatch.attempt != event.attempt:
        return None
    try:
        receipt = await channel_of(event.channel, acting).hand_over(await consignment(dispatch, acting))
    except TryAgain as failed:
        again = acting.use(Timetable).next_attempt(event.attempt, acting.now)
        return RecordFailure(
            document=acting.stream,
            attempt=event.attempt,
            cause=failed.cause,
            repair=failed.repair,
            next_attempt_at=again,
            at=acting.now,
        )
    except Undeliverable as failed:
        return RecordFailure(
            document=acting.stream,
            attempt=event.attempt,
            cause=failed.cause,
            repair=failed.repair,
            next_attempt_at=None,
            at=acting.now,
        )
    return RecordHandOver(document=acting.stream, attempt=event.attempt, receipt=receipt, at=acting.now)


async def consignment(dispatch: Dispatch, acting: Acting) -> Consignment:
    """Collects what the channel is given: the document, its bytes, and the receiver's address as it stands now."""
    planned = dispatch.planned
    receiver = await acting.load(Receiver, planned.receiver)
    assert dispatch.pdf is not None, "an attempt begins only when the PDF is made"
    email = receiver.email
    return Consignment(
        document=dispatch.id,
        supplier_name=planned.supplier_name,
        receiver_name=planned.receiver_name,
        number=planned.number,
        issue_date=planned.issue_date,
        due_date=planned.due_date,
        payable=planned.payable,
        language=planned.language,
        email=None if email is None or email.is_redacted else email,
        ubl=await acting.documents.read(planned.ubl),
        ubl_name=planned.ubl.name,
        pdf=await acting.documents.read(dispatch.pdf),
        pdf_name=dispatch.pdf.name,
    )


def pdf_name(number: str) -> str:
    """Makes a file name that every file system accepts."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", number) + ".pdf"
