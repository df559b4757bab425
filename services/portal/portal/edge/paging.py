"""Lists, page by page: a page names the next one in its header `Link`, so nothing is ever cut without a word."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from portal.edge.asking import TheEdge
from portal.edge.inputs import FIRST_DAY, LAST_DAY
from portal.edge.problems import Problem
from portal.telling.reading import Page, Row

LIMIT_MAX = 200
CURSOR_CHARACTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for, and where the next one is said."""

    request: Request
    response: Response
    after: tuple[datetime, UUID] | None
    limit: int

    @property
    def page(self) -> Page:
        """One row more than is shown: it says whether there is another page."""
        return Page(self.limit + 1, self.after)

    def shown(self, rows: Sequence[Row], by: str) -> list[dict[str, Any]]:
        """The rows of the page; `by` is the moment that they are ordered by."""
        kept = list(rows[: self.limit])
        if len(rows) > self.limit:
            last = kept[-1]
            here = self.request.url.include_query_params(after=cursor_of(last[by], last["id"]))
            self.response.headers["link"] = f'<{here.path}?{here.query}>; rel="next"'
        return kept


def cursor_of(moment: datetime, id_: UUID) -> str:
    """A place in a list, as text that means nothing to others."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()} {id_}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> tuple[datetime, UUID]:
    """Raises Problem `request.cursor-malformed` for what is none of our cursors."""
    try:
        moment, id_ = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        place = datetime.fromisoformat(moment), UUID(id_)
    except (ValueError, binascii.Error) as error:
        raise Problem("request.cursor-malformed") from error
    if place[0].tzinfo is None or not FIRST_DAY <= place[0].date() <= LAST_DAY:
        raise Problem("request.cursor-malformed")
    return place


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list as people look at it: its rows, and the place where the next page begins, if there is one."""

    rows: list[Row]
    older: str

    @classmethod
    def of(cls, rows: Sequence[Row], rows_max: int, by: str) -> "Leaf":
        """Of rows of which there is one more than is shown, where there is another page."""
        kept = list(rows[:rows_max])
        return cls(kept, cursor_of(kept[-1][by], kept[-1]["id"]) if len(rows) > rows_max else "")


def leaf_at(after: str, rows_max: int) -> Page:
    """What to ask for a page of a list that begins at a place, as it stands in an address."""
    return Page(rows_max + 1, place_of(after[:CURSOR_CHARACTERS_MAX]) if after else None)


async def paging(
    request: Request,
    response: Response,
    edge: TheEdge,
    after: Annotated[
        str, Query(max_length=CURSOR_CHARACTERS_MAX, description="From the `Link` of the page before.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100,
) -> Paging:
    return Paging(request, response, place_of(after) if after else None, min(limit, edge.settings.list_rows_max))


ThePaging = Annotated[Paging, Depends(paging)]
