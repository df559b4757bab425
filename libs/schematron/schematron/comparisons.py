"""Comparisons as XPath has them: untyped text takes the type of what it meets, and doubles draw in other numbers."""

import operator
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from schematron.document import Element
from schematron.errors import DynamicError
from schematron.numbers import alike
from schematron.values import Atom, Number, boolean_of, date_of, double_of

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: Atom | None, right: Atom | None) -> bool:
    """left sign right, for at most one item on each side; with nothing on a side no pair can fit."""
    if left is None or right is None:
        return False
    if type(left) is not type(right):
        left, right = _as_one_type(left, right)
    return _OPERATORS[sign](left, right)


def compare_exact(sign: str, left: int | Decimal | None, right: int | Decimal | None) -> bool:
    """The same for integers and decimals, which Python compares as they are."""
    return left is not None and right is not None and _OPERATORS[sign](left, right)


def _as_one_type(left: Atom, right: Atom) -> tuple[Atom, Atom]:
    for wanted, convert in ((bool, boolean_of), (datetime, date_of)):
        if isinstance(left, wanted) or isinstance(right, wanted):
            if not (isinstance(left, wanted | str) and isinstance(right, wanted | str)):
                raise DynamicError("two values that cannot be compared")
            return convert(left), convert(right)  # type: ignore[return-value]
    return alike(left, right)


def compare_values(sign: str, left: Atom | None, right: Atom | None) -> bool | None:
    """left eq right and its kind: empty when a side is, and untyped text is a string, never a number."""
    if left is None or right is None:
        return None
    if isinstance(left, str) != isinstance(right, str):
        raise DynamicError("a value comparison of a string with another type")
    return compare(sign, left, right)


def any_pair(sign: str, lefts: Iterable[Atom], rights: Iterable[Atom]) -> bool:
    """lefts sign rights: some pair of items fits."""
    held = list(rights)
    return any(compare(sign, left, right) for left in lefts for right in held)


def any_string_pair(sign: str, lefts: Iterable[str], rights: Iterable[str]) -> bool:
    """The same where all items are text."""
    if sign == "=":
        return not set(lefts).isdisjoint(rights)
    fits, held = _OPERATORS[sign], list(rights)
    return any(fits(left, right) for left in lefts for right in held)


def has_value(elements: Iterable[Element], value: str) -> bool:
    """elements = value, for a string."""
    # A plain loop is quicker than any() on the one or two elements there are.
    for element in elements:  # noqa: SIM110
        if element.value == value:
            return True
    return False


def any_number(sign: str, elements: Iterable[Element], number: Number) -> bool:
    """elements < number: untyped text is read as a double, and the number becomes one."""
    fits, held = _OPERATORS[sign], float(number)
    return any(fits(double_of(element.value), held) for element in elements)


def has_boolean(elements: Iterable[Element], value: bool) -> bool:
    """elements = true(): untyped text is read as a boolean."""
    for element in elements:  # noqa: SIM110
        if boolean_of(element.value) is value:
            return True
    return False
