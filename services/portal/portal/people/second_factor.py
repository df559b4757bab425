"""The second factor: a code of six digits that an app on a phone makes anew each half minute (TOTP, RFC 6238).

`begin` makes a secret, `confirm` turns it on with the first code and gives recovery codes, `check` is for log-ins, and
`end` turns it off. The secret is kept encrypted by the portal's master key, and a recovery code as a keyed hash.
"""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Final, Literal

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from chassis import Db, Refused
from chassis.person.keys import Master
from contracts.values import PersonId
from portal.people.limits import HOUR_S, Limits, Rate, Share
from portal.people.people import now
from portal.people.secrets_of_mails import key_for, keyed_hash
from portal.settings import PortalSettings

ISSUER: Final = "Stafett"
DIGITS: Final = 6
STEP_S: Final = 30
STEPS_OFF_MAX: Final = 1
"""A phone's clock may be so many steps early or late (RFC 6238, 5.2)."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
RECOVERY_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""None of them is taken for another."""
RECOVERY_LENGTH: Final = 10

Proved = Literal["app", "recovery"]
"""With what somebody proved that it is they."""


def code_at(secret: bytes, step: int) -> str:
    """The code of one step of half a minute since 1970."""
    return _app(secret).generate(step * STEP_S).decode()


def step_of(secret: bytes, code: str, seconds: float) -> int | None:
    """The step whose code this is, of those that a clock may be in; None when there is none."""
    step = int(seconds // STEP_S)
    near = range(step - STEPS_OFF_MAX, step + STEPS_OFF_MAX + 1)
    fitting = [one for one in near if hmac.compare_digest(code_at(secret, one).encode(), code.encode())]
    return fitting[-1] if fitting else None


def address_of(secret: bytes, account: str) -> str:
    """What the QR code says to the app."""
    return _app(secret).get_provisioning_uri(account, ISSUER)


def _app(secret: bytes) -> TOTP:
    """As every app reckons: with SHA-1, which as the hash of a MAC is as good as it was (RFC 6238, 1.2)."""
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303


def written(secret: bytes) -> str:
    """The secret for whoever types it into the app, in groups of four."""
    plain = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def plain_code(typed: str) -> str:
    """A code without the spaces and hyphens that people write into it."""
    return "".join(sign for sign in typed.casefold() if sign.isalnum())


class SecondFactors:
    """Whoever has one is asked for it after the password."""

    def __init__(
        self, db: Db, settings: PortalSettings, limits: Limits, clock: Callable[[], float] = time.time
    ) -> None:
        self._db = db
        self._settings = settings
        self._limits = limits
        self._master = Master(settings.master_key.get_secret_value())
        self._key = key_for(settings, "recovery-codes")
        self._clock = clock

    async def is_on(self, person: PersonId) -> bool:
        return bool(
            await self._db.fetchval(
                "SELECT true FROM second_factors WHERE person = $1 AND confirmed_at IS NOT NULL", person
            )
        )

    async def begin(self, person: PersonId) -> None:
        """Makes a secret that waits for its first code. Raises Refused `second-factor.on-already`."""
        secret = secrets.token_bytes(SECRET_BYTES)
        begun = await self._db.fetchval(
            """INSERT INTO second_factors AS f (person, secret) VALUES ($1, $2)
               ON CONFLICT (person) DO UPDATE SET secret = $2, begun_at = now(), last_step = 0
               WHERE f.confirmed_at IS NULL RETURNING true""",
            person,
            self._master.wrap(secret, _place(person)),
        )
        if not begun:
            raise Refused("second-factor.on-already")

    async def waiting(self, person: PersonId) -> bytes | None:
        """The secret that waits for its first code; None when there is none, or it was made too long ago."""
        wrapped: bytes | None = await self._db.fetchval(
            "SELECT secret FROM second_factors WHERE person = $1 AND confirmed_at IS NULL AND begun_at > $2",
            person,
            now() - timedelta(minutes=self._settings.second_factor_begun_minutes),
        )
        return self._master.unwrap(wrapped, _place(person)) if wrapped else None

    async def confirm(self, person: PersonId, code: str) -> list[str]:
        """Turns it on with the app's first code: the recovery codes, which are shown this once.

        Raises Refused `second-factor.not-begun`, `second-factor.wrong` or `rate.limited`.
        """
        tries = await self._take_a_try(person)
        secret = await self.waiting(person)
        if secret is None:
            raise Refused("second-factor.not-begun")
        step = step_of(secret, plain_code(code), self._clock())
        if step is None:
            raise Refused("second-factor.wrong")
        on = await self._db.fetchval(
            """UPDATE second_factors SET confirmed_at = now(), last_step = $2
               WHERE person = $1 AND confirmed_at IS NULL RETURNING true""",
            person,
            step,
        )
        if not on:
            raise Refused("second-factor.on-already")
        await self._limits.give_back([tries])
        return await self.new_recovery_codes(person)

    async def check(self, person: PersonId, code: str) -> Proved:
        """Whether it is the app's code of now, or a recovery code; each opens once.

        Raises Refused `second-factor.wrong`, whatever it is that does not fit, or `rate.limited`.
        """
        tries = await self._take_a_try(person)
        plain = plain_code(code)
        proved: Proved = "app" if len(plain) == DIGITS and plain.isdecimal() else "recovery"
        fits = await (self._spend_step(person, plain) if proved == "app" else self._spend_recovery(person, plain))
        if not fits:
            raise Refused("second-factor.wrong")
        await self._limits.give_back([tries])
        return proved

    async def new_recovery_codes(self, person: PersonId) -> list[str]:
        """Ten codes in the place of those that there were. Raises Refused `second-factor.off`."""
        if not await self.is_on(person):
            raise Refused("second-factor.off")
        codes = ["".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
        await self._db.execute(
            """WITH gone AS (DELETE FROM recovery_codes WHERE person = $1)
               INSERT INTO recovery_codes (person, code_hash) SELECT $1, unnest($2::text[])""",
            person,
            [self._recovery(person, code) for code in codes],
        )
        return [f"{code[: RECOVERY_LENGTH // 2]}-{code[RECOVERY_LENGTH // 2 :]}" for code in codes]

    async def recovery_codes_left(self, person: PersonId) -> int:
        count: int = await self._db.fetchval(
            "SELECT count(*) FROM recovery_codes WHERE person = $1 AND used_at IS NULL", person
        )
        return count

    async def end(self, person: PersonId) -> bool:
        """Turns it off, and forgets the secret and the recovery codes; False when there was none."""
        return bool(
            await self._db.fetchval(
                "DELETE FROM second_factors WHERE person = $1 RETURNING confirmed_at IS NOT NULL", person
            )
        )

    async def _take_a_try(self, person: PersonId) -> Share:
        tries = Share("second-factor", str(person), Rate(self._settings.second_factor_tries_per_hour, HOUR_S))
        if wait_s := await self._limits.take(tries):
            raise Refused("rate.limited", wait_s=ceil(wait_s), limit=tries.rate.times)
        return tries

    async def _spend_step(self, person: PersonId, code: str) -> bool:
        """A code that was used, or an earlier one, opens nothing any more, however many try at once."""
        wrapped = await self._db.fetchval(
            "SELECT secret FROM second_factors WHERE person = $1 AND confirmed_at IS NOT NULL", person
        )
        step = step_of(self._master.unwrap(wrapped, _place(person)), code, self._clock()) if wrapped else None
        return step is not None and bool(
            await self._db.fetchval(
                "UPDATE second_factors SET last_step = $2 WHERE person = $1 AND last_step < $2 RETURNING true",
                person,
                step,
            )
        )

    async def _spend_recovery(self, person: PersonId, code: str) -> bool:
        return bool(
            await self._db.fetchval(
                """UPDATE recovery_codes SET used_at = now()
                   WHERE person = $1 AND code_hash = $2 AND used_at IS NULL RETURNING true""",
                person,
                self._recovery(person, code),
            )
        )

    def _recovery(self, person: PersonId, code: str) -> str:
        return keyed_hash(self._key, f"{person}:{code}")


def _place(person: PersonId) -> str:
    """A secret that is moved to another person's row cannot be read there."""
    return f"second-factor {person}"
