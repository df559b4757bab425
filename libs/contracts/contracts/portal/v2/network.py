"""What people did about their trading partners, where facts cover more than in version 1."""

from typing import ClassVar

from contracts.fact import Fact
from contracts.values import CompanyId, DocumentType, Personal, PersonId, ReceptionFormat, ReceptionMethod


class ReceptionChosen(Fact):
    """How a company wants to receive one kind of document: method and format, each by itself."""

    company: CompanyId
    person: PersonId
    document_type: DocumentType = "invoice"
    method: ReceptionMethod
    format: ReceptionFormat = "pdf"
    email: Personal[str] | None = None
    answered_by: ClassVar = ("directory.reception_changed", "directory.reception_refused")
