"""The relation of two companies: their connection, and the buyer's rules for references."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from chassis import Aggregate, NotYet, derived_id
from contracts.values import CompanyId, ReferenceRule
from invoicing.parties.commands import ChangeApproval, ChangeBuyerRules, EndConnection, EstablishConnection
from invoicing.parties.events import (
    Approval,
    ApprovalAwaited,
    ApprovalChanged,
    BuyerRulesChanged,
    ConnectionEnded,
    ConnectionEstablished,
    ConnectionEvent,
)


class Connection(Aggregate[ConnectionEvent], stream="invoicing.connection"):
    """One supplier and one of its customers, in the lane of the supplier."""

    stands: bool = False
    customer_name: str = ""
    customer_number: str = ""
    approval: Approval = "not-needed"
    waiting: tuple[UUID, ...] = ()
    """Invoices that wait for the customer's approval, oldest first."""
    changed_at: datetime | None = None

    @staticmethod
    def id_of(supplier: CompanyId, customer: CompanyId) -> UUID:
        return derived_id(supplier, "customer", str(customer))

    @property
    def awaits_approval(self) -> bool:
        return self.stands and self.approval == "awaiting"

    @property
    def is_refused(self) -> bool:
        return self.stands and self.approval == "refused"

    # Decisions. What is older than what we know changes nothing.

    def establish(self, command: EstablishConnection) -> None:
        if self.stands or self._knows_later_than(command.at):
            return
        self.record(
            ConnectionEstablished(
                company=command.company,
                customer=command.customer,
                customer_name=command.customer_name,
                customer_number=command.customer_number,
                approval=command.approval,
                changed_at=command.at,
            )
        )

    def end(self, command: EndConnection) -> None:
        """Ends the connection. Raises NotYet while its beginning is still on its way."""
        if not self.exists:
            raise NotYet("the connection is still unknown")
        if self.stands and not self._knows_later_than(command.at):
            self.record(ConnectionEnded(company=command.company, customer=command.customer, changed_at=command.at))

    def change_approval(self, command: ChangeApproval) -> None:
        """Notes the buyer's decision. Raises NotYet while the connection is still on its way."""
        if not self.exists:
            raise NotYet("the connection is still unknown")
        if not self.stands or self.approval == command.state or self._knows_later_than(command.at):
            return
        self.record(
            ApprovalChanged(
                company=command.company,
                customer=command.customer,
                state=command.state,
                reason=command.reason,
                changed_at=command.at,
            )
        )

    def keep_waiting(self, company: CompanyId, invoice: UUID) -> None:
        if self.awaits_approval and invoice not in self.waiting:
            self.record(ApprovalAwaited(company=company, invoice=invoice))

    def _knows_later_than(self, at: datetime) -> bool:
        return self.changed_at is not None and at < self.changed_at

    def evolve(self, event: ConnectionEvent) -> None:
        match event:
            case ConnectionEstablished():
                self.stands, self.approval, self.changed_at = True, event.approval, event.changed_at
                self.customer_name, self.customer_number = event.customer_name, event.customer_number
            case ConnectionEnded():
                self.stands, self.waiting, self.changed_at = False, (), event.changed_at
            case ApprovalChanged():
                self.approval, self.changed_at = event.state, event.changed_at
                self.waiting = self.waiting if event.state == "awaiting" else ()
            case ApprovalAwaited():
                self.waiting = (*self.waiting, event.invoice)
            case _:
                assert_never(event)


class BuyerRules(Aggregate[BuyerRulesChanged], stream="invoicing.buyer_rules"):
    """Every version of one buyer's rules, in the lane of the buyer; suppliers only read them."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the word of the field
        super().__init__(id)
        self.versions: dict[int, BuyerRulesChanged] = {}

    @staticmethod
    def id_of(buyer: CompanyId) -> UUID:
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
