"""One function per command: load, decide. The chassis saves."""

from __future__ import annotations

from chassis import Session
from invoicing.life import commands
from invoicing.life.invoice import Invoice


async def take_back_invoice(command: commands.TakeBackInvoice, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).take_back(command)


async def hold_invoice(command: commands.HoldInvoice, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).hold(command)


async def repeat_refusal(command: commands.RepeatRefusal, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).repeat_refusal(command)


async def note_hand_over(command: commands.NoteHandOver, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_hand_over(command)


async def note_delivery(command: commands.NoteDelivery, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_delivery(command)


async def note_undeliverable(command: commands.NoteUndeliverable, session: Session) -> None:
    (await session.load(Invoice, command.invoice)).note_undeliverable(command)
