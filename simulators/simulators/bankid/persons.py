"""The people who can hold the simulated phone."""

from dataclasses import dataclass

from simulators.numbers import is_personal_number

NAME_MAX = 100


@dataclass(frozen=True)
class Person:
    """Someone with a BankID: personal number (12 digits) and full name."""

    personal_number: str
    name: str

    def __post_init__(self) -> None:
        """Raise ValueError unless the number is valid and there is a name."""
        if not is_personal_number(self.personal_number):
            raise ValueError("personalNumber must be 12 digits, a real date, and have a valid check digit")
        if not 0 < len(self.name.strip()) <= NAME_MAX:
            raise ValueError(f"name must be 1-{NAME_MAX} characters")

    @property
    def given_name(self) -> str:
        """Return all names but the last."""
        return self.name.rpartition(" ")[0] or self.name

    @property
    def surname(self) -> str:
        """Return the last name."""
        return self.name.rpartition(" ")[2]


TEST_PERSONS = (
    Person("198803200016", "Sara Spårberg"),
    Person("191212121212", "Tolvan Tolvansson"),
    Person("198112289874", "Erik Testberg"),
    Person("189001019802", "Aino Prövenius"),
)
"""Numbers with valid check digits. Erik and Tolvan are the sole traders of the simulated Bolagsverket."""
