"""The networks outside: what we ask of them, and how a look-up there turns out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contracts.values import Country, Personal, Reach, RecipientHit
from directory.recipients.number import Participant, participants_in

DocumentType = Literal["invoice", "credit-note"]


class OutsideSilent(Exception):
    """A network gave no usable answer: it was late, busy (429), broken or unreadable. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Published:
    """A published participant: whether it takes this document type, who operates that, and whether that is not us."""

    receives: bool
    operator: str
    behind_other_operator: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A business card, as somebody chose to publish it: publishing one is voluntary, so absence proves nothing."""

    participant: str
    name: str
    country: str


class Network(Protocol):
    """A network outside. Every question may raise OutsideSilent."""

    async def published(self, participant: str, document_type: DocumentType, at: datetime) -> Published | None: ...

    async def named(self, name: str, country: str) -> list[Card]: ...

    async def card(self, participant: str) -> Card | None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the networks outside, by number or by name."""

    query: str
    country: Country
    document_type: DocumentType
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reach` of the best hit; without hits `not-found`, or `no-answer` when somebody was silent."""

    reach: Reach
    hits: tuple[RecipientHit, ...] = ()


_BEST_FIRST: tuple[Reach, ...] = ("reachable", "other-document-type", "no-answer", "not-found")


async def look_up(network: Network, asked: Asked) -> Outcome:
    """Asks the SMP, whose answer is authoritative, for a number; for a name the Peppol Directory, then the SMP."""
    participants = participants_in(asked.query, asked.country)
    try:
        cards = [] if participants else await network.named(asked.query, asked.country)
    except OutsideSilent:
        return Outcome("no-answer")
    if participants:
        hits = await asyncio.gather(*(_numbered(network, participant, asked) for participant in participants))
    else:
        hits = await asyncio.gather(
            *(_hit(network, card.participant, card.name, card.country, asked) for card in cards)
        )
    known = tuple(hit for hit in hits if hit.reach != "not-found")
    ordered = sorted(known, key=lambda hit: _BEST_FIRST.index(hit.reach))
    if participants and ordered:
        ordered = ordered[:1]  # These are several ids of one company: only the best one is kept.
    return Outcome(ordered[0].reach if ordered else "not-found", tuple(ordered))


async def _numbered(network: Network, participant: Participant, asked: Asked) -> RecipientHit:
    hit = await _hit(network, str(participant), "", asked.country, asked)
    if hit.reach in ("not-found", "no-answer"):
        return hit
    try:
        card = await network.card(str(participant))
    except OutsideSilent:
        card = None  # The name is missing then, but whether it can be reached is known.
    return _with_name(hit, card) if card else hit


async def _hit(network: Network, participant: str, name: str, country: str, asked: Asked) -> RecipientHit:
    try:
        published = await network.published(participant, asked.document_type, asked.at)
    except OutsideSilent:
        return RecipientHit(Personal(participant), name, country, "no-answer")
    if published is None:
        return RecipientHit(Personal(participant), name, country, "not-found")
    reach: Reach = "reachable" if published.receives else "other-document-type"
    return RecipientHit(
        Personal(participant), name, country, reach, published.operator, published.behind_other_operator
    )


def _with_name(hit: RecipientHit, card: Card) -> RecipientHit:
    return RecipientHit(
        hit.participant, card.name, card.country or hit.country, hit.reach, hit.operator, hit.behind_other_operator
    )
