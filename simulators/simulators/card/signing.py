"""How a webhook is signed: the Standard Webhooks scheme, version v1."""

import base64
import binascii
import hashlib
import hmac

SECRET_PREFIX = "whsec_"  # noqa: S105  # the scheme's prefix, no secret


def signing_key(secret: str) -> bytes:
    """Return the key in a secret: base64 after `whsec_`, or else the text's own UTF-8 bytes. Raises ValueError."""
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("what follows whsec_ must be base64") from error


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """Return `webhook-signature`: v1, and the base64 HMAC-SHA256 over id.timestamp.body (Standard Webhooks)."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
