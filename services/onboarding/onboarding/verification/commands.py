"""What may be asked about questions to a register; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId


class BeginRegisterCheck(Command, lane="company"):
    """Ask the register about the company's details, or about who made this signing."""

    company: CompanyId
    signing: UUID | None = None
    attempt: int = 1


class PutOffRegisterCheck(Command, lane="company"):
    """Ask again later, since the register gave no answer."""

    company: CompanyId
    signing: UUID | None = None
    attempt: int
    problem: str
