"""Documents by their SHA-256: kept in the service's own database, carried by the JetStream object store."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import Protocol

import nats.errors
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from nats.js.object_store import ObjectStore

from chassis.errors import NotYet, Poison, Refused
from chassis.store.postgres import Pool
from contracts.fact import DocumentRef


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


class StoredDocuments:
    """Documents in the service's database; those of others are fetched from their teller's bucket.

    A bucket per telling service, `documents-<service>`; keys are SHA-256; the reader checks them.
    """

    def __init__(self, pool: Pool, size_max: int, fetch_timeout_s: float) -> None:
        self._pool = pool
        self._size_max = size_max
        self._fetch_timeout_s = fetch_timeout_s
        self._nats: Client | None = None
        self._buckets: dict[str, ObjectStore] = {}

    def connected(self, client: Client) -> None:
        """Takes the connection by which documents are carried from now on."""
        self._nats = client
        self._buckets.clear()

    async def keep(self, content: bytes, media_type: str, name: str) -> DocumentRef:
        document = reference(content, media_type, name, self._size_max)
        await self._store(document.sha256, media_type, True, content)
        return document

    async def read(self, document: DocumentRef) -> bytes:
        content = await self._pool.fetchval("SELECT content FROM store.documents WHERE sha256 = $1", document.sha256)
        if content is None:
            raise KeyError(f"the document {document.name} ({document.sha256}) is not kept here")
        return bytes(content)

    async def copy(self, document: DocumentRef, teller: str) -> None:
        if await self._pool.fetchval("SELECT true FROM store.documents WHERE sha256 = $1", document.sha256):
            return
        if document.size > self._size_max:
            raise Refused("document.too-large", size=document.size, size_max=self._size_max, name=document.name)
        try:
            bucket = await self._bucket(teller)
            async with asyncio.timeout(self._fetch_timeout_s):
                found = await bucket.get(document.sha256)
        except (NotFoundError, nats.errors.Error, TimeoutError) as error:
            raise NotYet(f"the document {document.name} of {teller} is still on its way") from error
        content = found.data or b""
        if sha256(content).hexdigest() != document.sha256:
            raise Poison(f"the document {document.name} of {teller} is not what its SHA-256 says")
        await self._store(document.sha256, document.media_type, False, content)

    async def carry(self, service: str, after: int, limit: int) -> int:
        """Puts our own documents after a number into our bucket; returns the last number carried."""
        rows = await self._pool.fetch(
            "SELECT number, sha256, own FROM store.documents WHERE number > $1 ORDER BY number LIMIT $2", after, limit
        )
        for row in rows:
            if row["own"]:
                await self._put(service, row["sha256"])
            after = row["number"]
        return after

    async def _put(self, service: str, key: str) -> None:
        bucket = await self._bucket(service)
        try:
            await bucket.get_info(key)  # A second put would need the permission to purge the bucket.
        except NotFoundError:
            content = await self._pool.fetchval("SELECT content FROM store.documents WHERE sha256 = $1", key)
            await bucket.put(key, bytes(content))

    async def _store(self, key: str, media_type: str, own: bool, content: bytes) -> None:
        await self._pool.execute("SELECT store.keep_document($1, $2, $3, $4)", key, media_type, own, content)

    async def _bucket(self, service: str) -> ObjectStore:
        if self._nats is None:
            raise NotYet("the bus is not connected")
        if service not in self._buckets:
            self._buckets[service] = await self._nats.jetstream().object_store(f"documents-{service}")
        return self._buckets[service]
