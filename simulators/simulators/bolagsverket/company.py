"""A company in the simulated register, and the legal forms it can have."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LegalForm:
    """One legal form, in Bolagsverket's code list and in SCB's (the two differ)."""

    code: str
    text: str
    scb_code: str
    scb_text: str


LIMITED = LegalForm("AB", "Aktiebolag", "49", "Övriga aktiebolag")
PARTNERSHIP = LegalForm("HB", "Handelsbolag", "31", "Handelsbolag, kommanditbolag")
ECONOMIC = LegalForm("EK", "Ekonomisk förening", "51", "Ekonomiska föreningar")
SOLE_TRADER = LegalForm("E", "Enskild näringsverksamhet", "10", "Fysiska personer")


@dataclass(frozen=True)
class Address:
    """A Swedish postal address."""

    street: str
    postcode: str
    town: str
    care_of: str | None = None


@dataclass(frozen=True)
class Company:
    """One registered firm. A sole trader's `identity` is a personal number (12 digits), and may have several firms."""

    identity: str
    name: str
    form: LegalForm
    registered_on: date
    address: Address
    trade: tuple[str, str]
    """SNI code and its text."""
    firm_number: int | None = None
    """Namnskyddslöpnummer: tells a sole trader's firms apart."""
    other_names: tuple[str, ...] = ()
    struck_off_on: date | None = None
    struck_off_for: tuple[str, str] | None = None
    proceeding: tuple[str, str, date] | None = None
    """Code, text and first day of a bankruptcy or the like that is going on."""
    silent_source: str | None = None
    """The producer (Bolagsverket or SCB) that never answers for this company."""

    @property
    def is_person(self) -> bool:
        """Tell whether the identity is a personal number, and so personal data."""
        return len(self.identity) == 12
