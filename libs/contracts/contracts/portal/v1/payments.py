"""What the operator's staff did about payments over a bank. `company` is the network's own."""

from datetime import date
from typing import ClassVar
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


class BankPaymentPaidBack(Fact):
    """Staff paid back what waited, by hand; `note` says how."""

    company: CompanyId
    person: PersonId
    payment: UUID
    note: str
    answered_by: ClassVar = ("wallet.bank_payment_settled", "wallet.bank_payment_refused")
