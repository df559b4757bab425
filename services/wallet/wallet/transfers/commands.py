"""What may be asked of payments that are matched to orders; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import PersonId


class TakeEntries(Command, lane="file"):
    """Take the next entries of a file."""

    file: UUID
    start: int


class AssignPayment(Command, lane="payment"):
    """Staff know which order it is for; an order that was cancelled meanwhile is granted after all."""

    payment: UUID
    order: UUID
    person: PersonId
