"""What the API shows of keys: never the key itself, but once to whoever makes it."""

from datetime import date, datetime
from uuid import UUID

from contracts.values import PersonId
from portal.edge.shown import Shown
from portal.people.keys import Scope


class KeyShown(Shown):
    """`hint` is how the key begins. `last_used_on` is a day: a key of which nobody knows any use can be revoked."""

    id: UUID
    name: str
    hint: str
    scopes: list[Scope]
    made_by: PersonId
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


class KeyMade(KeyShown):
    """`key` is shown this once."""

    key: str
