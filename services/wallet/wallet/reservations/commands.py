"""What time asks of reservations; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command


class QuestionClaim(Command, lane="company"):
    """A reservation has stood for long: ask what became of the invoice."""

    company: UUID
    invoice: UUID
    question: int


class ServeQuota(Command, lane="company"):
    """A new year or a larger plan: let through what the quota of `year` held up."""

    company: UUID
    year: int
