"""What may be asked of carts, orders and their money; never on the wire. The lane is the company throughout."""

from typing import Literal
from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Money, OrderLine, PersonId
from wallet.customers.events import Payment
from wallet.orders.events import Cause, DebtEnd


class ChangeCart(Command, lane="company"):
    """The cart is to hold this number of an item; 0 takes it out."""

    company: CompanyId
    person: PersonId
    item: str
    quantity: int


class AcceptOrder(Command, lane="company"):
    """Order these lines, or what lies in the cart when there are none.

    `total_seen` is the price that the buyer saw and agreed to; None when the price was not shown before (then none was
    promised, and the buyer sees it on the payment page). `person` is None when the network orders by an agreement.
    """

    company: CompanyId
    person: PersonId | None
    order: UUID
    lines: tuple[OrderLine, ...] = ()
    account: UUID | None = None
    payment: Payment = "card"
    card_type: str = ""
    terms_version: str
    total_seen: Money | None = None
    cause: Cause = "person"


class CancelOrder(Command, lane="company"):
    """The buyer wants it no more, or (`expired`) it was never paid."""

    company: CompanyId
    order: UUID
    person: PersonId | None = None
    expired: bool = False


class RecordCheckout(Command, lane="company"):
    """The card provider opened a checkout."""

    company: CompanyId
    order: UUID
    checkout: str
    url: str


class QuestionCheckout(Command, lane="company"):
    """Ask the card provider what became of a checkout, unless its word has come; `question` counts from 1."""

    company: CompanyId
    order: UUID
    checkout: str
    question: int


class RecordCheckoutSilence(Command, lane="company"):
    """The card provider did not say what became of a checkout; `final`: it says that it never will."""

    company: CompanyId
    order: UUID
    checkout: str
    question: int
    cause: str
    final: bool


class AskAboutCheckout(Command, lane="company"):
    """Staff want the card provider to be asked again."""

    company: CompanyId
    order: UUID
    person: PersonId


class RecordCheckoutFailure(Command, lane="company"):
    """The card provider opened none; `final` when trying again cannot help."""

    company: CompanyId
    order: UUID
    attempt: int
    cause: str
    key: UUID
    final: bool


class RetryCheckout(Command, lane="company"):
    company: CompanyId
    order: UUID
    attempt: int


class RecordPayment(Command, lane="company"):
    """The card provider's signed word on a payment, or a transfer that was matched to the order."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    outcome: Literal["paid", "declined", "abandoned"]
    amount: Money
    checkout: str = ""
    set_aside: bool = False
    """It had been set aside, and a person says that it is for this order."""


class RecordChargeback(Command, lane="company"):
    """The payer's bank took a payment back, or a part of it; `chargeback` is the provider's name for this."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    chargeback: str
    amount: Money


class ReverseChargeback(Command, lane="company"):
    """The dispute was won: the money is back."""

    company: CompanyId
    order: UUID
    provider: str
    payment: str
    chargeback: str
    amount: Money


class ClearChargeback(Command, lane="company"):
    """A person has asked the provider about a chargeback that cannot be; `note` says what came of it."""

    company: CompanyId
    order: UUID
    chargeback: str
    person: PersonId
    note: str


class SettleDebt(Command, lane="company"):
    """What is owed for an order that was charged back is paid, or given up."""

    company: CompanyId
    order: UUID
    person: PersonId
    how: DebtEnd
    note: str


class AssignAside(Command, lane="company"):
    """Staff know which order of the company a payment is for that was set aside."""

    company: CompanyId
    order: UUID
    payment: str
    person: PersonId
    to_order: UUID


class ReturnAside(Command, lane="company"):
    """Pay back what was set aside: to the card, or by hand."""

    company: CompanyId
    order: UUID
    payment: str
    person: PersonId
    refund: UUID
    by_hand: bool
    reason: str


class RefundOrder(Command, lane="company"):
    """Pay back what is unused of an order, or so many of it."""

    company: CompanyId
    order: UUID
    refund: UUID
    person: PersonId
    quantity: int | None
    reason: str
