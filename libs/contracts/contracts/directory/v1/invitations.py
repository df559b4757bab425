"""Invitations both ways: made, held, answered, taken back."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, Language, Personal

Direction = Literal["to-customer", "to-supplier", "request"]
"""A supplier invites its customer, a buyer invites its supplier, or a supplier asks a member to be its customer."""


class InvitationIssued(Fact):
    """A supplier invited a customer; customer number and code together open the invitation, once."""

    company: CompanyId
    invitation: UUID
    supplier_name: str
    customer_number: str
    customer_name: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    customer: CompanyId | None = None
    """The member that is invited, where the supplier knows it: only this one can answer, and it needs no code."""


class SupplierInvitationIssued(Fact):
    """A buyer invited its supplier, with details that the supplier need not type again (S3-05 to S3-08, S3-75)."""

    company: CompanyId
    invitation: UUID
    customer_name: str
    supplier_number: str
    supplier_name: str
    email: Personal[str]
    given_name: Personal[str]
    family_name: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    supplier: CompanyId | None = None


class ConnectionRequested(Fact):
    """A supplier asked a member to become its customer in the network; told to the supplier."""

    company: CompanyId
    invitation: UUID
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str
    expires_on: date


class InvitationReceived(Fact):
    """A company holds an invitation that it can accept or decline: it was addressed to it, or opened by its code."""

    company: CompanyId
    invitation: UUID
    direction: Direction
    inviter: CompanyId
    inviter_name: str
    number: str
    """The customer number, or the number that the buyer has for its supplier."""
    expires_on: date
    opened: bool = False
    """Whether somebody opened it by its code; else it was addressed to the company."""


class InvitationReminded(Fact):
    """Nobody has answered yet, so the invitation is sent once more."""

    company: CompanyId
    invitation: UUID
    direction: Direction
    inviter_name: str
    invited_name: str
    number: str
    email: Personal[str]
    code: Personal[str]
    language: Language
    expires_on: date
    reminder: int


class InvitationWithdrawn(Fact):
    """The inviter took its invitation back; told to the inviter and to every company that held it."""

    company: CompanyId
    invitation: UUID


class InvitationExpired(Fact):
    """Nobody answered in time; told to the inviter and to every company that held it."""

    company: CompanyId
    invitation: UUID


class ConnectionDeclined(Fact):
    """An invitation was declined; told to the inviter and to the company that declined. It may be invited again."""

    company: CompanyId
    invitation: UUID
    side: Literal["inviter", "invited"]
    partner_name: str
    reason: str = ""


class InvitationRefused(Refusal):
    """The invitation cannot be made, sent once more, or taken back."""

    invitation: UUID


class EnrolmentCompleted(Fact):
    """A customer answered its supplier's invitation; told to the customer."""

    company: CompanyId
    invitation: UUID
    supplier: CompanyId
    supplier_name: str
    customer_name: str
    customer_number: str
    contract_sha256: str = ""
    """The supplier's contract text that was accepted with it, if the supplier has one."""


class ConnectionAccepted(Fact):
    """A supplier accepted its buyer's invitation; told to the supplier, as `enrolment_completed` is to a customer."""

    company: CompanyId
    invitation: UUID
    supplier_name: str
    customer: CompanyId
    customer_name: str
    customer_number: str


class EnrolmentRefused(Refusal):
    """The answer to the invitation was refused; the code says whether to try again."""
