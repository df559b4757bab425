"""A company as a person entered it beside the company as its register knows it: what agrees and what does not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from contracts.values import Address, CompanyHit, Personal
from onboarding.companies.events import CompanyRegistered

NUMBER: Final = "number"
_FORM_WORDS: Final = {
    "aktiebolag": "ab",
    "aktiebolaget": "ab",
    "aktieselskab": "as",
    "aktieselskabet": "as",
    "anpartsselskab": "aps",
    "aksjeselskap": "as",
    "allmennaksjeselskap": "asa",
    "osakeyhtio": "oy",
    "handelsbolag": "hb",
    "kommanditbolag": "kb",
}
"""The short form of each legal form's name, so that both compare as equal in a company's name."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The fields that agree and those that differ; a field that the register did not give is in neither."""

    confirmed: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def status(self) -> Literal["verified", "differs"]:
        return "differs" if self.differing else "verified"


def compare(entered: CompanyRegistered, address: Address | None, hits: tuple[CompanyHit, ...]) -> Comparison:
    """Compares the fields that the register gives. If a person has several firms, the one of the same name counts."""
    if not hits:
        return Comparison((), (NUMBER,))
    hit = next((each for each in hits if _folded(each.name) == _folded(entered.name)), hits[0])
    weighed = [(NUMBER, True), *_weighed(entered, address, hit)]
    return Comparison(
        tuple(field for field, agrees in weighed if agrees), tuple(field for field, agrees in weighed if not agrees)
    )


def _weighed(entered: CompanyRegistered, address: Address | None, hit: CompanyHit) -> Iterator[tuple[str, bool]]:
    if "active" not in hit.missing:
        yield "active", hit.active
    if hit.name:
        yield "name", _folded(entered.name) == _folded(hit.name)
    if hit.legal_form and entered.legal_form:
        yield "legal_form", _folded(entered.legal_form) == _folded(hit.legal_form)
    if hit.vat_registered is not None:
        yield "vat_number", _has(entered.vat_number) == hit.vat_registered
    if hit.address and address:
        yield "address", _place(address) == _place(hit.address)


def _has(vat_number: Personal[str] | None) -> bool:
    return vat_number is not None


def _place(address: Address) -> tuple[str, str, str]:
    """Reduces an address to what identifies the place: a care-of line or a floor may be missing on one side."""
    street = re.split(r",\s*", _without_care_of(address.street))[0]
    return _folded(street), re.sub(r"\D", "", address.postcode), _folded(address.city)


def _without_care_of(street: str) -> str:
    parts = [part for part in street.split(",") if not part.strip().casefold().startswith("c/o")]
    return ",".join(parts).strip()


def _folded(text: str) -> str:
    """Reduces a name to letters and digits without case and accents, with legal forms in short."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.findall(r"[a-z0-9]+", plain.replace("/", "").replace(".", ""))
    return " ".join(_FORM_WORDS.get(word, word) for word in words)
