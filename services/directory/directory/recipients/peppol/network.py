"""Asks Peppol over HTTP: the SMP about participants, the Peppol Directory about names; caches answers for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import quote

import httpx

from directory.recipients.outside import Card, OutsideSilent, Published
from directory.recipients.peppol.answers import Endpoint, Unreadable, cards_in, document_types_in, endpoint_in
from directory.recipients.peppol.identifiers import DocumentType, qualified_document_type, qualified_participant
from directory.settings import DirectorySettings

ANSWER_BYTES_MAX: Final = 1_000_000
REMEMBERED_MAX: Final = 10_000


class Peppol:
    """One client for the process. An SMP's answers are cached until they expire; a missing answer is not."""

    def __init__(self, settings: DirectorySettings, clock: Callable[[], float] | None = None) -> None:
        self._settings = settings
        self._smp = settings.peppol_smp_url.rstrip("/")
        self._directory = settings.peppol_directory_url.rstrip("/")
        self._client = httpx.AsyncClient(timeout=settings.peppol_timeout_s, follow_redirects=False)
        self._clock = clock or asyncio.get_running_loop().time
        self._own_seats = {seat.strip() for seat in settings.peppol_own_seats.split(",")} - {""}
        self._remembered: OrderedDict[tuple[str, DocumentType], tuple[float, Published | None]] = OrderedDict()

    async def start(self) -> None:
        """Starts without a request, so that the service starts even while an SMP is down."""

    async def stop(self) -> None:
        await self._client.aclose()

    async def published(self, participant: str, document_type: DocumentType, at: datetime) -> Published | None:
        """What the participant's SMP says; None when nobody of that id is published. Raises OutsideSilent."""
        key = (participant, document_type)
        ends, found = self._remembered.get(key, (0.0, None))
        if ends > self._clock():
            return found
        found = await self._ask(participant, document_type, at)
        keep_s = self._settings.peppol_absent_cache_s if found is None else self._settings.peppol_cache_s
        self._remembered[key] = (self._clock() + keep_s, found)
        self._remembered.move_to_end(key)
        while len(self._remembered) > REMEMBERED_MAX:
            self._remembered.popitem(last=False)
        return found

    async def named(self, name: str, country: str) -> list[Card]:
        """Participants whose business card has this name, no more than asked for. Raises OutsideSilent."""
        rows = self._settings.peppol_hits_max
        asked = {"name": name, "country": country, "resultPageIndex": "0", "resultPageCount": str(rows)}
        return (await self._cards(asked))[:rows]

    async def card(self, participant: str) -> Card | None:
        """The business card of a participant; None when it has none. Raises OutsideSilent."""
        found = await self._cards({"participant": qualified_participant(participant)})
        return found[0] if found else None

    async def _ask(self, participant: str, document_type: DocumentType, at: datetime) -> Published | None:
        who = quote(qualified_participant(participant), safe="")
        group = await self._get(f"{self._smp}/{who}")
        if group is None:
            return None
        try:
            registered = document_types_in(group)
            wanted = qualified_document_type(document_type)
            endpoint = await self._endpoint(who, wanted, at) if wanted in registered else None
        except Unreadable as error:
            raise OutsideSilent("peppol.unreadable") from error
        ours = endpoint is not None and endpoint.seat in self._own_seats
        return Published(endpoint is not None, endpoint.operator if endpoint else "", endpoint is not None and not ours)

    async def _endpoint(self, who: str, document_type: str, at: datetime) -> Endpoint | None:
        metadata = await self._get(f"{self._smp}/{who}/services/{quote(document_type, safe='')}")
        return endpoint_in(metadata, at) if metadata is not None else None

    async def _cards(self, asked: dict[str, str]) -> list[Card]:
        found = await self._get(f"{self._directory}/search/1.0/json", asked)
        try:
            return cards_in(found) if found is not None else []
        except Unreadable as error:
            raise OutsideSilent("peppol.unreadable") from error

    async def _get(self, address: str, asked: dict[str, str] | None = None) -> bytes | None:
        """Fetches a body of limited size; None for 404. Raises OutsideSilent."""
        try:
            async with self._client.stream("GET", address, params=asked) as answer:
                if answer.status_code == httpx.codes.NOT_FOUND:
                    return None
                if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
                    raise OutsideSilent("peppol.busy")
                if not answer.is_success:
                    raise OutsideSilent("peppol.unavailable")
                return await _limited(answer)
        except httpx.TimeoutException as error:
            raise OutsideSilent("peppol.late") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OutsideSilent("peppol.unavailable") from error


async def _limited(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in answer.aiter_bytes():
        body += chunk
        if len(body) > ANSWER_BYTES_MAX:
            raise OutsideSilent("peppol.unreadable")
    return bytes(body)


def register(settings: DirectorySettings) -> Peppol:
    """The factory named in `uses`."""
    return Peppol(settings)
