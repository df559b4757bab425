"""The test cards: which numbers are known, of which type, and what happens when each is used."""

from dataclasses import dataclass
from enum import StrEnum

from simulators.numbers import luhn_valid


class Outcome(StrEnum):
    """What the card's bank, or the person, does."""

    APPROVE = "approve"
    DECLINE = "decline"
    ABANDON = "abandon"
    """The person closes the window: nobody is told anything until the checkout expires."""


class CardType(StrEnum):
    """The card types on the hosted page."""

    VISA = "visa"
    MASTERCARD = "mastercard"
    DANKORT = "dankort"


@dataclass(frozen=True)
class SampleCard:
    """One test number; `reason` says why it is declined."""

    number: str
    type: CardType
    outcome: Outcome
    reason: str = ""

    @property
    def grouped(self) -> str:
        """Return the number as it stands on a card, in groups of four."""
        return " ".join(self.number[at : at + 4] for at in range(0, len(self.number), 4))


SAMPLE_CARDS = (
    SampleCard("4111111111111111", CardType.VISA, Outcome.APPROVE),
    SampleCard("4000000000000002", CardType.VISA, Outcome.DECLINE, "card_declined"),
    SampleCard("4000000000009995", CardType.VISA, Outcome.DECLINE, "insufficient_funds"),
    SampleCard("4000000000000069", CardType.VISA, Outcome.DECLINE, "expired_card"),
    SampleCard("4000000000000341", CardType.VISA, Outcome.ABANDON),
    SampleCard("5555555555554444", CardType.MASTERCARD, Outcome.APPROVE),
    SampleCard("5105105105105100", CardType.MASTERCARD, Outcome.DECLINE, "card_declined"),
    SampleCard("5555555555550004", CardType.MASTERCARD, Outcome.ABANDON),
    SampleCard("5019717010103742", CardType.DANKORT, Outcome.APPROVE),
    SampleCard("5019717010100003", CardType.DANKORT, Outcome.DECLINE, "card_declined"),
    SampleCard("5019717010100011", CardType.DANKORT, Outcome.ABANDON),
)


class CardRefusedError(Exception):
    """The number cannot be used here; the checkout stays as it was. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def sample_card(card_type: CardType, written: str) -> SampleCard:
    """Return the test card with this number, spaces allowed.

    Raises CardRefusedError: invalid_number, not_a_test_card (it may be somebody's real card), or wrong_card_type.
    """
    number = "".join(written.split())
    if not luhn_valid(number):
        raise CardRefusedError("invalid_number")
    card = next((card for card in SAMPLE_CARDS if card.number == number), None)
    if card is None:
        raise CardRefusedError("not_a_test_card")
    if card.type is not card_type:
        raise CardRefusedError("wrong_card_type")
    return card
