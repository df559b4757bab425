"""What the API shows of how a company receives."""

from contracts.values import DocumentType, ReceptionFormat, ReceptionMethod
from portal.edge.shown import Shown


class ChosenWay(Shown):
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: str | None
    decided_by: str
