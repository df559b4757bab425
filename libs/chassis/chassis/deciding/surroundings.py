"""What a session needs: store, mapper, keys, documents and resources of one service."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from chassis.aggregate import Aggregate
from chassis.event import Event
from chassis.person.sealing import Sealer
from chassis.store.documents import Documents
from chassis.store.mapper import Mapper
from chassis.store.unit import Store
from contracts.fact import Fact

R = TypeVar("R")


class AggregateCache:
    """A cache of aggregates that were used lately. One is taken out while it is worked on, and put back when saved.

    A stale one is harmless: its append fails with a conflict, and it is not put back.
    """

    def __init__(self, size_max: int) -> None:
        self._size_max = size_max
        self._kept: OrderedDict[UUID, Aggregate[Any]] = OrderedDict()

    def take(self, id: UUID) -> Aggregate[Any] | None:  # noqa: A002 - the word of the field
        return self._kept.pop(id, None)

    def keep(self, aggregate: Aggregate[Any]) -> None:
        self._kept[aggregate.id] = aggregate
        if len(self._kept) > self._size_max:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        self._kept.clear()


@dataclass(slots=True)
class Surroundings:
    """Made once at start-up; tests make one in memory."""

    service: str
    store: Store
    sealer: Sealer
    mapper: Mapper
    documents: Documents
    told_by: Callable[[Event, Aggregate[Any]], Iterable[Fact]]
    secret: bytes
    cache: AggregateCache
    resources: Mapping[type, Any] = field(default_factory=dict)

    def resource(self, kind: type[R]) -> R:
        """The resource of this type, or of a sub-type. Raises KeyError when the service declares none."""
        if kind in self.resources:
            return self.resources[kind]  # type: ignore[no-any-return]
        for resource in self.resources.values():
            if isinstance(resource, kind):
                return resource
        raise KeyError(f"the service {self.service} declares no resource {kind.__name__} in `uses`")
