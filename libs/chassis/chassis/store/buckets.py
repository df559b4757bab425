"""Documents on the bus: an object store for each telling service, written and read in as few messages as possible."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from nats.aio.client import Client
from nats.errors import NoRespondersError
from nats.js import JetStreamContext
from nats.js.api import Header
from nats.js.errors import APIError, NotFoundError
from nats.js.object_store import OBJ_DEFAULT_CHUNK_SIZE, ObjectStore

OF_ONE_CHUNK = OBJ_DEFAULT_CHUNK_SIZE
WRONG_LAST_SEQUENCE = 10071
"""JetStream's error code for a message of a subject that should have none yet."""
FIRST = {Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: "0"}


class Buckets:
    """A bucket `documents-<service>` is an object store (NATS ADR-20), which any client of it can read.

    Keys are SHA-256, so a key never gets another content. A document of one chunk has its chunk under the subject that
    its key says, and not under a random one: putting it takes two messages, which are on their way at the same time and
    are refused when they are there already, and getting it takes one question instead of a consumer.
    """

    def __init__(self, client: Client) -> None:
        self._stream: JetStreamContext = client.jetstream()
        self._opened: dict[str, ObjectStore] = {}

    async def put(self, service: str, key: str, content: bytes) -> None:
        """Puts a document, unless it is there. Raises nats.errors.Error and TimeoutError."""
        if not 0 < len(content) <= OF_ONE_CHUNK:
            await self._put_in_chunks(service, key, content)
            return
        await asyncio.gather(
            self._first(_chunk(service, key), content),
            self._first(_meta(service, key), _said_of(service, key, content)),
        )

    async def get(self, service: str, key: str) -> bytes | None:
        """The document, whoever put it; None when it is not there. Raises nats.errors.Error and TimeoutError."""
        try:
            return (await (await self._bucket(service)).get(key)).data or b""
        except NotFoundError:
            return None

    async def at_once(self, service: str, key: str) -> bytes | None:
        """The same in one question, where it is one chunk under its own name; other clients name it otherwise."""
        try:
            return (await self._stream.get_last_msg(_stream(service), _chunk(service, key), direct=True)).data
        except (NotFoundError, NoRespondersError):
            return None

    async def _first(self, subject: str, content: bytes) -> None:
        """Publishes the one message of a subject; that it is there already is as good."""
        try:
            await self._stream.publish(subject, content, headers=dict(FIRST))
        except APIError as refused:
            if refused.err_code != WRONG_LAST_SEQUENCE:
                raise

    async def _put_in_chunks(self, service: str, key: str, content: bytes) -> None:
        bucket = await self._bucket(service)
        try:
            await bucket.get_info(key)  # A second put would need the permission to purge the bucket.
        except NotFoundError:
            await bucket.put(key, content)

    async def _bucket(self, service: str) -> ObjectStore:
        if service not in self._opened:
            self._opened[service] = await self._stream.object_store(f"documents-{service}")
        return self._opened[service]


def _stream(service: str) -> str:
    return f"OBJ_documents-{service}"


def _chunk(service: str, key: str) -> str:
    return f"$O.documents-{service}.C.{key}"


def _meta(service: str, key: str) -> str:
    return f"$O.documents-{service}.M.{base64.urlsafe_b64encode(key.encode()).decode()}"


def _said_of(service: str, key: str, content: bytes) -> bytes:
    """The description of an object of one chunk."""
    digest = base64.urlsafe_b64encode(sha256(content).digest()).decode()
    return msgspec.json.encode(
        {
            "name": key,
            "options": {"max_chunk_size": OF_ONE_CHUNK},
            "bucket": f"documents-{service}",
            "nuid": key,
            "size": len(content),
            "mtime": datetime.now(UTC).isoformat(),
            "chunks": 1,
            "digest": f"SHA-256={digest}",
        }
    )
