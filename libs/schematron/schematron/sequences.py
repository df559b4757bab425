"""Sequences: taking the one item out of them, counting places, and their truth."""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from schematron.document import NONE, Element
from schematron.errors import DynamicError
from schematron.values import Atom

Item = TypeVar("Item")
Result = TypeVar("Result")


def only(items: Sequence[Item]) -> Item | None:
    """The one item, or None; more are a type error."""
    if len(items) > 1:
        raise DynamicError("more than one item where one is asked for")
    return items[0] if items else None


def only_value(elements: Sequence[Element]) -> str | None:
    """The text of the one element, or None."""
    if not elements:
        return None
    if len(elements) > 1:
        raise DynamicError("more than one element where one is asked for")
    return elements[0].value


def only_text(elements: Sequence[Element]) -> str:
    """The text of the one element, or "" for none: how functions on strings take an xs:string?."""
    if not elements:
        return ""
    if len(elements) > 1:
        raise DynamicError("more than one element where one is asked for")
    return elements[0].value


def listed(value: Item | None) -> Sequence[Item]:
    """An optional item as a sequence."""
    return NONE if value is None else (value,)


def item_at(items: Sequence[Item], place: Any) -> Sequence[Item]:
    """items[place]: the item at a numeric place, counted from 1."""
    if place is None or place != place or place != int(place) or place < 1:
        return NONE
    return items[int(place) - 1 : int(place)]


def kept(items: Sequence[Item], keeps: Callable[[Item, int, int], object]) -> list[Item]:
    """The items of which `keeps(item, position, last)` holds."""
    last = len(items)
    return [item for position, item in enumerate(items, 1) if keeps(item, position, last)]


def chosen(value: Atom | None, position: int) -> bool:
    """Does a predicate with this value keep the item at this position? A number means a place."""
    if isinstance(value, bool) or (not isinstance(value, int | float) and not hasattr(value, "adjusted")):
        return truth(value)
    return value == position


def truth(value: Atom | None) -> bool:
    """The effective boolean value of at most one atomic value."""
    if value is None:
        return False
    if isinstance(value, datetime):
        raise DynamicError("a date has no truth value")
    if isinstance(value, float) and math.isnan(value):
        return False
    return bool(value)


def truth_of_many(items: Sequence[Atom]) -> bool:
    """The effective boolean value of atomic values: more than one is an error."""
    return truth(only(items))


def distinct(values: Iterable[Atom]) -> list[Atom]:
    """fn:distinct-values; numbers that are equal are one, 1 and true() are not."""
    seen: dict[object, Atom] = {}
    for value in values:
        seen.setdefault((isinstance(value, bool), value), value)
    return list(seen.values())


class Later:
    """A value that is worked out when first asked for: a variable of a rule, or what an assertion says twice.

    XPath works out a variable only when it is used, so an error in one that is not used is no error.
    """

    __slots__ = ("_formula", "_value")

    def __init__(self, formula: Callable[[], Any]) -> None:
        self._formula: Callable[[], Any] | None = formula
        self._value: Any = None

    def __call__(self) -> Any:
        if self._formula is not None:
            self._value = self._formula()
            self._formula = None
        return self._value


def grouped(elements: Iterable[Element], key: Callable[[Element], str]) -> dict[str, list[Element]]:
    """The elements by a key, each group in their order."""
    groups: dict[str, list[Element]] = {}
    for element in elements:
        groups.setdefault(key(element), []).append(element)
    return groups


def name_of(elements: Sequence[Element], function: str) -> str:
    """name(a), local-name(a), namespace-uri(a): "" for no node, and for the document node."""
    element = only(elements)
    if element is None:
        return ""
    return {
        "name": element.path.lexical_name,
        "local-name": element.path.local,
        "namespace-uri": element.path.uri,
    }[function]
