"""Who can be reached, how, and who trades with whom: the facts that cover more than in version 1."""

from typing import Literal

from contracts.fact import Fact
from contracts.values import CompanyId, DocumentType, Personal, ReceptionFormat, ReceptionMethod


class ReceptionChanged(Fact):
    """How a company receives one kind of document from now on; `policy` is the network's default.

    A kind of document without a choice of its own is received as invoices are.
    """

    company: CompanyId
    document_type: DocumentType
    method: ReceptionMethod
    format: ReceptionFormat
    email: Personal[str] | None = None
    decided_by: Literal["policy", "person"]
