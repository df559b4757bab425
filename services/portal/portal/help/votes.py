"""What readers thought of an article: helpful or not, with a comment that only we read."""

from typing import NamedTuple
from uuid import UUID

from chassis import Db

COMMENT_CHARACTERS_MAX = 500


class Votes(NamedTuple):
    """How many found an article helpful, of how many in all."""

    helpful: int
    all: int


async def vote(db: Db, request: UUID, article: str, language: str, comment: str, *, helpful: bool) -> None:
    """Once for each form: sent again, it is the same vote."""
    await db.execute(
        """INSERT INTO article_votes (request, article, language, helpful, comment) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (request) DO NOTHING""",
        request,
        article,
        language,
        helpful,
        comment[:COMMENT_CHARACTERS_MAX],
    )


async def votes_on(db: Db, article: str) -> Votes:
    row = await db.fetchrow(
        "SELECT count(*) FILTER (WHERE helpful) AS helpful, count(*) AS all FROM article_votes WHERE article = $1",
        article,
    )
    assert row is not None
    return Votes(row["helpful"], row["all"])
