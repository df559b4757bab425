"""What is kept of a signature: the words that were shown, the signature over them, and that the certificate held."""

import json
from typing import Final

from onboarding.signing.service import Signature

PDF: Final = "application/pdf"
JSON: Final = "application/json"
_ENDINGS: Final = {PDF: "pdf", JSON: "json"}


def evidence(signature: Signature, order_ref: str, visible_text: str) -> tuple[bytes, str]:
    """The bytes and their media type, the same for the same signature.

    A signed PDF holds everything in itself. Else JSON, where `signature` and `ocspResponse` are base64, as they came.
    """
    if signature.signed_pdf:
        return signature.signed_pdf, PDF
    kept = {
        "provider": signature.provider,
        "orderRef": order_ref,
        "visibleText": visible_text,
        "signature": signature.signature,
        "ocspResponse": signature.ocsp_response,
    }
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True).encode(), JSON


def ending(media_type: str) -> str:
    """How the name of such a file ends."""
    return _ENDINGS[media_type]
