"""What happened to an order's money beside its payment: chargebacks, debts, what was set aside. Stored for ever."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Money, OrderLine
from wallet.vat import Treatment

ChargebackDoubt = Literal["chargeback.exceeds-payment", "chargeback.other-currency", "chargeback.reversal-differs"]
"""Why a chargeback is believed by nobody before a person has asked the card provider."""

AsideEnd = Literal["returned", "assigned", "charged-back"]
DebtEnd = Literal["paid", "written-off"]


class ChargedBack(Event, topic="wallet.charged_back.v1"):
    """The payer's bank took a payment back, or a part of it. `taken` are the unused credits that went with it.

    Used credits cannot come back: `owed` is what this chargeback adds to what the company owes for the order; it is
    negative where credits settle what an earlier part left over. `chargeback` is the provider's name for it; it is
    empty where it was written before there could be several of one payment.
    """

    company: UUID
    account: UUID
    payment: str
    provider: str
    amount: Money
    taken: tuple[OrderLine, ...]
    net: Money
    vat: Money
    owed: Money
    treatment: Treatment
    chargeback: str = ""
    values: tuple[Decimal, ...] = ()
    """What each of `taken` was worth before VAT; their sum is `net`."""


class ChargebackReversed(Event, topic="wallet.chargeback_reversed.v1"):
    """The dispute was won: the money is back, and so are the credits and the debt as they were before."""

    company: UUID
    account: UUID
    payment: str
    provider: str
    chargeback: str
    amount: Money
    given: tuple[OrderLine, ...]
    net: Money
    vat: Money
    owed: Money
    treatment: Treatment


class ChargebackSetAside(Event, topic="wallet.chargeback_set_aside.v1"):
    """What the provider says cannot be: more is taken back than was paid. Nothing moves before a person has asked."""

    company: UUID
    payment: str
    provider: str
    chargeback: str
    amount: Money
    left: Money
    reason: ChargebackDoubt


class ChargebackCleared(Event, topic="wallet.chargeback_cleared.v1"):
    """A chargeback that was set aside is clear: a person asked the provider (`note`), or it was taken back itself."""

    company: UUID
    chargeback: str
    person: UUID | None
    note: str


class DebtSettled(Event, topic="wallet.debt_settled.v1"):
    """What the company owed for an order that was charged back is paid, or is given up."""

    company: UUID
    person: UUID
    amount: Money
    how: DebtEnd
    note: str


class AsideSettled(Event, topic="wallet.aside_settled.v1"):
    """So much of a payment that was set aside has found its end: a refund, another order, or the payer's bank.

    A negative amount is set aside again: the dispute was won.
    """

    company: UUID
    payment: str
    provider: str
    amount: Money
    how: AsideEnd
    person: UUID | None = None
    refund: UUID | None = None
    to_order: UUID | None = None
    chargeback: str = ""
    reason: str = ""
    """Why it had been set aside."""


class CheckoutUnanswered(Event, topic="wallet.checkout_unanswered.v1"):
    """The card provider was asked what became of a checkout, and gave no answer; `last`: a person must look."""

    company: UUID
    checkout: str
    question: int
    cause: str
    last: bool


ReturnEvent = ChargedBack | ChargebackReversed | ChargebackSetAside | ChargebackCleared | DebtSettled | AsideSettled
