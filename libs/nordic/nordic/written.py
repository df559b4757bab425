"""An account as people write it, on every page, in every mail and on every invoice: for showing, never for checking."""

from nordic.bankgiro import hyphenated, in_pairs
from nordic.digits import grouped

IBAN_GROUP = 4


def account_number(kind: str, written: str) -> str:
    """The number of a `bankgiro`, a `plusgiro` or an `iban`: 5050-1055, 90 08 00-4, SE45 5000 ….

    However it was typed; one that is malformed is shown without its separators.
    """
    number = "".join(filter(str.isalnum, written)).upper()
    match kind:
        case "bankgiro":
            return hyphenated(number)
        case "plusgiro":
            return in_pairs(number)
        case _:
            return grouped(number, IBAN_GROUP)
