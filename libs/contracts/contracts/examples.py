"""Examples of facts and of their values, made from types alone: the sample of each fact, and data for tests."""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

from contracts.fact import Fact
from contracts.values import Personal

NAMESPACE = UUID("0190a5f0-0000-7000-8000-000000000000")
PLAIN: dict[Any, Any] = {
    int: 3,
    bool: True,
    Decimal: Decimal("1250.50"),
    date: date(2026, 11, 20),
    datetime: datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
}

F = TypeVar("F", bound=Fact)


def example(kind: type[F]) -> F:
    """A fact with every field filled, optional ones too; always the same for the same class."""
    hints = get_type_hints(kind)
    return kind(**{name: value_of(hints[name], f"{kind.type()}/{name}") for name in kind.model_fields})


def value_of(hint: Any, place: str) -> Any:
    """A value of a type; the same for the same place. Raises TypeError for a type that no fact and no event holds."""
    hint = getattr(hint, "__supertype__", hint)  # of a NewType: an id of a company is made as any id is
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is UUID:
        return uuid5(NAMESPACE, place)
    if hint is str:
        return f"{place.rsplit('/', 1)[-1]} åäö"
    if hint is Any:
        return {}
    if origin is Literal:
        return arguments[0]
    if origin in (Union, types.UnionType):
        return value_of(next(argument for argument in arguments if argument is not type(None)), place)
    if origin is Personal:
        return Personal(value_of(arguments[0], place))
    if origin is tuple and arguments[-1] is not Ellipsis:
        return tuple(value_of(argument, f"{place}/{number}") for number, argument in enumerate(arguments))
    if origin in (tuple, list):
        return (value_of(arguments[0], f"{place}/0"),)
    if origin is dict:
        return {"sv": value_of(arguments[1], f"{place}/sv")}
    return _made(hint, place)


def _made(hint: Any, place: str) -> Any:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        fields = {
            field.name: value_of(hints[field.name], f"{place}/{field.name}") for field in dataclasses.fields(hint)
        }
        return hint(**fields)  # type: ignore[operator]
    if names := getattr(hint, "__struct_fields__", ()):  # a msgspec.Struct, as events are
        hints = get_type_hints(hint)
        return hint(**{name: value_of(hints[name], f"{place}/{name}") for name in names})
    raise TypeError(f"{place}: no example can be made of {hint}")
