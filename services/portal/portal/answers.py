"""What answers a request: its own answer, or the one of the like request that was faster (decision 0028)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from chassis import REPEATED, Db
from portal.events import Acted

OWN = """
    SELECT fact, body, position, body->>'code' = $3 AS repeated FROM answers
    WHERE correlation = $1 AND name = ANY($2) ORDER BY position LIMIT 1"""
LIKE = """
    SELECT a.fact, a.body, a.position
    FROM requests r
    LEFT JOIN LATERAL (
      SELECT fact, body, position FROM answers WHERE correlation = r.id AND name = ANY($2) ORDER BY position LIMIT 1
    ) a ON true
    WHERE r.likeness = (SELECT likeness FROM requests WHERE id = $1) AND r.id <> $1
      AND coalesce(a.body->>'code', '') <> $3
    ORDER BY r.at DESC, r.id LIMIT 1"""


async def answer_to(request: UUID, names: Sequence[str], db: Db) -> Any:
    """The row of the fact that answers a request, None while there is none.

    Of two who do the same at once, one changes something, and the other hears `request.repeated`: then both have the
    one answer. Where nobody did the like, that refusal itself is the answer.
    """
    asked = (request, list(names), REPEATED)
    own = await db.fetchrow(OWN, *asked)
    if own is None or not own["repeated"]:
        return own
    like = await db.fetchrow(LIKE, *asked)
    if like is None:
        return own
    return like if like["fact"] else None


def likeness(event: Acted, request: UUID) -> str:
    """The same for all who do the same to the same thing; what is personal is not compared."""
    own = f'"{request}"'.encode()
    fields = msgspec.json.decode(event.body, type=dict[str, msgspec.Raw])
    deed = {name: value for name, value in sorted(fields.items()) if name != "person" and bytes(value) != own}
    return sha256(f"{event.fact} ".encode() + msgspec.json.encode(deed)).hexdigest()
