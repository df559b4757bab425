"""A connection: that a supplier and its customer trade through the network, and what the buyer says of the supplier."""

from __future__ import annotations

from typing import NamedTuple, assert_never
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId
from directory.connections.commands import DecideSupplier, EndConnection
from directory.connections.events import (
    Approval,
    ConnectionEnded,
    ConnectionEstablished,
    ConnectionEvent,
    Direction,
    SupplierApprovalChanged,
)

REASON_MAX = 500


class Parties(NamedTuple):
    """The two companies of a connection; `customer_number` is the supplier's number for its customer, or empty."""

    supplier: CompanyId
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str


class Connection(Aggregate[ConnectionEvent], stream="directory.connection"):
    """One supplier and one of its customers (S0-30). It can end, and begin again."""

    established: ConnectionEstablished
    stands: bool = False
    approval: Approval = "not-needed"

    @staticmethod
    def id_of(supplier: CompanyId, customer: CompanyId) -> UUID:
        return derived_id(supplier, "customer", str(customer))

    # Decisions.

    def require_none(self) -> None:
        """Raises Refused when the two are connected already."""
        if self.stands:
            raise Refused("invitation.connected-already", customer_number=self.established.customer_number or "-")

    def establish(self, parties: Parties, direction: Direction, invitation: UUID, approves_suppliers: bool) -> None:
        """Connects the two. A buyer that approves its suppliers approves one by inviting it (E-I5)."""
        invited_by_buyer = direction == "to-supplier"
        if self.stands and invited_by_buyer:
            raise Refused("enrolment.connected-already", supplier_name=parties.customer_name)
        if self.stands:  # The same customer answered another of its customer numbers.
            return
        self.record(
            ConnectionEstablished(
                supplier=parties.supplier,
                supplier_name=parties.supplier_name,
                customer=parties.customer,
                customer_name=parties.customer_name,
                customer_number=parties.customer_number,
                invitation=invitation,
                direction=direction,
                approval="not-needed" if not approves_suppliers else "approved" if invited_by_buyer else "awaiting",
            )
        )

    def end(self, command: EndConnection) -> None:
        if not self.stands:
            raise Refused("connection.not-found")
        self.record(ConnectionEnded(ended_by=command.side, reason=_reason(command.reason)))

    def decide(self, command: DecideSupplier) -> None:
        """Records the buyer's decision, which may later change either way."""
        if not self.stands:
            raise Refused("approval.no-such-supplier")
        if self.approval == command.decision:
            raise Refused("approval.decided-already", decision=command.decision)
        self.record(SupplierApprovalChanged(state=command.decision, reason=_reason(command.reason)))

    # Evolution.

    def evolve(self, event: ConnectionEvent) -> None:
        match event:
            case ConnectionEstablished():
                self.established, self.stands, self.approval = event, True, event.approval
            case ConnectionEnded():
                self.stands = False
            case SupplierApprovalChanged():
                self.approval = event.state
            case _:
                assert_never(event)


def _reason(written: str) -> str:
    return " ".join(written.split())[:REASON_MAX]
