"""A customer number: as people write it, as it is kept, and which customer of its supplier it leads to."""

from __future__ import annotations

from typing import Final, assert_never

from chassis import Aggregate, Refused
from contracts.values import CompanyId
from directory.connections.events import (
    ConnectionEstablished,
    CustomerNumberEvent,
    CustomerNumberFreed,
    CustomerNumberTaken,
)

CUSTOMER_NUMBER_MAX: Final = 50


def number_key(written: str) -> str:
    """Brings all ways to write the same customer number to one form: without blanks, in upper case."""
    return "".join(written.split()).upper()


class CustomerNumber(Aggregate[CustomerNumberEvent], stream="directory.customer_number"):
    """One customer number of one supplier, which belongs to one customer. Its id is made of supplier and number."""

    customer: CompanyId | None = None

    def require_free(self, customer_number: str) -> None:
        """Raises Refused when this customer number belongs to a customer already."""
        if self.customer is not None:
            raise Refused("invitation.customer-number-connected", customer_number=customer_number)

    def take(self, supplier: CompanyId, customer: CompanyId) -> None:
        """Gives the number to a customer. Raises Refused when another invitation for the number was answered first."""
        if self.customer == customer:
            return
        if self.customer is not None:
            raise Refused("enrolment.invitation-used")
        self.record(CustomerNumberTaken(supplier=supplier, customer=customer))

    def free(self, supplier: CompanyId, customer: CompanyId) -> None:
        if self.customer == customer:
            self.record(CustomerNumberFreed(supplier=supplier))

    def evolve(self, event: CustomerNumberEvent) -> None:
        match event:
            case CustomerNumberTaken() | ConnectionEstablished():  # The latter was stored here by earlier releases.
                self.customer = event.customer
            case CustomerNumberFreed():
                self.customer = None
            case _:
                assert_never(event)
