"""What may be asked about members; never on the wire."""

from datetime import date
from uuid import UUID

from chassis import Command
from contracts.values import (
    CompanyId,
    DocumentType,
    Language,
    Personal,
    ReceptionFormat,
    ReceptionMethod,
    ReferenceRule,
)


class Join(Command, lane="company"):
    company: CompanyId
    name: str
    language: Language
    contact_email: Personal[str]


class NoteSigning(Command, lane="company"):
    company: CompanyId


class AcceptTerms(Command, lane="company"):
    company: CompanyId
    version: str


class SetApprovalPolicy(Command, lane="company"):
    company: CompanyId
    required: bool


class ChooseReception(Command, lane="company"):
    company: CompanyId
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class OrderSample(Command, lane="company"):
    company: CompanyId
    sample: UUID
    document_type: DocumentType


class SetBuyerRules(Command, lane="company"):
    company: CompanyId
    rules: tuple[ReferenceRule, ...]
    valid_from: date
