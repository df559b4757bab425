"""Facts that nobody told: every fact that views name, some times each, about a few things, so that all meet all."""

import types
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

from chassis import Happened
from contracts.examples import NAMESPACE, example
from contracts.fact import Fact
from portal.telling.events import Acted, Shown

THINGS = 2
TIMES = 4


def invented(kinds: Iterable[type[Fact]], began: datetime) -> list[Happened[Any]]:
    """The same whenever it is called: a second apart, each teller's in the order of its sequence."""
    chance = Random(1)
    facts = [fact for kind in sorted(kinds, key=lambda kind: kind.type()) for fact in _some(kind, chance)]
    chance.shuffle(facts)
    return [told_as(fact, number, began + timedelta(seconds=number)) for number, fact in enumerate(facts, 1)]


def _some(kind: type[Fact], chance: Random) -> list[Fact]:
    hints = get_type_hints(kind)
    pattern = example(kind)
    found: list[Fact] = []
    for _ in range(TIMES):
        company, thing = chance.randrange(2), chance.randrange(THINGS)
        other = {name: _other(hints[name], getattr(pattern, name), chance) for name in kind.model_fields}
        ids = {name: _id(name, company, thing) for name in kind.model_fields if isinstance(other[name], UUID)}
        found.append(kind.model_validate_json(pattern.model_copy(update=other | ids).model_dump_json()))
    return found


def _id(name: str, company: int, thing: int) -> UUID:
    """Things of the same name are the same, and each belongs to one company; one of the two supplies the other."""
    if name in COMPANIES:
        return uuid5(NAMESPACE, f"company {COMPANIES[name](company)}")
    return uuid5(NAMESPACE, f"{'invoice' if name == 'document' else name} {company}.{thing}")


COMPANIES: dict[str, Callable[[int], int]] = {
    "company": lambda company: company,
    "receiver": lambda company: company,
    "inviter": lambda company: 1 - company,
    "supplier": lambda _: 0,
    "customer": lambda _: 1,
}
"""Names under which facts speak of companies."""


def _other(hint: Any, value: Any, chance: Random) -> Any:
    """Another value of the same kind, where the kind is known."""
    options = list(_literals(hint))
    if options:
        return chance.choice(options)
    if type(value) is int:
        return chance.randrange(1, 9)
    if type(value) is bool:
        return chance.random() < 0.5
    return value


def _literals(hint: Any) -> Iterable[Any]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    elif get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _literals(part)


def told_as(fact: Fact, number: int, at: datetime) -> Happened[Any]:
    """A fact in its place among what its teller has told; people act at the portal itself."""
    event: Acted | Shown
    if fact.SERVICE == "portal":
        event = Acted(fact=fact.type(), body=fact.model_dump_json(), digest="")
    else:
        event = Shown(fact=fact.type(), body=fact.model_dump_json(), told_at=at, sequence=number)
    id_ = uuid5(NAMESPACE, f"told {number}")
    return Happened(event=event, id=id_, stream=id_, version=1, position=0, at=at, correlation=id_)
