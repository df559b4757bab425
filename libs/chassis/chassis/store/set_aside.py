"""Events that a follower cannot take are set aside for it alone: named, tried again, or skipped by an operator."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.store.postgres import Pool
from chassis.views import Db

PUT = """
    INSERT INTO store.set_aside AS s (follower, position, topic, reason, stops, next_try_at)
    VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => ($6::float8[])[1]))
    ON CONFLICT (follower, position) DO UPDATE SET reason = $4, stops = $5, tries = s.tries + 1, tried_at = now(),
        next_try_at = now() + make_interval(secs => ($6::float8[])[least(s.tries + 1, cardinality($6::float8[]))]),
        solved_at = NULL
    WHERE s.skipped_at IS NULL
"""
SKIP_AGAIN = """
    INSERT INTO store.set_aside (follower, position, topic, reason, stops, next_try_at,
                                 skipped_at, skipped_by, skip_reason)
    SELECT $1, position, topic, $4, stops, now(), skipped_at, skipped_by, skip_reason FROM store.set_aside
    WHERE split_part(follower, '@', 1) = split_part($1, '@', 1) AND position = $2 AND topic = $3
      AND skipped_at IS NOT NULL
    ORDER BY number DESC LIMIT 1
    ON CONFLICT (follower, position) DO NOTHING
