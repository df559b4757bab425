"""Company numbers that are valid but not in any register, for demos and tests."""

from collections.abc import Iterator
from itertools import count

from nordic.digits import luhn_digit, weighted

SEVEN_DIGITS = 4_100_000
"""The first of the digits that no simulated register uses, in Denmark and after the 9 of a Norwegian number."""


def swedish_number(serial: int) -> str:
    """Makes the organisation number of 5599 and a serial of five digits."""
    body = f"5599{serial:05d}"
    return body + luhn_digit(body)


def danish_numbers() -> Iterator[str]:
    """CVR numbers, one after another."""
    return _modulus_11("", (2, 7, 6, 5, 4, 3, 2))


def norwegian_numbers() -> Iterator[str]:
    """Organisation numbers, one after another."""
    return _modulus_11("9", (3, 2, 7, 6, 5, 4, 3, 2))


def _modulus_11(before: str, weights: tuple[int, ...]) -> Iterator[str]:
    for serial in count(SEVEN_DIGITS):
        body = f"{before}{serial}"
        last = -weighted(body, weights) % 11
        if last < 10:  # A number whose check digit would be ten is never issued.
            yield f"{body}{last}"
