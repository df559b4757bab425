"""Proof of work at a door that scripts like, by the protocol of ALTCHA: no third party watches, no puzzle shuts out.

https://altcha.org/docs/v2/proof-of-work/: the visitor's program looks for the number whose SHA-256, after the salt,
is the challenge. A person waits a moment; who wants ten thousand accounts waits for days.

A browser that runs no script brings the challenge back unsolved. It is taken when it has waited for a while, which a
person who fills in a form has done; how often that is allowed is for the door to limit.
"""

import base64
import binascii
import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from chassis import Db, Refused
from portal.people.secrets_of_mails import key_for, keyed_hash
from portal.settings import PortalSettings

ALGORITHM = "SHA-256"
SOLUTION_CHARACTERS_MAX = 2_000
SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{10})&")
"""Ends in a sign that is no digit, so that no digit can pass from the number into it (ALTCHA's own rule)."""

Door = Literal["sign-up", "log-in"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a visitor's program is to solve; the names are those of the protocol."""

    algorithm: str
    challenge: str
    maxnumber: int
    salt: str
    signature: str

    def written(self) -> str:
        """As a form carries it: the base64 of its JSON."""
        return base64.b64encode(json.dumps(asdict(self)).encode()).decode()


@dataclass(frozen=True, slots=True)
class Proof:
    """What a visitor brings: the solution, or from a browser without scripts the challenge as it was given."""

    solution: str = ""
    unsolved: str = ""

    @property
    def given(self) -> bool:
        return bool(self.solution or self.unsolved)


class Captcha:
    """Challenges are signed, so that none is kept before it is used; each is good once, and at one door."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._settings = settings
        self._key = key_for(settings, "captcha")

    def challenge(self, door: Door) -> Challenge:
        settings = self._settings
        expires = now() + timedelta(minutes=settings.captcha_minutes)
        salt = f"{secrets.token_hex(12)}?expires={int(expires.timestamp())}&"
        number_max = settings.captcha_login_number_max if door == "log-in" else settings.captcha_number_max
        challenge = _digest(salt, secrets.randbelow(number_max + 1))
        return Challenge(ALGORITHM, challenge, number_max, salt, self._signed(door, salt, challenge))

    async def spend(self, door: Door, proof: Proof) -> None:
        """Raises Refused: `captcha.wrong` for nothing of ours, `captcha.expired` for an old or a used one.

        And `captcha.too-soon` for an unsolved one that has not waited.
        """
        found = _read(proof.solution or proof.unsolved)
        signature = self._signed(door, found["salt"], found["challenge"])
        salt = SALT.fullmatch(found["salt"])
        is_ours = hmac.compare_digest(signature, found["signature"]) and found["algorithm"] == ALGORITHM
        if not is_ours or salt is None:
            raise Refused("captcha.wrong")
        expires = datetime.fromtimestamp(int(salt[1]), UTC)
        if expires < now():
            raise Refused("captcha.expired")
        if proof.solution:
            if _digest(found["salt"], _number(found)) != found["challenge"]:
                raise Refused("captcha.wrong")
        else:
            self._require_waited(expires)
        await self._db.execute("DELETE FROM captchas WHERE expires_at < now()")
        spent = await self._db.fetchval(
            "INSERT INTO captchas VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING challenge",
            found["challenge"],
            expires,
        )
        if spent is None:
            raise Refused("captcha.expired")

    def _require_waited(self, expires: datetime) -> None:
        made_at = expires - timedelta(minutes=self._settings.captcha_minutes)
        if now() < made_at + timedelta(seconds=self._settings.captcha_wait_s):
            raise Refused("captcha.too-soon", wait_s=self._settings.captcha_wait_s)

    def _signed(self, door: Door, salt: str, challenge: str) -> str:
        return keyed_hash(self._key, f"{door} {salt} {challenge}")


def _digest(salt: str, number: int) -> str:
    return sha256(f"{salt}{number}".encode()).hexdigest()


def _number(found: dict[str, Any]) -> int:
    try:
        return int(found["number"])
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise Refused("captcha.wrong") from error


def _read(written: str) -> dict[str, Any]:
    """The base64 of a JSON object. Raises Refused `captcha.wrong`."""
    try:
        found = json.loads(base64.b64decode(written[:SOLUTION_CHARACTERS_MAX], validate=True))
        names = ("algorithm", "challenge", "salt", "signature")
        if not all(isinstance(found[name], str) and found[name].isascii() for name in names):
            raise TypeError
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("captcha.wrong") from error
    return {**found}


def now() -> datetime:
    return datetime.now(UTC)
