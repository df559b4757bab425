"""A supplier's own register of customers, by the supplier's customer numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from chassis import Aggregate
from contracts.values import CompanyId, CustomerRecord, Personal
from directory.connections.customer_number import number_key
from directory.customers.events import CustomersEntered

DIGEST_BYTES = 12


class CustomerRegister(Aggregate[CustomersEntered], stream="directory.customer_register"):
    """One supplier's register. It keeps a digest of each customer, so that the same file twice changes nothing."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.digests: dict[str, bytes] = {}

    def standing(self, customer: CustomerRecord) -> str:
        """`new`, `changed` or `unchanged`: what entering this customer would be."""
        known = self.digests.get(number_key(customer.customer_number))
        if known is None:
            return "new"
        return "unchanged" if known == _digest(customer) else "changed"

    def has_room(self, customers: int, customers_max: int) -> bool:
        """Whether this many more would fit if all of them were new."""
        return len(self.digests) + customers <= customers_max

    def enter(self, company: CompanyId, upload: UUID, customers: Sequence[CustomerRecord]) -> None:
        """Records the customers that are new or changed."""
        moved = tuple(customer for customer in customers if self.standing(customer) != "unchanged")
        if moved:
            self.record(CustomersEntered(company=company, upload=upload, customers=Personal(moved)))

    def evolve(self, event: CustomersEntered) -> None:
        if not event.customers.is_redacted:
            for customer in event.customers.reveal():
                self.digests[number_key(customer.customer_number)] = _digest(customer)


def _digest(customer: CustomerRecord) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(customer), digest_size=DIGEST_BYTES).digest()
