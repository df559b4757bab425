"""What the operator's staff did about payments: over a bank `company` is the network's own, else the buyer."""

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from contracts.fact import Fact
from contracts.values import CompanyId, DocumentRef, Money, PersonId


class BankFileUploaded(Fact):
    """A file from the bank: camt.053, camt.054 or BGMax. `file` is made of its content."""

    company: CompanyId
    person: PersonId
    file: UUID
    document: DocumentRef
    answered_by: ClassVar = ("wallet.bank_file_taken", "wallet.bank_file_refused")


class BankPaymentRegistered(Fact):
    """Staff saw a payment on the account that no file tells of."""

    company: CompanyId
    person: PersonId
    payment: UUID
    reference: str
    amount: Money
    booked_on: date
    note: str = ""
    answered_by: ClassVar = ("wallet.bank_payment_arrived", "wallet.bank_payment_refused")


class BankPaymentAssigned(Fact):
    """Staff know which order the money is for."""

    company: CompanyId
    person: PersonId
    payment: UUID
    order: UUID
    answered_by: ClassVar = ("wallet.bank_payment_settled", "wallet.bank_payment_refused")


class BankPaymentDismissed(Fact):
    """Staff found that a payment is one that was known already, told once more by the bank."""

    company: CompanyId
    person: PersonId
    payment: UUID
    answered_by: ClassVar = ("wallet.bank_payment_dismissed", "wallet.bank_payment_refused")


class BankPaymentPaidBack(Fact):
    """Staff paid back what waited, by hand; `note` says how."""

    company: CompanyId
    person: PersonId
    payment: UUID
    note: str
    answered_by: ClassVar = ("wallet.bank_payment_settled", "wallet.bank_payment_refused")


# Money of an order that waits for a person.


class PaymentAssigned(Fact):
    """A payment by card that was set aside is for this order of the same company."""

    company: CompanyId
    person: PersonId
    order: UUID
    payment: str
    to_order: UUID
    answered_by: ClassVar = ("wallet.set_aside_settled", "wallet.money_decision_refused")


class PaymentReturned(Fact):
    """A payment by card that was set aside is to go back: to the card, or `by_hand` over a bank."""

    company: CompanyId
    person: PersonId
    order: UUID
    payment: str
    refund: UUID
    by_hand: bool = False
    reason: str
    answered_by: ClassVar = ("wallet.refund_agreed", "wallet.refund_refused")


class RefundPaidByHand(Fact):
    """Staff paid a refund over a bank that no card takes; `note` says how and when."""

    company: CompanyId
    person: PersonId
    order: UUID
    refund: UUID
    note: str
    answered_by: ClassVar = ("wallet.refund_paid", "wallet.refund_refused")


class DebtSettled(Fact):
    """What is owed for an order that was charged back is paid, or given up; `note` says how."""

    company: CompanyId
    person: PersonId
    order: UUID
    how: Literal["paid", "written-off"]
    note: str
    answered_by: ClassVar = ("wallet.debt_changed", "wallet.money_decision_refused")


class ChargebackCleared(Fact):
    """Staff asked the card provider about an impossible chargeback; `note` says what came of it."""

    company: CompanyId
    person: PersonId
    order: UUID
    chargeback: str
    note: str
    answered_by: ClassVar = ("wallet.chargeback_cleared", "wallet.money_decision_refused")


class CheckoutQuestionRequested(Fact):
    """Staff want the card provider to be asked again what became of an order's checkout."""

    company: CompanyId
    person: PersonId
    order: UUID
    answered_by: ClassVar = ("wallet.checkout_questioned", "wallet.money_decision_refused")