"""
OPEN = "solved_at IS NULL AND skipped_at IS NULL"
COLUMNS = """number, follower, position, topic, reason, stops, tries, since, tried_at, next_try_at,
             skipped_at, skipped_by, skip_reason"""
LIST_MAX = 1000
LIBRARIES = frozenset({"chassis", "contracts", "einvoice", "nordic", "schematron"})
LOOK_S = 1.0
"""How often followers look for what is due to be tried again, or was skipped."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One event (for the relay: one fact of the outbox) and the follower that cannot take it.

    `follower` is `view:<name>@<version>`, `acts`, `schedules` or `relay`. `stops` says that the follower stands still
    before it, as a view does; otherwise the follower has gone on. `reason` holds no value of the event.
    """

    number: int
    follower: str
    position: int
    topic: str
    reason: str
    stops: bool
    tries: int
    since: datetime
    tried_at: datetime
    next_try_at: datetime
    skipped_at: datetime | None
    skipped_by: str
    skip_reason: str

    @property
    def line(self) -> str:
        """Describes it in one line for a terminal."""
        stands = "stands still before" if self.stops else "has set aside"
        tried = f"tried {self.tries} times, last {self.tried_at:%Y-%m-%d %H:%M}"
        return f"{self.number}  {self.follower} {stands} {self.topic} at {self.position}: {self.reason}  ({tried})"


class SetAside:
    """The table `set_aside`. A row is marked as solved when the follower takes the event after all."""

    def __init__(self, pool: Pool, service: str, delays_s: Sequence[float]) -> None:
        self._pool = pool
        self._ours = LIBRARIES | {service}
        self._delays_s = [float(delay_s) for delay_s in delays_s]
        self._looked_at: dict[str, float] = {}

    async def put(
        self,
        follower: str,
        position: int,
        topic: str,
        error: BaseException,
        *,
        stops: bool = False,
        delays_s: Sequence[float] = (),
        db: Db | None = None,
    ) -> str:
        """Sets an event aside, or notes that it failed again; returns the reason.

        `delays_s` are the times until it is tried again, the last one for ever; `db` a transaction to write in.
        """
        reason = self.reason_of(error)
        delays = [float(delay_s) for delay_s in delays_s] or self._delays_s
        await (db or self._pool).execute(PUT, follower, position, topic, reason, stops, delays)
        return reason

    async def skipped(self, follower: str, position: int, topic: str, error: BaseException) -> bool:
        """Whether somebody has skipped the event for this view, in this version of it or in an earlier one."""
        await self._pool.execute(SKIP_AGAIN, follower, position, topic, self.reason_of(error))
        found = "SELECT true FROM store.set_aside WHERE follower = $1 AND position = $2 AND skipped_at IS NOT NULL"
        return bool(await self._pool.fetchval(found, follower, position))

    async def open(self) -> list[Aside]:
        """Lists what waits, oldest first."""
        return await self._all(f"{OPEN} ORDER BY number")

    async def passed_over(self, followers: Sequence[str]) -> list[Aside]:
        """The events that were skipped for these followers."""
        return await self._all("follower = ANY($1) AND skipped_at IS NOT NULL ORDER BY number", list(followers))

    async def among(self, follower: str, positions: Sequence[int]) -> set[int]:
        """Which of these are set aside or skipped: a follower that reads them again leaves them to `due`."""
        rows = await self._pool.fetch(
            "SELECT position FROM store.set_aside WHERE follower = $1 AND position = ANY($2) AND solved_at IS NULL",
            follower,
            list(positions),
        )
        return {row["position"] for row in rows}

    async def due(self, follower: str, limit: int, busy: Collection[int] = ()) -> list[int]:
        """Positions that are to be tried again now, less those that are `busy`. Looks once in LOOK_S at most."""
        now = time.monotonic()
        if limit <= 0 or now - self._looked_at.get(follower, -LOOK_S) < LOOK_S:
            return []
        self._looked_at[follower] = now
        rows = await self._pool.fetch(
            f"""SELECT position FROM store.set_aside WHERE follower = $1 AND {OPEN} AND NOT stops
                AND next_try_at <= now() AND position <> ALL($3) ORDER BY next_try_at LIMIT $2""",
            follower,
            limit,
            list(busy),
        )
        return [row["position"] for row in rows]

    async def due_now(self, follower: str) -> None:
        """Makes everything due at a start, since a new release may have removed the fault."""
        await self._pool.execute(
            f"UPDATE store.set_aside SET next_try_at = now() WHERE follower = $1 AND {OPEN}", follower
        )

    async def begin(self) -> set[str]:
        """Does the same for all that follow the log; returns the followers that have stopped."""
        await self._pool.execute(f"UPDATE store.set_aside SET next_try_at = now() WHERE follower <> 'relay' AND {OPEN}")
        rows = await self._pool.fetch(f"SELECT DISTINCT follower FROM store.set_aside WHERE stops AND {OPEN}")
        return {row["follower"] for row in rows}

    async def is_due(self, follower: str, position: int) -> bool:
        """Whether a follower that stands still may try again: its time has come, or somebody skipped the event."""
        waits = f"""SELECT true FROM store.set_aside
                    WHERE follower = $1 AND position = $2 AND {OPEN} AND next_try_at > now()"""
        return not await self._pool.fetchval(waits, follower, position)

    async def taken(self, follower: str, position: int) -> None:
        """Notes that the follower took this event after all."""
        await self._pool.execute(
            f"UPDATE store.set_aside SET solved_at = now() WHERE follower = $1 AND position = $2 AND {OPEN}",
            follower,
            position,
        )

    async def gone_past(self, follower: str, position: int) -> None:
        """Notes that a follower that had stopped has come to this position."""
        await self._pool.execute(
            f"UPDATE store.set_aside SET solved_at = now() WHERE follower = $1 AND position <= $2 AND stops AND {OPEN}",
            follower,
            position,
        )

    async def replaced(self, follower: str, db: Db) -> None:
        """Closes what other versions of a view could not take, since a new version serves."""
        await db.execute(
            f"""UPDATE store.set_aside SET solved_at = now()
                WHERE split_part(follower, '@', 1) = split_part($1, '@', 1) AND follower <> $1 AND {OPEN}""",
            follower,
        )

    async def skip(self, number: int, by: str, reason: str) -> Aside:
        """Lets the follower skip this event for ever. Raises KeyError when nothing open has that number."""
        return await self._one(
            f"""UPDATE store.set_aside SET skipped_at = now(), skipped_by = $2, skip_reason = $3
                WHERE number = $1 AND {OPEN} RETURNING {COLUMNS}""",
            number,
            by,
            reason,
        )

    async def retry(self, number: int) -> Aside:
        """Lets the follower try this event now. Raises KeyError when nothing open has that number."""
        return await self._one(
            f"UPDATE store.set_aside SET next_try_at = now() WHERE number = $1 AND {OPEN} RETURNING {COLUMNS}", number
        )

    def reason_of(self, error: BaseException) -> str:
        """Names an error's class and the line of our code where it arose, never its text, which may quote a value."""
        words = [type(error).__name__]
        if state := getattr(error, "sqlstate", None):
            words.append(str(state))
        step, place = error.__traceback__, ""
        while step is not None:
            module = str(step.tb_frame.f_globals.get("__name__", ""))
            if module.partition(".")[0] in self._ours:
                place = f"at {module}:{step.tb_lineno} ({step.tb_frame.f_code.co_name})"
            step = step.tb_next
        return " ".join([*words, place] if place else words)

    async def _all(self, where: str, *arguments: Any) -> list[Aside]:
        rows = await self._pool.fetch(
            f"SELECT {COLUMNS} FROM store.set_aside WHERE {where} LIMIT {LIST_MAX}", *arguments
        )
        return [Aside(**dict(row)) for row in rows]

    async def _one(self, sql: str, number: int, *arguments: Any) -> Aside:
        row = await self._pool.fetchrow(sql, number, *arguments)
        if row is None:
            raise KeyError(f"nothing that is set aside and waits has the number {number}")
        return Aside(**dict(row))
