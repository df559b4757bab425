"""Proof of work at sign-up, by the protocol of ALTCHA: no third party watches, and no puzzle shuts anybody out.

https://altcha.org/docs/v2/proof-of-work/: the visitor's program looks for the number whose SHA-256, after the salt,
is the challenge. A person waits a moment; who wants ten thousand accounts waits for days.
"""

import base64
import binascii
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from chassis import Db, Refused
from portal.settings import PortalSettings

ALGORITHM = "SHA-256"
SOLUTION_CHARACTERS_MAX = 2_000
SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{10})&")
"""Ends in a sign that is no digit, so that no digit can pass from the number into it (ALTCHA's own rule)."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a visitor's program is to solve; the names are those of the protocol."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str


class Captcha:
    """Challenges are signed, so that none is kept before it is solved; a solution is good for one sign-up."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings
        self._key = hmac.digest(settings.master_key.get_secret_value().encode(), b"captcha", sha256)

    def challenge(self) -> Challenge:
        expires = now() + timedelta(minutes=self._settings.captcha_minutes)
        salt = f"{secrets.token_hex(12)}?expires={int(expires.timestamp())}&"
        number = secrets.randbelow(self._settings.captcha_number_max + 1)
        challenge = _digest(salt, number)
        return Challenge(ALGORITHM, challenge, self._settings.captcha_number_max, salt, self._signed(challenge))

    async def spend(self, solution: str) -> None:
        """Raises Refused: `captcha.wrong` for no solution of ours, `captcha.expired` for an old or a used one."""
        found = _read(solution)
        challenge = _digest(found["salt"], found["number"])
        is_ours = hmac.compare_digest(self._signed(challenge), found["signature"])
        salt = SALT.fullmatch(found["salt"])
        if found["algorithm"] != ALGORITHM or challenge != found["challenge"] or not is_ours or salt is None:
            raise Refused("captcha.wrong")
        expires = datetime.fromtimestamp(int(salt[1]), UTC)
        if expires < now():
            raise Refused("captcha.expired")
        await self._db.execute("DELETE FROM captchas WHERE expires_at < now()")
        spent = await self._db.fetchval(
            "INSERT INTO captchas VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING challenge", challenge, expires
        )
        if spent is None:
            raise Refused("captcha.expired")

    def _signed(self, challenge: str) -> str:
        return hmac.new(self._key, challenge.encode(), sha256).hexdigest()


def _digest(salt: str, number: int) -> str:
    return sha256(f"{salt}{number}".encode()).hexdigest()


def _read(solution: str) -> dict[str, Any]:
    """The base64 of a JSON object. Raises Refused `captcha.wrong`."""
    try:
        found = json.loads(base64.b64decode(solution[:SOLUTION_CHARACTERS_MAX], validate=True))
        texts = {name: found[name] for name in ("algorithm", "challenge", "salt", "signature")}
        if not all(isinstance(text, str) and text.isascii() for text in texts.values()):
            raise TypeError
        return {**texts, "number": int(found["number"])}
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError) as error:
        raise Refused("captcha.wrong") from error


def now() -> datetime:
    return datetime.now(UTC)
