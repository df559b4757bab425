"""The interface of every channel: what it is given, and its answer, a transport receipt or one of two errors."""

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
    """True for a sample, which is only to be looked at: nobody has to pay it."""


class Channel(Protocol):
    """One way to hand a document over, outside the network or within it."""

    async def hand_over(self, consignment: Consignment) -> str:
        """Hands the document over and returns the transport receipt. Raises TryAgain or Undeliverable."""
        ...


class TryAgain(Exception):
    """The attempt failed, but a later one may succeed. `repair` is who must act if none does."""

    def __init__(self, cause: str, repair: Repair) -> None:
        super().__init__(cause)
        self.cause = cause
        self.repair = repair


class Undeliverable(Exception):
    """Another attempt would fail too. `repair` is who must correct the cause."""

    def __init__(self, cause: str, repair: Repair) -> None:
        super().__init__(cause)
        self.cause = cause
        self.repair = repair
