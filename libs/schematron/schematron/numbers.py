"""Arithmetic as XPath has it. An empty operand gives an empty result; untyped text is read as a double."""

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, Decimal
from typing import cast

from schematron.errors import DynamicError
from schematron.values import Atom, Number, double_of

_HALF = Decimal("0.5")
_ZERO = Decimal(0)
DIVISION_SCALE = 18
"""Digits after the point that a quotient of decimals keeps, as Saxon does; XPath leaves it to the processor."""
_SMALLEST = Decimal(1).scaleb(-DIVISION_SCALE)
_RANGE_MAX = 100_000


def _number(value: Atom) -> Number:
    if isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return double_of(value)
    raise DynamicError("arithmetic on what is no number")


def alike(left: Atom, right: Atom) -> tuple[Number, Number]:
    """Both as numbers of one type: a double makes both doubles, a decimal and an integer get on as they are."""
    a, b = _number(left), _number(right)
    if isinstance(a, float) or isinstance(b, float):
        return float(a), float(b)
    return a, b


def add(left: Atom | None, right: Atom | None) -> Number | None:
    """left + right."""
    if left is None or right is None:
        return None
    if type(left) is Decimal and type(right) is Decimal:
        return left + right
    a, b = alike(left, right)
    return a + b  # type: ignore[operator]


def subtract(left: Atom | None, right: Atom | None) -> Number | None:
    """left - right."""
    if left is None or right is None:
        return None
    if type(left) is Decimal and type(right) is Decimal:
        return left - right
    a, b = alike(left, right)
    return a - b  # type: ignore[operator]


def multiply(left: Atom | None, right: Atom | None) -> Number | None:
    """left * right."""
    if left is None or right is None:
        return None
    a, b = alike(left, right)
    return a * b  # type: ignore[operator]


def divide(left: Atom | None, right: Atom | None) -> Number | None:
    """left div right: two integers give a decimal; dividing a double by zero gives INF or NaN, a decimal an error."""
    if left is None or right is None:
        return None
    a, b = alike(left, right)
    if isinstance(a, float) or isinstance(b, float):
        return _divide_doubles(float(a), float(b))
    if b == 0:
        raise DynamicError("division by zero")
    if b == 100:
        return Decimal(a).scaleb(-2)
    quotient = Decimal(a) / b
    if quotient.adjusted() + DIVISION_SCALE >= 38:  # too great to be cut there within the precision
        return quotient
    return quotient.quantize(_SMALLEST, ROUND_HALF_DOWN)


def _divide_doubles(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1, b)


def whole_divide(left: Atom | None, right: Atom | None) -> int | None:
    """left idiv right: the quotient without its fraction."""
    if left is None or right is None:
        return None
    a, b = alike(left, right)
    if b == 0 or a != a or b != b:
        raise DynamicError("idiv by zero or of NaN")
    if isinstance(a, int) and isinstance(b, int):
        quotient = abs(a) // abs(b)
        return quotient if (a < 0) == (b < 0) else -quotient
    return int(a / b)  # type: ignore[operator]


def modulo(left: Atom | None, right: Atom | None) -> Number | None:
    """left mod right: the remainder has the sign of the left side."""
    if left is None or right is None:
        return None
    a, b = alike(left, right)
    if isinstance(a, float) or isinstance(b, float):
        return math.nan if b == 0 or not math.isfinite(a) else math.fmod(a, b)
    if b == 0:
        raise DynamicError("mod by zero")
    if isinstance(a, int) and isinstance(b, int):
        remainder = abs(a) % abs(b)
        return -remainder if a < 0 else remainder
    return Decimal(a) % Decimal(b)


def negative(value: Atom | None) -> Number | None:
    """-value."""
    return None if value is None else -_number(value)


def rounded(value: Atom | None) -> Number | None:
    """fn:round: half goes up, towards positive infinity: 2.5 is 3, -2.5 is -2."""
    if value is None:
        return None
    held = _number(value)
    if isinstance(held, Decimal):
        return (held + _HALF).to_integral_value(ROUND_FLOOR)
    if isinstance(held, float):
        return float(math.floor(held + 0.5)) if math.isfinite(held) and abs(held) < 2**52 else held
    return held


def floor(value: Atom | None) -> Number | None:
    """fn:floor, of the type given."""
    return _whole(value, math.floor)


def ceiling(value: Atom | None) -> Number | None:
    """fn:ceiling, of the type given."""
    return _whole(value, math.ceil)


def _whole(value: Atom | None, how: Callable[[Number], int]) -> Number | None:
    if value is None:
        return None
    held = _number(value)
    if isinstance(held, float):
        return float(how(held)) if math.isfinite(held) else held
    return Decimal(how(held)) if isinstance(held, Decimal) else held


def absolute(value: Atom | None) -> Number | None:
    """fn:abs."""
    if value is None:
        return None
    held = _number(value)
    return -held if held < 0 else held


def total(values: Iterable[Atom]) -> Number:
    """fn:sum: 0 for nothing."""
    held = list(values)
    if held and all(type(value) is Decimal for value in held):
        return sum(cast("list[Decimal]", held), _ZERO)
    result: Number = 0
    for value in held:
        a, b = alike(result, value)
        result = a + b  # type: ignore[operator]
    return result


def average(values: Iterable[Atom]) -> Number | None:
    """fn:avg: empty for nothing."""
    held = list(values)
    return divide(total(held), len(held)) if held else None


def greatest(values: Iterable[Atom]) -> Atom | None:
    """fn:max of numbers, untyped text among them, or of dates."""
    return _outermost(values, max)


def least(values: Iterable[Atom]) -> Atom | None:
    """fn:min of numbers, untyped text among them, or of dates."""
    return _outermost(values, min)


def _outermost(values: Iterable[Atom], which: Callable[..., Atom]) -> Atom | None:
    held = [double_of(value) if isinstance(value, str) else value for value in values]
    if not held:
        return None
    if any(value != value for value in held):
        return math.nan
    if all(isinstance(value, datetime) for value in held):
        return which(held)
    numbers = [_number(value) for value in held]
    if any(isinstance(value, float) for value in numbers):
        numbers = [float(value) for value in numbers]
    return which(numbers)


def whole_numbers(first: Atom | None, last: Atom | None) -> range:
    """first to last."""
    if first is None or last is None:
        return range(0)
    if not (isinstance(first, int) and isinstance(last, int)):
        raise DynamicError("a range of what are no integers")
    if last - first > _RANGE_MAX:
        raise DynamicError(f"a range of more than {_RANGE_MAX} numbers")
    return range(first, last + 1)
