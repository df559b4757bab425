"""What time asks of reservations; never on the wire. The lane is the company throughout."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId


class QuestionClaim(Command, lane="company"):
    """A reservation has stood for long: ask what became of the invoice."""

    company: CompanyId
    invoice: UUID
    question: int


class ServeQuota(Command, lane="company"):
    """A new year or a larger plan: let through what the quota of `year` held up."""

    company: CompanyId
    year: int
