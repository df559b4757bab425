"""The wall: what people did is told as the fact they made; every fact heard is kept as it was told."""

from collections.abc import Collection
from typing import Any

import msgspec

from chassis import Happened, Heard
from chassis.store.mapper import holds_personal
from contracts.delivery.v1 import DocumentReceived, DocumentRendered
from contracts.fact import FACTS, Fact
from contracts.invoicing.v1 import InvoiceIssued
from contracts.values import DocumentRef, Personal
from portal.telling.commands import Keep
from portal.telling.events import Acted, ActedPersonally, Shown, ShownPersonally
from portal.telling.request import Request


def on_news(fact: Fact, heard: Heard) -> Keep:
    return Keep(
        at=heard.at,
        news=heard.id,
        sequence=heard.sequence,
        matter=getattr(fact, "company", heard.id),
        teller=fact.SERVICE,
        documents=documents_of(fact),
        fact=fact.type(),
        body=Personal(fact.model_dump_json()),
        person=person_of(fact),
    )


def documents_of(fact: Fact) -> tuple[DocumentRef, ...]:
    """What people may download because of this fact."""
    match fact:
        case InvoiceIssued():
            return (fact.document,)
        case DocumentReceived():
            return (fact.ubl, fact.pdf) if fact.pdf else (fact.ubl,)
        case DocumentRendered():
            return (fact.pdf,)
        case _:
            return ()


def person_of(fact: Fact) -> Any:
    """Whose key seals the fact: nobody's when it holds nothing personal."""
    return fact.sealed_for if holds_personal(type(fact)) else None


def tell_act(event: Acted | ActedPersonally, request: Request) -> Fact:
    return read(event)


def read(event: Acted | ActedPersonally | Shown | ShownPersonally) -> Fact:
    """The fact within an event of the portal. A redacted one cannot be read: it raises Redacted."""
    return FACTS[event.fact].read(_body(event))


def as_kept(happened: Happened[Any], *names: str, without: Collection[str] = ()) -> str:
    """Fields of the fact that came, all or those of these names, as JSON and as its teller wrote them.

    Never as the class of today would write them: a row that showed a field of which the teller knew nothing would
    come out otherwise when it is built again after an upgrade.
    """
    fields = msgspec.json.decode(_body(happened.event), type=dict[str, msgspec.Raw])
    chosen = {name: fields[name] for name in fields if (name in names or not names) and name not in without}
    return msgspec.json.encode(chosen).decode()


def _body(event: Acted | ActedPersonally | Shown | ShownPersonally) -> bytes:
    body = event.body.reveal() if isinstance(event.body, Personal) else event.body
    return body.encode()
