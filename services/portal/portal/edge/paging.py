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
from portal.edge.problems import Problem
from portal.telling.reading import Page, Row

LIMIT_MAX = 200


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
    if place[0].tzinfo is None:
        raise Problem("request.cursor-malformed")
    return place


async def paging(
    request: Request,
    response: Response,
    edge: TheEdge,
    after: Annotated[str, Query(max_length=200, description="From the `Link` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT_MAX)] = 100,
) -> Paging:
    return Paging(request, response, place_of(after) if after else None, min(limit, edge.settings.list_rows_max))


ThePaging = Annotated[Paging, Depends(paging)]
