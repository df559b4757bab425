"""What may be asked about connections; never on the wire."""

from typing import Literal
from uuid import UUID

from chassis import Command


class EndConnection(Command, lane="company"):
    """End the connection; `side` is the one on which the company stands."""

    company: UUID
    partner: UUID
    side: Literal["supplier", "customer"]
    reason: str


class DecideSupplier(Command, lane="company"):
    company: UUID
    supplier: UUID
    decision: Literal["approved", "refused"]
    reason: str


class SetContractText(Command, lane="company"):
    company: UUID
    text: str
