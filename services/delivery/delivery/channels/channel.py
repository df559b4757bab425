"""What every channel is given, and how it answers: with its receipt, or with one of two kinds of no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from contracts.values import Language, Money, Personal
from delivery.channels.names import Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """A document to hand over, with its bytes."""

    document: UUID
    supplier_name: str
    receiver_name: str
    number: str
    issue_date: date
    due_date: date | None
    payable: Money
    language: Language
    email: Personal[str] | None
    ubl: bytes
    ubl_name: str
    pdf: bytes
    pdf_name: str
    sample: bool = False
    """Whether it is only to be looked at: nobody owes anything."""


class Channel(Protocol):
    """One way out of the network, or within it."""

    async def hand_over(self, consignment: Consignment) -> str:
        """The transport receipt. Raises TryAgain or Undeliverable."""
        ...


class TryAgain(Exception):
    """Not now: the same may work later. `repair` is who must mend it, should it never work."""

    def __init__(self, cause: str, repair: Repair) -> None:
        super().__init__(cause)
        self.cause = cause
        self.repair = repair


class Undeliverable(Exception):
    """Never, as things stand: `repair` is who must mend it."""

    def __init__(self, cause: str, repair: Repair) -> None:
        super().__init__(cause)
        self.cause = cause
        self.repair = repair
