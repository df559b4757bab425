"""Authenticates requests to Visma Sign: a MAC over method, body, type, date and path proves sender and time."""

import base64
import hashlib
import hmac
from datetime import datetime
from email.utils import format_datetime


def signed_headers(
    method: str, path: str, body: bytes, media_type: str, *, identifier: str, key: str, at: datetime
) -> dict[str, str]:
    """The headers of a request. `path` is with its query as it is sent, `key` base64, `at` UTC with zone.

    `Authorization: Onnistuu id:mac`, where mac is HMAC-SHA512 over the five lines (Visma Sign API v1, organisations).
    """
    md5 = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
    date = format_datetime(at, usegmt=True)
    lines = "\n".join((method, md5, media_type, date, path))
    mac = base64.b64encode(hmac.digest(base64.b64decode(key), lines.encode(), hashlib.sha512)).decode()
    return {
        "Content-Type": media_type,
        "Content-MD5": md5,
        "Date": date,
        "Authorization": f"Onnistuu {identifier}:{mac}",
    }
