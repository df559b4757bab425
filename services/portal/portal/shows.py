"""A view over facts: the portal's read models follow its own store, and read the fact within each event."""

from abc import abstractmethod
from typing import Any

import msgspec

from chassis import Db, Happened, View
from contracts.fact import Fact
from contracts.values import Redacted
from portal.boundary import read
from portal.events import Acted, ActedPersonally, Shown, ShownPersonally


class FactView(View):
    """Follows what people did and what services told, as facts."""

    follows = (Acted, ActedPersonally, Shown, ShownPersonally)

    async def follow(self, happened: Happened[Any], db: Db) -> None:
        try:
            fact = read(happened.event)
        except Redacted:
            return  # the person was erased: a rebuilt view shows nothing of them
        told_at = getattr(happened.event, "told_at", None) or happened.at  # after an outage we hear of things late
        await self.show(fact, msgspec.structs.replace(happened, at=told_at), db)

    @abstractmethod
    async def show(self, fact: Fact, happened: Happened[Any], db: Db) -> None:
        """Writes what one fact changes; facts that are none of this view's business are passed over."""
