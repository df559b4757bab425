"""Whose document is whose: its SHA-256 is no secret, so it can be used by whoever uploaded the bytes alone."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from chassis import Db
from contracts.values import DocumentRef
from portal.edge.problems import Problem

Purpose = Literal["attachment", "customer-register", "case"]
"""What it was uploaded for, and so what it was checked to be."""


class Uploads:
    """Two who upload the same bytes own them both. Rows outside replay, like everything that accounts keep."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def keep(self, owner: UUID, purpose: Purpose, document: DocumentRef) -> None:
        """`owner` is a company, or a person where it is theirs alone."""
        await self._db.execute(
            "INSERT INTO uploads (owner, purpose, sha256, media_type, size) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT DO NOTHING",
            owner,
            purpose,
            document.sha256,
            document.media_type,
            document.size,
        )

    async def own(
        self, owner: UUID, purpose: Purpose, named: Sequence[DocumentRef], known: Sequence[DocumentRef] = ()
    ) -> tuple[DocumentRef, ...]:
        """The documents with the type and size that they have; only their names are the caller's to choose.

        `known` are those that stand there already. Raises Problem `document.not-uploaded`, for another's as for one
        that nobody uploaded.
        """
        rows = await self._db.fetch(
            "SELECT sha256, media_type, size FROM uploads WHERE owner = $1 AND purpose = $2 AND sha256 = ANY($3)",
            owner,
            purpose,
            [one.sha256 for one in named],
        )
        found = {one.sha256: (one.media_type, one.size) for one in known}
        found |= {row["sha256"]: (row["media_type"], row["size"]) for row in rows}
        for one in named:
            if one.sha256 not in found:
                raise Problem("document.not-uploaded", name=one.name)
        return tuple(DocumentRef(one.sha256, *found[one.sha256], one.name) for one in named)
