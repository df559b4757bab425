"""Logging in when somebody guesses: slow from one address, and for one account, yet nobody else locks its owner out.

Every try is counted before the password is compared, and given back when it was right. An account is open to places
where its owner has logged in before (an address, or a browser by its cookie), each with a count of its own; strangers
share one count, which beyond a few tries asks for work, and ends at a number. The link of a forgotten password always
leads in. Nothing here asks whether there is such an account.
"""

from datetime import datetime, timedelta
from math import ceil

from chassis import Db, Refused
from portal.people.captcha import Captcha, Proof
from portal.people.limits import HOUR_S, MINUTE_S, Limits, Rate, Share
from portal.people.people import People, now
from portal.people.secrets_of_mails import key_for, keyed_hash
from portal.settings import PortalSettings


class LogIns:
    def __init__(self, db: Db, settings: PortalSettings, people: People, limits: Limits, captcha: Captcha) -> None:
        self._db = db
        self._settings = settings
        self._people = people
        self._limits = limits
        self._captcha = captcha
        self._key = key_for(settings, "known-places")

    async def log_in(self, user: str, password: str, address: str, device: str = "", proof: Proof | None = None) -> str:
        """A session token. `device` is what the browser's cookie says.

        Raises Refused: `rate.limited`; `captcha.needed`, `captcha.wrong` or `captcha.expired`; `login.wrong`, or
        `login.unconfirmed` when the password was right.
        """
        folded = user.strip().casefold()
        places = self._places(address, device)
        taken = await self._admit(folded, address, places, proof)
        try:
            token = await self._people.log_in(user, password)
        except Refused as refused:
            if refused.code == "login.unconfirmed":
                await self._limits.give_back(taken)
            raise
        await self._limits.give_back(taken)
        await self.remember(folded, places)
        return token

    async def remember(self, folded: str, places: list[str]) -> None:
        """The owner was here; old places are forgotten."""
        await self._db.execute(
            """INSERT INTO known_places (person, place)
               SELECT p.id, place FROM people p, unnest($2::text[]) AS place
               WHERE p.email_folded = $1 OR p.user_name = $1
               ON CONFLICT (person, place) DO UPDATE SET last_at = now()""",
            folded,
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
