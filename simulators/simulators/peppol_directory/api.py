"""The HTTP APIs of the simulated Peppol Directory (search/1.0/json) and of the SMP that stands for all (/smp)."""

import time
import unicodedata
from collections import deque
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response

from simulators.control import Control
from simulators.edge import REQUEST_EFFECTS, Operation
from simulators.peppol_directory.metadata import DOCUMENT_SCHEME, SCHEME, service_group, signed_service_metadata
from simulators.peppol_directory.participants import Participant, participants
from simulators.serving import simulator_app

BODY_MAX_BYTES = 1024
ROWS_MAX = 1_000
OPERATIONS = [
    Operation("search", "GET", "/search/1.0/json"),
    Operation("service-metadata", "GET", "/smp/[^/]+/services/.+"),
    Operation("service-group", "GET", "/smp/[^/]+"),
]


class Pace:
    """So many searches in a second, and no more: the real Directory answers the next one 429."""

    def __init__(self, per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._latest: deque[float] = deque(maxlen=per_second)

    def is_hurried(self) -> bool:
        """Tell whether this search comes too soon; if not, count it."""
        now = self._clock()
        if len(self._latest) == self._per_second and now - self._latest[0] < 1:
            return True
        self._latest.append(now)
        return False


def peppol_app(pace: Pace | None = None) -> FastAPI:
    """Return the simulated Directory and SMP, open to everybody."""
    known = participants()
    control = Control({operation.name: REQUEST_EFFECTS for operation in OPERATIONS})
    app = simulator_app("Peppol Directory and SMP", control, OPERATIONS, _error, BODY_MAX_BYTES)
    _add_search(app, known, pace or Pace(2))
    _add_smp(app, known)
    return app


def _add_search(app: FastAPI, known: dict[str, Participant], pace: Pace) -> None:
    @app.get("/search/1.0/json")
    async def search(
        q: Annotated[str, Query(max_length=200)] = "",
        name: Annotated[str, Query(max_length=200)] = "",
        participant: Annotated[str, Query(max_length=200)] = "",
        country: Annotated[str, Query(max_length=2)] = "",
        resultPageIndex: Annotated[int, Query(ge=0)] = 0,
        resultPageCount: Annotated[int, Query(ge=1, le=ROWS_MAX)] = 20,
    ) -> JSONResponse:
        """The business cards that fit every word, a page at a time."""
        if pace.is_hurried():
            return JSONResponse(_error(429, "", "Too many requests"), 429, {"Retry-After": "1"})
        wanted = participant.removeprefix(f"{SCHEME}::")
        fits = [
            card
            for card in known.values()
            if card.has_card
            and (not wanted or card.value == wanted)
            and (not country or card.country == country)
            and all(word in _folded(f"{card.name} {card.value}") for word in _folded(f"{q} {name}").split())
        ]
        first = resultPageIndex * resultPageCount
        shown = fits[first : first + resultPageCount]
        return JSONResponse(
            {
                "version": "1.0",
                "total-result-count": len(fits),
                "used-result-count": len(shown),
                "result-page-index": resultPageIndex,
                "result-page-count": resultPageCount,
                "matches": [_match(card) for card in shown],
            }
        )


def _add_smp(app: FastAPI, known: dict[str, Participant]) -> None:
    @app.get("/smp/{who}")
    async def group(who: str, request: Request) -> Response:
        found = known.get(who.removeprefix(f"{SCHEME}::"))
        if found is None or not who.startswith(f"{SCHEME}::"):
            return Response(status_code=404)
        return _xml(service_group(found, f"{str(request.base_url).rstrip('/')}/smp"))

    @app.get("/smp/{who}/services/{kind:path}")
    async def metadata(who: str, kind: str) -> Response:
        found = known.get(who.removeprefix(f"{SCHEME}::"))
        document_type = kind.removeprefix(f"{DOCUMENT_SCHEME}::")
        if found is None or document_type not in found.document_types:
            return Response(status_code=404)
        return _xml(signed_service_metadata(found, document_type))


def _match(card: Participant) -> dict[str, Any]:
    return {
        "participantID": {"scheme": SCHEME, "value": card.value},
        "docTypes": [{"scheme": DOCUMENT_SCHEME, "value": kind} for kind in card.document_types],
        "entities": [{"name": [{"name": card.name}], "countryCode": card.country, "regDate": "2024-03-01"}],
    }


def _xml(text: str) -> Response:
    return Response(text, media_type="text/xml")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _error(status: int, code: str, detail: str) -> dict[str, Any]:
    return {"status": status, "code": code or None, "message": detail}
