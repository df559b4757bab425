"""How often somebody may do a thing: one row for each who and what, counted for all processes of the portal.

The count is GCRA, the leaky bucket that needs one moment for its whole memory: `free_at` is when everything that was
taken will have been given back. Up to `times` may be taken at once; from then on one each `period / times`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from chassis import Db
from portal.people.secrets_of_mails import key_for, keyed_hash
from portal.settings import PortalSettings

MINUTE_S = 60
HOUR_S = 3600
DAY_S = 86_400


class Rate(NamedTuple):
    """So many times in so long."""

    times: int
    period_s: int

    @property
    def each(self) -> timedelta:
        return timedelta(seconds=self.period_s / max(1, self.times))

    @property
    def period(self) -> timedelta:
        return timedelta(seconds=self.period_s)


@dataclass(frozen=True, slots=True)
class Share:
    """One of the times that somebody may do a thing."""

    what: str
    who: str
    rate: Rate


class Limits:
    """Whoever is counted stands here as a keyed hash: neither an address nor a name can be read out of the table."""

    def __init__(self, db: Db, settings: PortalSettings) -> None:
        self._db = db
        self._key = key_for(settings, "limits")

    async def take(self, share: Share) -> float:
        """Takes one share, in one statement: 0 when it is taken, else for how many seconds there is none."""
        who, rate = self._who(share), share.rate
        taken = await self._db.fetchval(
            """INSERT INTO limits AS l (what, who, free_at) VALUES ($1, $2, now() + $3::interval)
               ON CONFLICT (what, who) DO UPDATE SET free_at = greatest(l.free_at, now()) + $3::interval
               WHERE l.free_at <= now() + $4::interval - $3::interval RETURNING true""",
            share.what,
            who,
            rate.each,
            rate.period,
        )
        if taken:
            return 0.0
        wait_s = await self._db.fetchval(
            """SELECT extract(epoch FROM free_at - (now() + $4::interval - $3::interval))::float8 FROM limits
               WHERE what = $1 AND who = $2""",
            share.what,
            who,
            rate.each,
            rate.period,
        )
        return max(1.0, wait_s or 0.0)

    async def give_back(self, shares: Iterable[Share]) -> None:
        """What was taken for something that turned out to be right counts no more."""
        for share in shares:
            await self._db.execute(
                "UPDATE limits SET free_at = free_at - $3::interval WHERE what = $1 AND who = $2",
                share.what,
                self._who(share),
                share.rate.each,
            )

    async def forget(self) -> None:
        """Rows that say no more than a missing one are thrown away."""
        await self._db.execute("DELETE FROM limits WHERE free_at < now()")

    def _who(self, share: Share) -> str:
        return keyed_hash(self._key, f"{share.what}:{share.who}")
