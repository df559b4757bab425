"""The two things that an invitation carries, a customer number and a code: as people write them, and as kept."""

import re
from typing import Final
from uuid import UUID

from chassis import Refused
from directory.connections.customer_number import CUSTOMER_NUMBER_MAX

CODE_LENGTH: Final = 10
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 characters that nobody mistakes for one another: no 0 and O, no 1, I and L, no U and V."""


def checked_customer_number(written: str) -> str:
    """The number without blanks around it. Raises Refused when it is empty or too long."""
    number = " ".join(written.split())
    if not number:
        raise Refused("invitation.customer-number-missing")
    if len(number) > CUSTOMER_NUMBER_MAX:
        raise Refused("invitation.customer-number-too-long", length_max=CUSTOMER_NUMBER_MAX)
    return number


def code_key(written: str) -> str:
    """Brings all ways to write the same code to one form: without blanks or hyphens, in upper case."""
    return re.sub(r"[\s-]", "", written).upper()


def invitation_code(seed: UUID) -> str:
    """Ten characters (49 bits) from a seed that is a keyed HMAC of the invitation's id.

    The same invitation always has the same code, so that inviting twice is inviting once.
    """
    rest, characters = seed.int, []
    for _ in range(CODE_LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[place])
    return "".join(characters)
