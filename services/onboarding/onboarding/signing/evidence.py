"""What is kept of a signature: the text that was shown, the signature over it, and proof of a valid certificate."""

import json
from typing import Final

from onboarding.signing.service import Signature

PDF: Final = "application/pdf"
JSON: Final = "application/json"
_ENDINGS: Final = {PDF: "pdf", JSON: "json"}


def evidence(signature: Signature, order_ref: str, visible_text: str) -> tuple[bytes, str]:
    """Returns the evidence and its media type; the same signature gives the same bytes.

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
    """The file name extension of this media type."""
    return _ENDINGS[media_type]
