"""What may be asked about connections; never on the wire."""

from typing import Literal

from chassis import Command
from contracts.values import CompanyId


class EndConnection(Command, lane="company"):
    """End the connection; `side` is the one on which the company stands."""

    company: CompanyId
    partner: CompanyId
    side: Literal["supplier", "customer"]
    reason: str


class DecideSupplier(Command, lane="company"):
    company: CompanyId
    supplier: CompanyId
    decision: Literal["approved", "refused"]
    reason: str


class SetContractText(Command, lane="company"):
    company: CompanyId
    text: str
