"""What has happened to members. Stored for ever: add fields with defaults only."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from chassis import Event
from contracts.values import (
    CompanyId,
    DocumentType,
    Language,
    Personal,
    ReceptionFormat,
    ReceptionMethod,
    ReferenceRule,
)


class MemberJoined(Event, topic="directory.member_joined.v1"):
    company: CompanyId
    name: str
    language: Language
    contact_email: Personal[str]
    at: datetime | None = None
    """When the company joined; None if that was before this field existed, so that it does not count as new."""


class MemberSigned(Event, topic="directory.member_signed.v1"):
    """A person signed for the company: the network knows who answers for what it sends."""

    company: CompanyId


class TermsAccepted(Event, topic="directory.terms_accepted.v1"):
    """The company accepted the network's terms: without them it connects with nobody (S3-36)."""

    company: CompanyId
    version: str


class ReceptionChanged(Event, topic="directory.reception_changed.v1"):
    company: CompanyId
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class SampleDocumentOrdered(Event, topic="directory.sample_document_ordered.v1"):
    """Somebody ordered a sample document, sent in the way that the company has chosen to receive."""

    company: CompanyId
    sample: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class ApprovalPolicyChanged(Event, topic="directory.approval_policy_changed.v1"):
    """The company, as a buyer, chose whether it approves each new supplier before its first invoice."""

    company: CompanyId
    required: bool


class BuyerRulesChanged(Event, topic="directory.buyer_rules_changed.v1"):
    company: CompanyId
    version: int
    valid_from: date
    rules: tuple[ReferenceRule, ...]


MemberEvent = (
    MemberJoined | MemberSigned | TermsAccepted | ReceptionChanged | SampleDocumentOrdered | ApprovalPolicyChanged
)
