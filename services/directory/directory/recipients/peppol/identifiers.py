"""How Peppol writes participants and document types, in addresses and in XML (Policy for use of identifiers 4.4)."""

from typing import Final, Literal

DocumentType = Literal["invoice", "credit-note"]

PARTICIPANT_SCHEME: Final = "iso6523-actorid-upis"
DOCUMENT_SCHEME: Final = "busdox-docid-qns"
_BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0::2.1"
_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"

DOCUMENT_TYPES: Final[dict[DocumentType, str]] = {
    "invoice": f"{_UBL}:Invoice-2::Invoice##{_BILLING}",
    "credit-note": f"{_UBL}:CreditNote-2::CreditNote##{_BILLING}",
}
"""The document types of Peppol BIS Billing 3, which every receiver of invoices in Peppol must support."""


def qualified_participant(participant: str) -> str:
    """`iso6523-actorid-upis::0007:5567037485`; it does not depend on case, so it is written in lower case."""
    return f"{PARTICIPANT_SCHEME}::{participant.lower()}"


def qualified_document_type(document_type: DocumentType) -> str:
    return f"{DOCUMENT_SCHEME}::{DOCUMENT_TYPES[document_type]}"
