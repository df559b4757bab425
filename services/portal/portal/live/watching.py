"""Who looks at what: each move of the views is one look, for every page that this process holds open.

Nothing is queued for anybody: a page is told to look again, however much has changed since. Any replica can tell it,
since all of them see the views move.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from chassis.running.runtime import Runtime
from contracts.values import CompanyId, PersonId
from portal.edge.problems import Problem
from portal.inbox import view as inbox
from portal.invoices import view as invoices
from portal.settings import PortalSettings


@dataclass(slots=True, eq=False)
class Watcher:
    """A page that is open; `invoice` is the one that it shows, None for a list. `position`: what it has seen."""

    person: PersonId
    company: CompanyId
    invoice: UUID | None
    position: int
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, position: int) -> None:
        self.position = max(self.position, position)
        self.changed.set()


class Watching:
    """All pages of this process that are open."""

    def __init__(self, runtime: Runtime, settings: PortalSettings) -> None:
        self._runtime = runtime
        self._settings = settings
        self._watchers: dict[CompanyId, set[Watcher]] = {}
        self._following: asyncio.Task[None] | None = None
        self._is_over = False
        runtime.at_end(self.close)

    def require_room(self, person: PersonId) -> None:
        """Raises Problem `live.too-many`: a page without live updates is right when it is loaded again."""
        everybody = [one for watchers in self._watchers.values() for one in watchers]
        own = sum(one.person == person for one in everybody)
        most = self._settings.live_streams_per_person_max
        if self._is_over or own >= most or len(everybody) >= self._settings.live_streams_max:
            raise Problem("live.too-many", count_max=most)

    @asynccontextmanager
    async def watched(self, watcher: Watcher) -> AsyncIterator[None]:
        """While inside, the watcher is told; first of all what it has missed since its position."""
        watchers = self._watchers.setdefault(watcher.company, set())
        watchers.add(watcher)
        try:
            if self._following is None or self._following.done():
                self._following = asyncio.create_task(self._follow(watcher.position))
            await self._tell_missed(watcher)
            yield
        finally:
            watchers.discard(watcher)
            if not watchers:
                self._watchers.pop(watcher.company, None)

    async def next(self, watcher: Watcher, timeout_s: float) -> bool | None:
        """Whether something has changed before the time is over; None when nothing can be heard any more."""
        following = self._following
        if self._is_over or following is None:
            return None
        changed = asyncio.ensure_future(watcher.changed.wait())
        await asyncio.wait({changed, following}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()
        if self._is_over or following.done():
            return None  # the page comes back by itself, and is told then
        heard = watcher.changed.is_set()
        watcher.changed.clear()
        return heard

    def close(self) -> None:
        """The process stops: every page is let go, and comes back to another one."""
        self._is_over = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.changed.set()

    async def _tell_missed(self, watcher: Watcher) -> None:
        now = await self._runtime.position()
        is_long_ago = now - watcher.position > self._settings.live_replay_max
        if is_long_ago or _concerns(watcher, await self._changes(watcher.position, [watcher.company])):
            watcher.tell(now)

    async def _follow(self, since: int) -> None:
        async for position in self._runtime.moves():
            if not self._watchers:
                return
            for changed in await self._changes(since, list(self._watchers)):
                for watcher in self._watchers.get(changed[0], ()):
                    if _concerns(watcher, [changed]):
                        watcher.tell(position)
            since = position

    async def _changes(self, since: int, companies: list[CompanyId]) -> list[tuple[CompanyId, UUID]]:
        most = self._settings.live_changes_max
        found = await invoices.changed_since(self._runtime.db, since, companies, most)
        found += await inbox.changed_since(self._runtime.db, since, companies, most)
        return [(row["company"], row["id"]) for row in found]


def _concerns(watcher: Watcher, changes: Iterable[tuple[CompanyId, UUID]]) -> bool:
    return any(company == watcher.company and watcher.invoice in (None, id_) for company, id_ in changes)
