"""The animated QR code of BankID: a new text each second, proved with a secret that never leaves the server."""

import hmac
from hashlib import sha256


def qr_text(start_token: str, start_secret: str, second: int) -> str:
    """The text of the code `second` whole seconds after the order was answered (BankID RP v6, QR code)."""
    proof = hmac.digest(start_secret.encode(), str(second).encode(), sha256).hex()
    return f"bankid.{start_token}.{second}.{proof}"


def qr_frames(start_token: str, start_secret: str, seconds: int) -> tuple[str, ...]:
    """Lists the text for each second from 0 to `seconds` inclusive."""
    return tuple(qr_text(start_token, start_secret, second) for second in range(seconds + 1))
