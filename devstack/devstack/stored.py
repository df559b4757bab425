"""Golden events: each topic ever used as it was stored, in tests/stored, which today's code must be able to read.

A file is written once, when its topic first appears, and never again (devstack.frozen): `tests/stored/wallet/
credit_reserved.v1.json` holds the kinds of streams and the state as stored, personal fields in clear. When the class
of the topic has got a field, `credit_reserved.v1.2.json` comes beside it, and the first goes on lacking that field.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from chassis.aggregate import STREAMS
from chassis.event import TOPICS, UPCASTERS, Event
from contracts.examples import example, value_of
from contracts.fact import Fact, Personal
from contracts.onboarding.v1 import AddressRemoved, MemberJoined
from contracts.portal.v1 import InvoiceSubmitted, SigningRequested

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests/stored"
WITHIN: dict[str, type[Fact]] = {
    "portal.acted.v1": InvoiceSubmitted,
    "portal.acted_personally.v1": SigningRequested,
    "portal.shown.v1": AddressRemoved,
    "portal.shown_personally.v1": MemberJoined,
}
"""The fact that the golden event of each portal topic holds as JSON."""

WORDS: dict[str, dict[str, Any]] = {
    "wallet.plan_began.v1": {"plan": "basic"},
    "wallet.plan_chosen.v1": {"plan": "free", "previous": "basic"},
    "wallet.book_opened.v1": {"balances": [["invoice", "available", 3]]},
    "wallet.book_closed.v1": {"balances": [["invoice", "available", 3]]},
    "wallet.aside_settled.v1": {"reason": "payment.already-paid"},
}
"""Fields whose text is a key of a table, which must stay in the table as long as the golden event exists."""
ITEM = "invoice"

AFTER: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "invoicing.account_removed.v1": (("invoicing.account_confirmed.v1", {"account": "account"}),),
    "onboarding.address_removed.v1": (("onboarding.address_changed.v1", {"kind": "kind"}),),
    "wallet.aside_settled.v1": (("wallet.payment_set_aside.v1", {"payment": "payment"}),),
    "wallet.equal_payments_joined.v1": (
        ("wallet.equal_entry_told.v1", {"payment": "same_as"}),
        ("wallet.equal_entry_told.v1", {"payment": "payment"}),
    ),
}
"""The events that must precede an event in its stream: their topics, and which of their fields equal its fields."""


def place_of(topic: str, shape: int = 1) -> Path:
    """`wallet.credit_reserved.v1` lies in `wallet/credit_reserved.v1.json`, a later shape in `….v1.2.json`."""
    service, rest = topic.split(".", 1)
    return STORED / service / (f"{rest}.json" if shape == 1 else f"{rest}.{shape}.json")


def topic_of(path: Path) -> str:
    """The topic whose golden event lies in a file."""
    return path.parent.name + "." + re.sub(r"([.]v[0-9]+)[.][0-9]+$", r"\1", path.stem)


def shapes_of(topic: str) -> list[Path]:
    """The golden events of a topic, oldest first."""
    paths = [place_of(topic)]
    while paths[-1].exists():
        paths.append(place_of(topic, len(paths) + 1))
    return paths[:-1]


def kinds_of(event: type[Event]) -> list[str]:
    """The kinds of streams that hold an event."""
    return sorted(name for name, aggregate in STREAMS.items() if event in aggregate.EVENTS)


def golden(topic: str) -> str:
    """The golden event of a topic as its class is today, as text."""
    state = state_of(topic)
    content: dict[str, Any] = {"topic": topic, "streams": kinds_of(TOPICS[topic])}
    if topic in AFTER:
        earlier = [(before, {own: state[field] for own, field in same.items()}) for before, same in AFTER[topic]]
        content["after"] = [{"topic": before, "state": state_of(before) | words} for before, words in earlier]
    return json.dumps(content | {"state": state}, indent=2, ensure_ascii=False) + "\n"


def state_of(topic: str) -> dict[str, Any]:
    """An event of a topic with every field filled, as JSON holds it."""
    event: Any = value_of(TOPICS[topic], topic)
    if topic in WITHIN:
        body = example(WITHIN[topic]).model_dump_json()
        held = Personal(body) if isinstance(event.body, Personal) else body
        event = msgspec.structs.replace(event, fact=WITHIN[topic].type(), body=held)
    state: dict[str, Any] = _sold(json.loads(msgspec.json.encode(event, enc_hook=_in_clear)))
    return state | WORDS.get(topic, {})


def topics(services: Iterable[str]) -> list[str]:
    """Every topic of these services, current or old; tests of the chassis have some of their own."""
    return sorted(topic for topic in {*TOPICS, *UPCASTERS} if topic.partition(".")[0] in services)


def missing(services: Iterable[str]) -> dict[Path, str]:
    """Makes the missing golden events: of new topics, and of new shapes of old ones."""
    files = {}
    for topic in topics(services):
        known = shapes_of(topic)
        if topic in TOPICS and (not known or _shape(known[-1].read_text()) != _shape(golden(topic))):
            files[place_of(topic, len(known) + 1)] = golden(topic)
    return files


def _shape(text: str) -> Any:
    content = json.loads(text)
    return content["streams"], _names(content["state"])


def _names(value: Any) -> Any:
    """The names of the fields of a state, at every depth."""
    if isinstance(value, dict):
        return {name: _names(part) for name, part in value.items()}
    return [_names(part) for part in value] if isinstance(value, list) else None


def _sold(value: Any) -> Any:
    """The state with each `item` being one of the shop's."""
    if isinstance(value, dict):
        return {name: ITEM if name == "item" else _sold(part) for name, part in value.items()}
    return [_sold(part) for part in value] if isinstance(value, list) else value


def _in_clear(value: Any) -> Any:
    if isinstance(value, Personal):
        return value.reveal()
    raise NotImplementedError(f"an event cannot hold a {type(value).__name__}")
