"""What may be asked of bank files and payments; never on the wire. A file, or a payment, is its own lane."""

from datetime import date
from uuid import UUID

from chassis import Command
from contracts.values import DocumentRef, Money, PersonId


class TakeBankFile(Command, lane="file"):
    """Read a bank file, and take what is new in it."""

    file: UUID
    person: PersonId
    document: DocumentRef


class RegisterPayment(Command, lane="payment"):
    """Staff saw a payment on the account that no file tells of."""

    payment: UUID
    person: PersonId
    reference: str
    amount: Money
    booked_on: date
    note: str


class DismissPayment(Command, lane="payment"):
    """Staff found that it is a payment that was known already."""

    payment: UUID
    person: PersonId


class PayBack(Command, lane="payment"):
    """Staff paid back what waited, by hand."""

    payment: UUID
    person: PersonId
    note: str
