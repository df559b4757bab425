"""What answers a request: its own answer, or the one of the like request that was faster (decision 0028)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from chassis import REPEATED, Db
from chassis.store.mapper import holds_personal
from contracts.fact import Fact

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


def likeness(fact: Fact, request: UUID) -> str | None:
    """The same for all who do the same to the same thing; None where a secret would have to be compared."""
    if holds_personal(type(fact)):
        return None
    own = {name for name, value in fact if value == request}
    body = fact.model_dump_json(exclude=own | {"person"})
    return sha256(f"{fact.type()} {body}".encode()).hexdigest()
