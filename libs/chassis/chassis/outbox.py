"""Facts are told at least once, in order, from any position again: one leader relays the outbox to the bus."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from chassis.documents import StoredDocuments
from chassis.failpoints import failpoint
from chassis.postgres import LOST, Leadership, Pool
from chassis.sealing import Sealer
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.telemetry import log

LEAD = 7110
CURSOR, AGAIN_FROM, DOCUMENTS = "relay", "relay.again-from", "relay.documents"
READ = """SELECT position, message_id, subject, headers, body FROM store.outbox
          WHERE position > $1 ORDER BY position LIMIT $2"""
SAVE = """INSERT INTO store.cursors (name, position) VALUES ($1, $2)
          ON CONFLICT (name) DO UPDATE SET position = excluded.position"""
CURSOR_SAVE_S = 0.5
DOCUMENTS_AT_ONCE = 20


class Relay:
    """Publishes through one reply subscription and a window; the cursor follows the acknowledged prefix, lazily.

    Silence from the bus means: wait and try again, for ever. A crash repeats at most what was not saved, and the
    bus drops it by its id, as does every inbox.
    """

    def __init__(
        self, service: str, url: str, pool: Pool, sealer: Sealer, documents: StoredDocuments, settings: Settings
    ) -> None:
        self._service = service
        self._pool = pool
        self._sealer = sealer
        self._documents = documents
        self._settings = settings
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s)
        self._pending: dict[int, Any] = {}
        self._room = asyncio.Event()
        self._inbox = ""
        self._nats: Client | None = None
        self._saved_at = 0.0
        self.position = 0
        self.published = 0

    async def run(self, nats_client: Client, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        self._nats = nats_client
        self._inbox = nats_client.new_inbox()
        await nats_client.subscribe(f"{self._inbox}.*", cb=self._acknowledged)
        while True:
            try:
                connection = await self._leadership.gained()
                await self._lead(connection, signal)
            except LOST as error:
                log.warning("relay.lead-lost", error=type(error).__name__)

    async def close(self) -> None:
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        self.position = saved = await self._cursor(connection, CURSOR)
        carried = await self._cursor(connection, DOCUMENTS)
        while True:
            if await self._told_again(connection):
                saved = self.position
                carried = 0
            rows = await connection.fetch(READ, self.position, self._settings.relay_batch_max)
            if rows:
                carried = await self._carry(connection, carried)
                await self._publish(rows)
                self.position = rows[-1]["position"]
            if self.position != saved and (not rows or time.monotonic() - self._saved_at > CURSOR_SAVE_S):
                saved = await self._save(connection)
            if not rows:
                await signal.wait(self._settings.relay_poll_s)

    async def _carry(self, connection: Any, carried: int) -> int:
        """Documents go before the facts that name them."""
        while True:
            try:
                reached = await self._documents.carry(self._service, carried, DOCUMENTS_AT_ONCE)
            except (nats.errors.Error, TimeoutError) as error:
                log.warning("relay.documents-wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.relay_poll_s)
                continue
            if reached == carried:
                return carried
            carried = reached
            await connection.execute(SAVE, DOCUMENTS, carried)

    async def _publish(self, rows: list[Any]) -> None:
        """Every row is acknowledged when this returns; what is not, is sent again."""
        await self._sealer.prepare_for(row["body"] for row in rows)
        self._pending = {row["position"]: row for row in rows}
        while self._pending:
            try:
                await self._send(list(self._pending.values()))
                await self._drained(0)
            except (nats.errors.Error, TimeoutError) as error:
                log.warning("relay.waits", waiting=len(self._pending), error=type(error).__name__)
                await asyncio.sleep(self._settings.relay_poll_s)
        self.published += len(rows)

    async def _send(self, rows: list[Any]) -> None:
        assert self._nats is not None
        for sent, row in enumerate(rows):
            behind = len(rows) - sent
            await self._drained(behind + self._settings.relay_window_max)
            headers: dict[str, str] = msgspec.json.decode(row["headers"])
            headers["Nats-Msg-Id"] = headers["ce-id"]
            headers["ce-sequence"] = str(row["position"])
            body = self._sealer.open_body(row["body"], str(row["message_id"]))
            failpoint("publish.before")
            await self._nats.publish(row["subject"], body, reply=f"{self._inbox}.{row['position']}", headers=headers)
        failpoint("publish.after")

    async def _drained(self, waiting_max: int) -> None:
        """Until no more than this many wait for their acknowledgement. Raises TimeoutError when none comes."""
        while len(self._pending) > waiting_max:
            self._room.clear()
            async with asyncio.timeout(self._settings.relay_ack_timeout_s):
                await self._room.wait()

    async def _acknowledged(self, message: Msg) -> None:
        if b'"error"' in message.data or not message.data:
            log.warning("relay.refused", answer=message.data.decode(errors="replace")[:200])
            return
        self._pending.pop(int(message.subject.rsplit(".", 1)[1]), None)
        self._room.set()

    async def _told_again(self, connection: Any) -> bool:
        """An operator asked to tell everything again from a position."""
        start = await connection.fetchval("DELETE FROM store.cursors WHERE name = $1 RETURNING position", AGAIN_FROM)
        if start is None:
            return False
        log.info("relay.tells-again", position=start)
        self.position = max(start - 1, 0)
        await connection.execute("DELETE FROM store.cursors WHERE name = $1", DOCUMENTS)
        await self._save(connection)
        return True

    async def _save(self, connection: Any) -> int:
        failpoint("cursor.before")
        await connection.execute(SAVE, CURSOR, self.position)
        failpoint("cursor.after")
        self._saved_at = time.monotonic()
        return self.position

    @staticmethod
    async def _cursor(connection: Any, name: str) -> int:
        position: int | None = await connection.fetchval("SELECT position FROM store.cursors WHERE name = $1", name)
        return position or 0


async def tell_again(pool: Pool, position: int) -> int:
    """Asks the relay to tell every fact again from a position (1 is the first); answers with how many that are."""
    count: int = await pool.fetchval("SELECT count(*) FROM store.outbox WHERE position >= $1", position)
    await pool.execute(SAVE, AGAIN_FROM, position)
    return count
