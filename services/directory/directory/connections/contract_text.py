"""A supplier's own contract text, which its customers accept before they receive (E-T3)."""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from directory.connections.commands import SetContractText
from directory.connections.events import ContractTextChanged

TEXT_MAX: Final = 20_000


class ContractText(Aggregate[ContractTextChanged], stream="directory.contract_text"):
    """The contract text of one supplier. Versions count up; the newest is the one that is shown and accepted."""

    number: int = 0
    sha256: str = ""
    """The checksum of the text that must be accepted; empty where there is none."""

    @staticmethod
    def id_of(supplier: CompanyId) -> UUID:
        return derived_id(supplier, "contract-text")

    def set(self, command: SetContractText) -> None:
        text = command.text.strip()
        if len(text) > TEXT_MAX:
            raise Refused("contract-text.too-long", length_max=TEXT_MAX)
        digest = sha256(text.encode()).hexdigest() if text else ""
        self.record(ContractTextChanged(company=command.company, version=self.number + 1, text=text, sha256=digest))

    def require_accepted(self, accepted_sha256: str) -> None:
        """Raises Refused unless exactly the text that stands now was shown and accepted."""
        if self.sha256 and accepted_sha256 != self.sha256:
            raise Refused("enrolment.contract-not-accepted", sha256=self.sha256)

    def evolve(self, event: ContractTextChanged) -> None:
        self.number, self.sha256 = event.version, event.sha256
