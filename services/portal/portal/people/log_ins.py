"""Logging in when somebody guesses: slow from one address, and for one account, yet nobody else locks its owner out.

Every try is counted before the password is compared, and given back when it was right. An account is open to places
where its owner has logged in before (an address, or a browser by its cookie), each with a count of its own; strangers
share one count, which beyond a few tries asks for work, and ends at a number. The link of a forgotten password always
leads in. Nothing here asks whether there is such an account.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from chassis import Db, Refused
from contracts.values import PersonId
from portal.people.captcha import Captcha, Proof
from portal.people.limits import HOUR_S, MINUTE_S, Limits, Rate, Share
from portal.people.people import People, now
from portal.people.second_factor import Proved, SecondFactors
from portal.people.secrets_of_mails import hash_of, key_for, keyed_hash
from portal.settings import PortalSettings


@dataclass(frozen=True, slots=True)
class Entry:
    """What a right password gives: a session's token, or that of a log-in which waits for the second factor."""

    token: str
    is_whole: bool


class LogIns:
    def __init__(
        self,
        db: Db,
        settings: PortalSettings,
        people: People,
        limits: Limits,
        captcha: Captcha,
        second_factors: SecondFactors,
    ) -> None:
        self._db = db
        self._settings = settings
        self._people = people
        self._limits = limits
        self._captcha = captcha
        self._second_factors = second_factors
        self._key = key_for(settings, "known-places")

    async def log_in(
        self, user: str, password: str, address: str, device: str = "", proof: Proof | None = None, program: str = ""
    ) -> Entry:
        """A session; or half of one, where the person has a second factor. `device` is what the browser's cookie says.

        Raises Refused: `rate.limited`; `captcha.needed`, `captcha.wrong` or `captcha.expired`; `login.wrong`, or
        `login.unconfirmed` when the password was right.
        """
        folded = user.strip().casefold()
        places = self._places(address, device)
        taken = await self._admit(folded, address, places, proof)
        try:
            person = await self._people.by_password(folded, password)
        except Refused as refused:
            if refused.code == "login.unconfirmed":
                await self._limits.give_back(taken)
            raise
        await self._limits.give_back(taken)
        if await self._second_factors.is_on(person):
            return Entry(await self._half(person, places), is_whole=False)
        await self._remember(person, places)
        return Entry(await self._people.begin_session(person, program), is_whole=True)

    async def finish(self, half: str, code: str, program: str = "") -> tuple[str, PersonId, Proved]:
        """The session of a half log-in, by the code of the app or a recovery code; whose it is, and by which.

        Raises Refused `second-factor.expired` when the log-in has to begin anew, `second-factor.wrong`, `rate.limited`.
        """
        row = await self._db.fetchrow(
            """UPDATE half_log_ins SET tries = tries + 1 WHERE token_hash = $1 AND expires_at > now() AND tries < $2
               RETURNING person, places""",
            hash_of(half),
            self._settings.second_factor_tries_max,
        )
        if row is None:
            raise Refused("second-factor.expired")
        person: PersonId = row["person"]
        proved = await self._second_factors.check(person, code)
        if not await self._db.fetchval("DELETE FROM half_log_ins WHERE token_hash = $1 RETURNING true", hash_of(half)):
            raise Refused("second-factor.expired")
        await self._remember(person, row["places"])
        return await self._people.begin_session(person, program), person, proved

    async def enter(self, person: PersonId, address: str, device: str, program: str) -> str:
        """A session for whoever has proved by a passkey who they are."""
        await self._remember(person, self._places(address, device))
        return await self._people.begin_session(person, program)

    async def _half(self, person: PersonId, places: list[str]) -> str:
        token = secrets.token_urlsafe(32)
        await self._db.execute("DELETE FROM half_log_ins WHERE expires_at < now()")
        await self._db.execute(
            "INSERT INTO half_log_ins (token_hash, person, places, expires_at) VALUES ($1, $2, $3, $4)",
            hash_of(token),
            person,
            places,
            now() + timedelta(minutes=self._settings.second_factor_minutes),
        )
        return token

    async def _remember(self, person: PersonId, places: list[str]) -> None:
        """The owner was here; old places are forgotten."""
        await self._db.execute(
            """INSERT INTO known_places (person, place) SELECT $1, unnest($2::text[])
               ON CONFLICT (person, place) DO UPDATE SET last_at = now()""",
            person,
            places,
        )
        await self._db.execute("DELETE FROM known_places WHERE last_at < $1", self._known_since())

    async def _admit(self, folded: str, address: str, places: list[str], proof: Proof | None) -> list[Share]:
        """What was taken. What a refused try took stays taken."""
        settings = self._settings
        at_address = Share("log-in", address, Rate(settings.login_tries_per_minute, MINUTE_S))
        if wait_s := await self._limits.take(at_address):
            raise Refused("rate.limited", wait_s=ceil(wait_s), limit=at_address.rate.times)
        known = await self._known(folded, places)
        if known:
            at_place = Share("log-in-place", f"{folded} {known}", Rate(settings.login_tries_per_place_per_hour, HOUR_S))
            if not await self._limits.take(at_place):
                return [at_address, at_place]
        strangers = Share("log-in-strangers", folded, Rate(settings.login_tries_per_account_per_hour, HOUR_S))
        if not await self._limits.take(strangers):
            return [at_address, strangers]
        if proof is None or not proof.given:
            raise Refused("captcha.needed")
        await self._captcha.spend("log-in", proof)
        worked = Share("log-in-worked", folded, Rate(settings.login_tries_with_captcha_per_hour, HOUR_S))
        if wait_s := await self._limits.take(worked):
            raise Refused("rate.limited", wait_s=ceil(wait_s), limit=worked.rate.times)
        return [at_address, worked]

    async def _known(self, folded: str, places: list[str]) -> str:
        """The first of these places where the owner of the account has been; empty when there is none."""
        found: str | None = await self._db.fetchval(
            """SELECT k.place FROM known_places k JOIN people p ON p.id = k.person
               WHERE (p.email_folded = $1 OR p.user_name = $1) AND k.place = ANY($2) AND k.last_at > $3
               ORDER BY array_position($2, k.place) LIMIT 1""",
            folded,
            places,
            self._known_since(),
        )
        return found or ""

    def _known_since(self) -> datetime:
        return now() - timedelta(days=self._settings.known_place_days)

    def _places(self, address: str, device: str) -> list[str]:
        """The browser before its address, because several people may share that one."""
        written = [f"device {device}"] if device else []
        return [keyed_hash(self._key, place) for place in (*written, f"address {address}")]
