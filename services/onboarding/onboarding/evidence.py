"""What is kept of a signature: the words that were shown, the signature over them, and that the certificate held."""

import json

from onboarding.signing_service import Signature


def evidence(signature: Signature, order_ref: str, visible_text: str) -> bytes:
    """JSON, the same bytes for the same signature. `signature` and `ocspResponse` are base64, as they came."""
    kept = {
        "provider": signature.provider,
        "orderRef": order_ref,
        "visibleText": visible_text,
        "signature": signature.signature,
        "ocspResponse": signature.ocsp_response,
    }
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True).encode()
