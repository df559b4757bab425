"""Documents by their SHA-256: kept in the service's own database, carried by the JetStream object store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

import nats.errors
from nats.aio.client import Client

from chassis.errors import NotYet, Poison, Refused
from chassis.store.buckets import OF_ONE_CHUNK, Buckets
from chassis.store.postgres import Pool
from contracts.fact import DocumentRef

KEEP = "SELECT store.keep_document($1, $2, $3, $4)"
NEXT = """SELECT number, sha256, own, CASE WHEN own AND octet_length(content) <= $3 THEN content END AS small
          FROM store.documents WHERE number > $1 ORDER BY number LIMIT $2"""
CARRIED_AT_ONCE = 4
"""How many large documents are in memory while they are put into the bucket."""
KEEP_FOR_A_UNIT = f"{KEEP}, set_config('synchronous_commit', 'off', true)"


class Documents(Protocol):
    """What handlers and acts need of documents."""

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        """Stores a document of our own; storing it twice keeps it once. Raises Refused when it is too large."""
        ...

    async def read(self, document: DocumentRef) -> bytes:
        """The bytes of a document that is kept here. Raises KeyError when it is not."""
        ...

    async def copy(self, document: DocumentRef, teller: str) -> None:
        """Copies a document that a fact of another service names. Raises NotYet while it is still on its way."""
        ...


def reference(content: bytes, media_type: str, name: str, size_max: int) -> DocumentRef:
    """Makes the reference to these bytes. Raises Refused when they are more than `size_max`."""
    if len(content) > size_max:
        raise Refused("document.too-large", size=len(content), size_max=size_max, name=name)
    return DocumentRef(sha256=sha256(content).hexdigest(), media_type=media_type, size=len(content), name=name)


class MemoryDocuments:
    """Documents in memory, for tests."""

    def __init__(self, size_max: int = 15_000_000) -> None:
        self.contents: dict[str, bytes] = {}
        self._size_max = size_max

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        document = reference(content, media_type, name, self._size_max)
        self.contents[document.sha256] = content
        return document

    async def read(self, document: DocumentRef) -> bytes:
        return self.contents[document.sha256]

    async def copy(self, document: DocumentRef, teller: str) -> None:
        if document.sha256 not in self.contents:
            raise KeyError(f"put the document {document.name} of {teller} into `contents` first")


class ForUnits:
    """The documents of handlers and effects: whatever they keep or copy is named by the unit that they end in."""

    def __init__(self, stored: StoredDocuments) -> None:
        self.keep = stored.keep_for_a_unit
        self.read = stored.read
        self.copy = stored.copy


class StoredDocuments:
    """Documents in the service's database; those of others are fetched from their teller's bucket.

    A bucket per telling service, `documents-<service>`; keys are SHA-256; the reader checks them.
    """

    def __init__(self, pool: Pool, size_max: int, fetch_timeout_s: float, tellers: Sequence[str] = ()) -> None:
        self._pool = pool
        self._size_max = size_max
        self._fetch_timeout_s = fetch_timeout_s
        self._tellers = tellers
        self._buckets: Buckets | None = None
        self._on_the_way: dict[str, asyncio.Future[None]] = {}

    def connected(self, client: Client) -> None:
        """Takes the connection by which documents are carried from now on."""
        self._buckets = Buckets(client)

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        return await self._kept(KEEP, content, media_type, name)

    async def keep_for_a_unit(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        """The same, where a unit that names it is appended next: that commit brings this one to the disk too."""
        return await self._kept(KEEP_FOR_A_UNIT, content, media_type, name)

    async def _kept(self, keep: str, content: bytes, media_type: str, name: str) -> DocumentRef:
        document = reference(content, media_type, name, self._size_max)
        await self._pool.execute(keep, document.sha256, media_type, True, content)
        return document

    async def read(self, document: DocumentRef) -> bytes:
        content = await self._pool.fetchval("SELECT content FROM store.documents WHERE sha256 = $1", document.sha256)
        if content is None:
            raise KeyError(f"the document {document.name} ({document.sha256}) is not kept here")
        return bytes(content)

    async def copy(self, document: DocumentRef, teller: str) -> None:
        """Of two facts that name the same document and are handled side by side, one fetches it."""
        while (others := self._on_the_way.get(document.sha256)) is not None:
            await asyncio.wait([others])
        copying = self._on_the_way[document.sha256] = asyncio.get_running_loop().create_future()
        try:
            await self._copy(document, teller)
        finally:
            del self._on_the_way[document.sha256]
            copying.set_result(None)

    async def _copy(self, document: DocumentRef, teller: str) -> None:
        if await self._pool.fetchval("SELECT true FROM store.documents WHERE sha256 = $1", document.sha256):
            return
        if document.size > self._size_max:
            raise Refused("document.too-large", size=document.size, size_max=self._size_max, name=document.name)
        try:
            async with asyncio.timeout(self._fetch_timeout_s):
                content = await self._found(document, teller)
        except (nats.errors.Error, TimeoutError) as error:
            raise NotYet(f"the document {document.name} of {teller} is still on its way") from error
        if content is None:
            raise NotYet(f"the document {document.name} of {teller} is still on its way")
        if sha256(content).hexdigest() != document.sha256:
            raise Poison(f"the document {document.name} of {teller} is not what its SHA-256 says")
        await self._pool.execute(KEEP_FOR_A_UNIT, document.sha256, document.media_type, False, content)

    async def _found(self, document: DocumentRef, teller: str) -> bytes | None:
        """The document out of its teller's bucket, or of another one that has it: a teller may pass one on."""
        buckets = self._connected
        if document.size > OF_ONE_CHUNK:
            return await buckets.get(teller, document.sha256)
        for service in (teller, *(other for other in self._tellers if other != teller)):
            if (content := await buckets.at_once(service, document.sha256)) is not None:
                return content
        return await buckets.get(teller, document.sha256)

    async def carry(self, service: str, after: int, limit: int) -> int:
        """Puts our own documents after a number into our bucket; returns the last number carried."""
        rows = await self._pool.fetch(NEXT, after, limit, OF_ONE_CHUNK)
        room = asyncio.Semaphore(CARRIED_AT_ONCE)
        await asyncio.gather(*(self._put(service, row["sha256"], row["small"], room) for row in rows if row["own"]))
        return rows[-1]["number"] if rows else after

    async def _put(self, service: str, key: str, content: bytes | None, room: asyncio.Semaphore) -> None:
        async with room:
            if content is None:
                content = await self._pool.fetchval("SELECT content FROM store.documents WHERE sha256 = $1", key)
            await self._connected.put(service, key, bytes(content or b""))

    @property
    def _connected(self) -> Buckets:
        if self._buckets is None:
            raise NotYet("the bus is not connected")
        return self._buckets
