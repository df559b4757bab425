"""What the shop may ask: the bodies of a new checkout and a new refund."""

from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from simulators.card.cards import CardType


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be a whole http or https address")
    return text


def _positive(text: str) -> str:
    if Decimal(text) <= 0:
        raise ValueError("must be more than zero")
    return text


Amount = Annotated[str, Field(pattern=r"^[0-9]{1,9}\.[0-9]{2}$"), AfterValidator(_positive)]
"""A decimal string with exactly two decimals: no float ever carries money."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewCheckout(_Strict):
    """The body of POST /v1/checkouts."""

    amount: Amount
    currency: Literal["SEK", "DKK", "NOK", "EUR"]
    reference: Annotated[str, Field(min_length=1, max_length=100)]
    return_url: Annotated[str, Field(max_length=2000), AfterValidator(_web_address)]
    description: Annotated[str, Field(max_length=200)] = ""
    card_type: CardType | None = None
    """Chosen at the shop already: the page begins with the card's details."""


class NewChargeback(_Strict):
    """The body of POST /v1/checkouts/{id}/chargebacks; without an amount, all that is left is taken back."""

    amount: Amount | None = None


class NewRefund(_Strict):
    """The body of POST /v1/checkouts/{id}/refunds; without an amount, all that is left is given back."""

    amount: Amount | None = None
