"""A command: what is asked of a service, inside its own process; never on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, dataclass_transform
from uuid import UUID

import msgspec
from msgspec import StructMeta


class CommandMeta(StructMeta):
    """Adds the class keyword `lane` to msgspec's own: the field that names the consistency boundary."""

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        *,
        lane: str = "",
        **config: Any,
    ) -> CommandMeta:
        if any(isinstance(base, CommandMeta) for base in bases):
            if not lane:
                raise TypeError(f'{name}: a command needs lane="name of a field"')
            namespace["LANE"] = lane
        return super().__new__(mcls, name, bases, namespace, **{"frozen": True, "kw_only": True, **config})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Command(msgspec.Struct, metaclass=CommandMeta, frozen=True, kw_only=True):
    """The base of all commands. It carries the time and new ids, because decisions may not ask for them.

    Commands of one lane are carried out one after another, those of different lanes side by side.
    """

    LANE: ClassVar[str]
    at: datetime

    @property
    def lane(self) -> UUID:
        value: UUID = getattr(self, self.LANE)
        return value
