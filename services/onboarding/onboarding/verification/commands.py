"""What may be asked about questions to a register; never on the wire."""

from uuid import UUID

from chassis import Command


class BeginRegisterCheck(Command, lane="company"):
    """The register is to be asked: of the company's details, or of who made this signing."""

    company: UUID
    signing: UUID | None = None
    attempt: int = 1


class PutOffRegisterCheck(Command, lane="company"):
    """The register was silent."""

    company: UUID
    signing: UUID | None = None
    attempt: int
    problem: str
