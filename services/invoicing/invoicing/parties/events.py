"""What has happened to the companies that invoices are between: stored for ever."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import Address, BankAccount, CompanyId, Country, Language, Personal, ReferenceRule

Approval = Literal["not-needed", "awaiting", "approved", "refused"]
"""What a buyer has decided about a supplier (E-I5)."""


class PartyRegistered(Event, topic="invoicing.party_registered.v1"):
    """A company joined the network."""

    company: CompanyId
    country: Country
    number: Personal[str]
    name: str
    legal_form: str
    vat_number: Personal[str] | None
    language: Language
    f_tax: bool | None = None


class PartySigned(Event, topic="invoicing.party_signed.v1"):
    """Somebody signed for the company."""

    company: CompanyId


class AccountRemoved(Event, topic="invoicing.account_removed.v1"):
    """The company no longer uses a bank account; `default` is its default account from now on, if it has one."""

    company: CompanyId
    account: UUID
    default: UUID | None = None


class PartyReady(Event, topic="invoicing.party_ready.v1"):
    """The company has everything that it needs to send invoices."""

    company: CompanyId


class PartyMoved(Event, topic="invoicing.party_moved.v1"):
    """An address of the company changed to this one."""

    company: CompanyId
    kind: Literal["default", "invoice", "visit"]
    address: Address


class AccountConfirmed(Event, topic="invoicing.account_confirmed.v1"):
    """The company can be paid to this account from now on."""

    company: CompanyId
    account: UUID
    details: BankAccount
    default: bool


class PartyPermitted(Event, topic="invoicing.party_permitted.v1"):
    """The company's plan changed: `permits` is what it allows now, such as recipients behind other operators."""

    company: CompanyId
    permits: tuple[str, ...]
    changed_at: datetime


class PartyReceives(Event, topic="invoicing.party_receives.v1"):
    """The company chose how it receives invoices from now on."""

    company: CompanyId
    method: str
    changed_at: datetime


PartyEvent = (
    PartyRegistered
    | PartySigned
    | PartyReady
    | PartyMoved
    | AccountConfirmed
    | AccountRemoved
    | PartyPermitted
    | PartyReceives
)


class ConnectionEstablished(Event, topic="invoicing.connection_established.v1"):
    """A supplier and its customer trade through the network from now on."""

    company: CompanyId
    customer: CompanyId
    customer_name: str
    customer_number: str
    approval: Approval = "not-needed"
    changed_at: datetime | None = None


class ConnectionEnded(Event, topic="invoicing.connection_ended.v1"):
    """The two no longer trade through the network."""

    company: CompanyId
    customer: CompanyId
    changed_at: datetime


class ApprovalChanged(Event, topic="invoicing.approval_changed.v1"):
    """The customer decided whether to approve the supplier."""

    company: CompanyId
    customer: CompanyId
    state: Approval
    reason: str
    changed_at: datetime


class ApprovalAwaited(Event, topic="invoicing.approval_awaited.v1"):
    """An invoice waits until the customer has decided about the supplier."""

    company: CompanyId
    invoice: UUID


ConnectionEvent = ConnectionEstablished | ConnectionEnded | ApprovalChanged | ApprovalAwaited


class BuyerRulesChanged(Event, topic="invoicing.buyer_rules_changed.v1"):
    """A buyer set its rules for references, which hold from a day on."""

    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]
