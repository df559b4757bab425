"""Who may ask: `Authorization: Onnistuu id:mac`, HMAC-SHA512 over method, MD5 of the body, type, date and path."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

SCHEME = "Onnistuu"
DATE_OFF_MAX = timedelta(minutes=5)
"""A request dated further away than this may be an old one, sent again."""


class NotAuthorisedError(Exception):
    """The request is not from the organisation that it says it is from, or not from now."""


@dataclass(frozen=True)
class Signed:
    """What of a request is signed. `path` is as it was sent, with its query."""

    method: str
    path: str
    content_type: str
    date: str
    content_md5: str
    body: bytes


@dataclass(frozen=True)
class Organisation:
    """The one organisation that may ask: its identifier, and its key in base64."""

    identifier: str
    key: str

    def check(self, authorization: str, signed: Signed, clock: Callable[[], datetime]) -> None:
        """Raise NotAuthorisedError unless scheme, identifier, MD5, date and MAC all hold."""
        scheme, _, rest = authorization.partition(" ")
        identifier, _, mac = rest.partition(":")
        if scheme != SCHEME or identifier != self.identifier:
            raise NotAuthorisedError("unknown client")
        md5 = base64.b64encode(hashlib.md5(signed.body, usedforsecurity=False).digest()).decode()
        if not hmac.compare_digest(md5.encode(), signed.content_md5.encode()):
            raise NotAuthorisedError("Content-MD5 is not that of the body")
        if abs(_moment(signed.date) - clock()) > DATE_OFF_MAX:
            raise NotAuthorisedError("Date is too far from now")
        if not hmac.compare_digest(self._mac(signed), _bytes(mac)):
            raise NotAuthorisedError("the MAC is wrong")

    def _mac(self, signed: Signed) -> bytes:
        lines = (signed.method, signed.content_md5, signed.content_type, signed.date, signed.path)
        return hmac.digest(base64.b64decode(self.key), "\n".join(lines).encode(), hashlib.sha512)


def _moment(date: str) -> datetime:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError as error:
        raise NotAuthorisedError("Date cannot be read") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bytes(mac: str) -> bytes:
    try:
        return base64.b64decode(mac, validate=True)
    except ValueError as error:  # no base64, or no ASCII
        raise NotAuthorisedError("the MAC cannot be read") from error
