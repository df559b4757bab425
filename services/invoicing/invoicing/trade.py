"""What stands between two companies: that they are connected, and what the buyer asks of references."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chassis import Aggregate, derived_id
from contracts.values import ReferenceRule
from invoicing.commands import ChangeBuyerRules, EstablishConnection
from invoicing.events import BuyerRulesChanged, ConnectionEstablished


class Connection(Aggregate[ConnectionEstablished], stream="invoicing.connection"):
    """One supplier and one of its customers, in the lane of the supplier."""

    customer_name: str = ""
    customer_number: str = ""

    @staticmethod
    def id_of(supplier: UUID, customer: UUID) -> UUID:
        return derived_id(supplier, "customer", str(customer))

    def establish(self, command: EstablishConnection) -> None:
        if self.exists:
            return
        self.record(
            ConnectionEstablished(
                company=command.company,
                customer=command.customer,
                customer_name=command.customer_name,
                customer_number=command.customer_number,
            )
        )

    def evolve(self, event: ConnectionEstablished) -> None:
        self.customer_name, self.customer_number = event.customer_name, event.customer_number


class BuyerRules(Aggregate[BuyerRulesChanged], stream="invoicing.buyer_rules"):
    """Every version of one buyer's rules, in the lane of the buyer; suppliers only look."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.versions: dict[int, BuyerRulesChanged] = {}

    @staticmethod
    def id_of(buyer: UUID) -> UUID:
        return derived_id(buyer, "buyer-rules")

    def change(self, command: ChangeBuyerRules) -> None:
        if command.version in self.versions:
            return
        self.record(
            BuyerRulesChanged(
                company=command.company, version=command.version, valid_from=command.valid_from, rules=command.rules
            )
        )

    def in_force(self, day: date) -> tuple[ReferenceRule, ...]:
        """The rules of the highest version that is valid on that day."""
        valid = [version for version, rules in self.versions.items() if rules.valid_from <= day]
        return self.versions[max(valid)].rules if valid else ()

    def evolve(self, event: BuyerRulesChanged) -> None:
        self.versions[event.version] = event
