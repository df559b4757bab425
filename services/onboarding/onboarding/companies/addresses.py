"""Whether an address can be used: what must be there, and the postcode's form in its country."""

import re
from dataclasses import replace
from typing import Final

from chassis import Refused
from contracts.values import Address

FIELD_MAX: Final = 200
"""How many characters a field of an address may have."""
_MANDATORY: Final = ("name", "street", "postcode", "city", "country")
_POSTCODES: Final = {
    "SE": (r"\d{5}", "123 45"),
    "DK": (r"\d{4}", "1234"),
    "NO": (r"\d{4}", "0123"),
    "FI": (r"\d{5}", "00100"),
}
_OTHER_POSTCODE: Final = (r"[A-Z0-9-]{2,12}", "")


def checked_address(address: Address) -> Address:
    """The address in one form: blanks trimmed, country in capitals, a Swedish postcode as 123 45. Raises Refused."""
    fields = {name: " ".join(getattr(address, name).split()) for name in (*_MANDATORY, "phone")}
    for name, value in fields.items():
        if not value and name in _MANDATORY:
            raise Refused("address.field-missing", field=name)
        if len(value) > FIELD_MAX:
            raise Refused("address.field-too-long", field=name, length_max=FIELD_MAX)
    country = fields["country"].upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Refused("address.country-unknown", country=country)
    return replace(address, **fields | {"country": country, "postcode": _postcode(fields["postcode"], country)})


def _postcode(written: str, country: str) -> str:
    pattern, example = _POSTCODES.get(country, _OTHER_POSTCODE)
    compact = re.sub(r"\s", "", written.upper().removeprefix(f"{country}-"))
    if not re.fullmatch(pattern, compact, re.ASCII):
        raise Refused("address.postcode-malformed", postcode=written, country=country, example=example)
    if country == "SE":
        return f"{compact[:3]} {compact[3:]}"
    return compact if country in _POSTCODES else written.upper()
