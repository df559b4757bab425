"""How members receive."""

from typing import Literal
from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, DocumentType, Personal, ReceptionFormat, ReceptionMethod


class ReceptionChanged(Fact):
    """How a company receives invoices from now on; `policy` is the network's default. Version 2 tells every kind."""

    company: CompanyId
    document_type: Literal["invoice"]
    method: Literal["email", "inbox"]
    format: Literal["pdf", "ubl"]
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]


class ReceptionRefused(Refusal):
    """The company's choice of how to receive was refused."""


class SampleDocumentOrdered(Fact):
    """A company ordered a sample document, in the way that it has chosen, to see what it will receive."""

    company: CompanyId
    sample: UUID
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None


class SampleDocumentRefused(Refusal):
    """The order of a sample was refused."""
