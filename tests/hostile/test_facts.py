"""No fact is heard with a sign that no text may hold, in any of its fields, personal ones and names of fields too."""

import json
from typing import Any

import pytest

from contracts.examples import example
from contracts.fact import FACTS, Fact
from devstack.catalogue import facts

from .asked import _texts as texts

ALL = facts()
SIGNS = ["\0", "\x1b", "\x81", "\ud800", "\uffff"]


@pytest.mark.parametrize("kind", ALL, ids=[fact.type() for fact in ALL])
def test_a_hostile_fact_is_not_heard(kind: type[Fact]) -> None:
    told = json.loads(example(kind).model_dump_json())
    assert kind.heard(json.dumps(told).encode()) == example(kind)
    for path in texts(told):
        for sign in SIGNS:
            for ascii_only in (True, False):
                body = json.dumps(changed(told, path, f"A{sign}B"), ensure_ascii=ascii_only)
                with pytest.raises(ValueError, match=r"forbidden sign|validation error"):
                    kind.heard(body.encode("utf-8", "surrogatepass"))
    with pytest.raises(ValueError, match="forbidden sign"):
        kind.heard(json.dumps({**told, "a field of tomorrow": {"\0": "A"}}).encode())


def changed(value: Any, path: tuple[str | int, ...], text: str) -> Any:
    if not path:
        return text
    if isinstance(value, list):
        return [changed(item, path[1:], text) if number == path[0] else item for number, item in enumerate(value)]
    return {name: changed(item, path[1:], text) if name == path[0] else item for name, item in value.items()}


def test_there_are_facts_to_be_tried() -> None:
    assert len(ALL) == len(FACTS) > 100
