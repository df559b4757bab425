"""Copies between facts, commands and events where names and types agree; checked when the page is imported.

Where an `app.py` or `area.py` names a class in the place of a function, the copy is made here: a fact heard becomes a
command, an event becomes a fact told, a refused fact becomes its refusal. A method of an aggregate becomes a handler
that loads the aggregate and calls it. A field that is missing or of another type is a TypeError that names both sides.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import cache
from inspect import isfunction
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from chassis.aggregate import STREAMS, Aggregate
from chassis.command import Command
from chassis.errors import Refused
from chassis.event import Event
from contracts.fact import Fact, Refusal

if TYPE_CHECKING:
    from chassis.service import Heard
    from chassis.session import Session

C = TypeVar("C", bound=Callable[..., Any])
F = TypeVar("F", bound=Fact)

FROM_THE_REFUSAL = frozenset({"code", "details"})


def heard_as(fact: type[Fact], command: type[Command]) -> Callable[[Any, Heard], Command]:
    """Makes the function that copies a fact heard into a command; `at` is when the fact happened."""
    names = _agreeing(fact, command, given={"at"})

    def on(heard_fact: Any, heard: Heard) -> Command:
        return command(at=heard.at, **{name: getattr(heard_fact, name) for name in names})

    return _named(on, f"on_{fact.NAME}", command)


def told_as(event: type[Event], fact: type[F]) -> Callable[[Any, Aggregate[Any]], F]:
    """Makes the function that copies an event into a fact; the field with the aggregate's name (`order`) is its id.

    A boundary calls it too, where an event is told in a copy and in something more. The aggregates that have the event
    must be imported before: they tell the name of the id's field.
    """
    names = _agreeing(event, fact, at_need={holder.ID_FIELD for holder in holders_of(event)})
    takes_id = frozenset(fact.model_fields) - frozenset(names)

    def tell(happened: Any, aggregate: Aggregate[Any]) -> F:
        values = {name: getattr(happened, name) for name in names}
        if aggregate.ID_FIELD in takes_id:
            values[aggregate.ID_FIELD] = aggregate.id
        return fact(**values)

    return _named(tell, f"tell_{fact.NAME}", fact)


def refused_as(fact: type[Fact], refusal: type[Refusal]) -> Callable[[Any, Refused], Fact]:
    """Makes the function that tells a fact's refusal: code and details, and every field that both facts have."""
    names = _agreeing(fact, refusal, given=FROM_THE_REFUSAL)

    def tell(heard_fact: Any, refused: Refused) -> Fact:
        values = {name: getattr(heard_fact, name) for name in names}
        return refusal(code=refused.code, details=refused.details, **values)

    return _named(tell, f"tell_{refusal.NAME}", refusal)


def handled_by(command: type[Command], decide: Callable[..., None]) -> Callable[[Any, Session], Awaitable[None]]:
    """Makes the handler that loads the aggregate which a command names, and calls one of its methods.

    The command's field has the aggregate's name (`order` for `Order`).
    """
    kind = _owner_of(decide)
    if kind.ID_FIELD not in command.__struct_fields__:
        raise TypeError(f"{command.__name__} has no field {kind.ID_FIELD}, so it names no {kind.__name__}")

    async def handle(asked: Any, session: Session) -> None:
        decide(await session.load(kind, getattr(asked, kind.ID_FIELD)), asked)

    return _named(handle, decide.__name__, NoneType)


def is_method(handler: object) -> bool:
    """Whether a handler is a method of an aggregate, such as `Order.cancel`."""
    return isfunction(handler) and any(_holds(kind, handler) for kind in STREAMS.values())


def holders_of(event: type[Event]) -> list[type[Aggregate[Any]]]:
    """The aggregates that have an event in their union."""
    return [kind for kind in STREAMS.values() if event in kind.EVENTS]


def _owner_of(decide: Callable[..., None]) -> type[Aggregate[Any]]:
    return next(kind for kind in STREAMS.values() if _holds(kind, decide))


def _holds(kind: type[Aggregate[Any]], function: object) -> bool:
    return any(value is function for value in vars(kind).values())


def _agreeing(
    source: type, target: type, given: Collection[str] = (), at_need: Collection[str] = ()
) -> tuple[str, ...]:
    """The fields of `target` that `source` has too. Raises TypeError for one that is missing or of another type.

    Those in `given` come from elsewhere; those in `at_need` too, where `source` has none.
    """
    theirs, ours = fields_of(source), fields_of(target)
    names = []
    for name, (kind, is_needed) in ours.items():
        if name in given:
            continue
        if name in theirs:
            if not _fits(theirs[name][0], kind):
                given = f"{source.__name__}.{name} is {_written(theirs[name][0])}"
                raise TypeError(f"{given}, {target.__name__}.{name} is {_written(kind)}: write the function")
            names.append(name)
        elif is_needed and name not in at_need:
            raise TypeError(f"{target.__name__} needs {name}, which {source.__name__} has not: write the function")
    return tuple(names)


@cache
def fields_of(kind: type) -> dict[str, tuple[Any, bool]]:
    """The fields of a fact, a command or an event: type, and whether it has to be given."""
    hints = get_type_hints(kind)
    if issubclass(kind, Fact):
        return {name: (hints[name], field.is_required()) for name, field in kind.model_fields.items()}
    if issubclass(kind, msgspec.Struct):
        return {field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(kind)}
    raise TypeError(f"{kind.__name__} is neither a fact nor an event nor a command")


def _fits(given: Any, wanted: Any) -> bool:
    """Whether every value of one type is a value of the other: the same, or fewer choices."""
    if given == wanted:
        return True
    if get_origin(wanted) in (Union, UnionType) or get_origin(given) in (Union, UnionType):
        return all(any(_fits(one, other) for other in _choices(wanted)) for one in _choices(given))
    if isinstance(given, NewType):  # a company's id is an id, but not every id is a company's
        return _fits(given.__supertype__, wanted)
    if get_origin(given) is Literal:
        return (wanted is str and all(isinstance(value, str) for value in get_args(given))) or (
            get_origin(wanted) is Literal and set(get_args(given)) <= set(get_args(wanted))
        )
    return False


def _choices(hint: Any) -> Iterable[Any]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _written(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type | NewType) and not get_args(hint) else str(hint)


def _named(function: C, name: str, result: Any) -> C:
    """Gives the function a readable name, and its return type for the catalogue."""
    function.__name__ = function.__qualname__ = name
    function.__annotations__ = {"return": result}
    return function
