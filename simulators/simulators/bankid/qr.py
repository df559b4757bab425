"""The animated QR code of BankID: what it says in a given second, and whether a scanned text is genuine."""

import hashlib
import hmac
import re


def qr_text(start_token: str, start_secret: str, second: int) -> str:
    """Return the text of the code `second` whole seconds after the order was answered (BankID RP v6, QR code)."""
    proof = hmac.new(start_secret.encode(), str(second).encode(), hashlib.sha256).hexdigest()
    return f"bankid.{start_token}.{second}.{proof}"


def parse_qr(text: str) -> tuple[str, int] | None:
    """Return the start token and second that a scanned text claims, or None when it is no BankID code."""
    found = re.fullmatch(r"bankid\.([0-9a-f-]{36})\.(\d{1,6})\.[0-9a-f]{64}", text.strip(), re.ASCII)
    return (found[1], int(found[2])) if found else None
