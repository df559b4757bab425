"""A connection: one customer number of one supplier, and the customer who answers to it."""

from __future__ import annotations

from uuid import UUID

from chassis import Aggregate, Refused
from directory.events import ConnectionEstablished
from directory.invitation import Invitation


class Connection(Aggregate[ConnectionEstablished], stream="directory.connection"):
    """Its id is made of the supplier and the customer number, so a number leads to one customer only."""

    customer: UUID | None = None

    def require_free(self, customer_number: str) -> None:
        """Raises Refused when this customer number has its customer already."""
        if self.customer is not None:
            raise Refused("invitation.customer-number-connected", customer_number=customer_number)

    def establish(self, invitation: Invitation, customer: UUID, customer_name: str) -> None:
        """Another invitation for the same number may have been answered first: then this one has no use left."""
        if self.customer is not None:
            raise Refused("enrolment.invitation-used")
        self.record(
            ConnectionEstablished(
                supplier=invitation.supplier,
                supplier_name=invitation.supplier_name,
                customer=customer,
                customer_name=customer_name,
                customer_number=invitation.customer_number,
            )
        )

    def evolve(self, event: ConnectionEstablished) -> None:
        self.customer = event.customer
