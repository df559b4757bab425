"""Facts are told at least once, in order, from any position again: one leader relays the outbox to the bus."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import nats.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from chassis.failpoints import failpoint
from chassis.person.sealing import Sealer
from chassis.settings import Settings
from chassis.signals import Signal
from chassis.store.documents import StoredDocuments
from chassis.store.postgres import LOST, Leadership, Line, Pool
from chassis.store.set_aside import OPEN, SetAside
from chassis.telemetry import log

LEAD = 7110
CURSOR, DOCUMENTS = "relay", "relay.documents"
AGAIN_FROM, AGAIN_UNTIL, ROUND = "relay.again-from", "relay.again-until", "relay.round"
TOO_LARGE = 10054
"""JetStream's error code for a message that is larger than the stream ever takes."""
READ = """SELECT position, message_id, subject, headers, body,
                 (SELECT max(number) FROM store.documents) AS newest_document
          FROM store.outbox WHERE position > $1 ORDER BY position LIMIT $2"""
"""A document is stored before the fact that names it, so whoever sees the fact sees the number of the document too."""
BEAT = f"""SELECT (SELECT coalesce(max(position), 0) FROM store.outbox) AS newest,
                  EXISTS (SELECT FROM store.cursors WHERE name = $1) AS is_wanted_again,
                  EXISTS (SELECT FROM store.set_aside
                          WHERE follower = $2 AND {OPEN} AND next_try_at <= now()) AS is_due"""
ASIDE_UNTIL = "SELECT coalesce(max(position), 0) FROM store.set_aside WHERE follower = $1 AND solved_at IS NULL"
SAVE = """INSERT INTO store.cursors (name, position) VALUES ($1, $2)
          ON CONFLICT (name) DO UPDATE SET position = excluded.position"""
SAVE_BOTH = """INSERT INTO store.cursors (name, position) VALUES ($1, $2), ($3, $4)
               ON CONFLICT (name) DO UPDATE SET position = excluded.position"""
READ_AT = """SELECT position, message_id, subject, headers, body FROM store.outbox
             WHERE position = ANY($1) ORDER BY position"""
BEGIN_ROUND = """INSERT INTO store.cursors (name, position) VALUES ($1, 1)
                 ON CONFLICT (name) DO UPDATE SET position = cursors.position + 1 RETURNING position"""
CURSOR_SAVE_S = 0.5
DOCUMENTS_AT_ONCE = 20


class TooLarge(Exception):
    """A fact is larger than the bus takes."""


@dataclass(frozen=True, slots=True)
class Message:
    """A row of the outbox as it is sent."""

    position: int
    subject: str
    headers: dict[str, str]
    body: bytes


class Relay:
    """Publishes through one reply subscription and a window; the cursor follows the acknowledged prefix, lazily.

    While the bus does not answer, it tries again for ever. A crash repeats at most what was not saved, and the
    bus drops it by its id, as does every inbox. What is told again on demand has ids of its own, so that the bus takes
    all of it: the newest fact is then the last on the stream again. A fact that can never be published is set aside.
    """

    def __init__(
        self,
        service: str,
        url: str,
        pool: Pool,
        sealer: Sealer,
        documents: StoredDocuments,
        set_aside: SetAside,
        settings: Settings,
    ) -> None:
        self._service = service
        self._pool = pool
        self._sealer = sealer
        self._documents = documents
        self._set_aside = set_aside
        self._settings = settings
        # What a crash of PostgreSQL takes back of the cursors is told again, and the bus drops it by its id.
        line = Line(url, {"synchronous_commit": "off"})
        self._leadership = Leadership(url, LEAD, settings.leader_poll_s, line)
        self._pending: dict[int, Message] = {}
        self._too_large: dict[int, Message] = {}
        self._round = self._again_until = 0
        self._saved = self._carried = self._aside_until = 0
        self._room = asyncio.Event()
        self._inbox = ""
        self._nats: Client | None = None
        self._saved_at = self._beat_at = 0.0
        self.position = 0
        self.published = 0
        self.leads = False

    async def run(self, nats_client: Client, signal: Signal) -> None:
        """Never returns; cancel it, then call close()."""
        self._nats = nats_client
        self._inbox = nats_client.new_inbox()
        await nats_client.subscribe(f"{self._inbox}.*", cb=self._acknowledged)
        while True:
            try:
                connection = await self._leadership.gained(signal.nudge)
                self.leads = True
                await self._lead(connection, signal)
            except LOST as error:
                log.warning("relay.lead-lost", error=type(error).__name__)
            finally:
                self.leads = False

    async def close(self) -> None:
        await self._leadership.close()

    async def _lead(self, connection: Any, signal: Signal) -> None:
        self.position = self._saved = await self._cursor(connection, CURSOR)
        self._carried = await self._cursor(connection, DOCUMENTS)
        self._again_until = await self._cursor(connection, AGAIN_UNTIL)
        self._round = await self._cursor(connection, ROUND)
        await self._set_aside.due_now(CURSOR)
        self._aside_until = await connection.fetchval(ASIDE_UNTIL, CURSOR)
        await self._beat(connection)
        while True:
            signal.look()
            rows = await connection.fetch(READ, self.position, self._settings.relay_batch_max)
            if rows:
                await self._tell(connection, rows)
                if self._is_beat_due():
                    await self._beat(connection)
            if len(rows) < self._settings.relay_batch_max:
                await self._until_there_is_more(connection, signal)

    async def _until_there_is_more(self, connection: Any, signal: Signal) -> None:
        """Waits for a nudge: from this process, or from another one by way of PostgreSQL. A lost one is made good."""
        while True:
            is_saved = self.position == self._saved
            nudged = await signal.wait(self._settings.heartbeat_s if is_saved else CURSOR_SAVE_S)
            if not nudged and not is_saved:
                await self._save(connection)
            if not self._is_beat_due():
                if nudged:
                    return
                continue
            if await self._beat(connection) > self.position or nudged:
                return

    def _is_beat_due(self) -> bool:
        return time.monotonic() - self._beat_at >= self._settings.heartbeat_s

    async def _tell(self, connection: Any, rows: Sequence[Any]) -> None:
        """The next facts, after the documents that they name. What is set aside was tried before, and is left out."""
        if (rows[0]["newest_document"] or 0) > self._carried:
            await self._carry()
        aside: set[int] = set()
        if rows[0]["position"] <= self._aside_until:
            aside = await self._set_aside.among(CURSOR, [row["position"] for row in rows])
        await self._publish([row for row in rows if row["position"] not in aside])
        self.position = rows[-1]["position"]
        if time.monotonic() - self._saved_at > CURSOR_SAVE_S:
            await self._save(connection)

    async def _beat(self, connection: Any) -> int:
        """Sends the only query of an idle relay, and returns the newest fact's position.

        It notices what an operator wants told again, and what was set aside and may be tried again. It is asked on the
        connection that holds the lock, so a lead that was lost is noticed by it.
        """
        self._beat_at = time.monotonic()
        row = await connection.fetchrow(BEAT, AGAIN_FROM, CURSOR)
        if row["is_wanted_again"]:
            await self._tell_again(connection)
        if row["is_due"]:
            await self._try_again(connection)
        newest: int = row["newest"]
        return newest

    async def _carry(self) -> None:
        """Copies documents to the bus before the facts that name them are published."""
        while True:
            try:
                reached = await self._documents.carry(self._service, self._carried, DOCUMENTS_AT_ONCE)
            except (nats.errors.Error, TimeoutError) as error:
                log.warning("relay.documents-wait", error=type(error).__name__)
                await asyncio.sleep(self._settings.relay_poll_s)
                continue
            if reached == self._carried:
                return
            self._carried = reached  # It is saved with the relay's own cursor: what is carried again, is refused.

    async def _try_again(self, connection: Any) -> None:
        """Publishes again what was set aside and may succeed now, such as after a limit was raised."""
        due = await self._set_aside.due(CURSOR, self._settings.relay_batch_max)
        if due:
            told = await self._publish(await connection.fetch(READ_AT, due))
            for position in told:
                await self._set_aside.taken(CURSOR, position)

    async def _publish(self, rows: Sequence[Any]) -> list[int]:
        """Publishes until every row is acknowledged or set aside; returns the positions acknowledged."""
        await self._sealer.prepare_what_can_be(row["body"] for row in rows)
        messages = [message for row in rows if (message := await self._message(row)) is not None]
        self._pending = {message.position: message for message in messages}
        while self._pending:
            try:
                await self._send(list(self._pending.values()))
                await self._drained(0)
            except (nats.errors.Error, TimeoutError) as error:
                log.warning("relay.waits", waiting=len(self._pending), error=type(error).__name__)
                await asyncio.sleep(self._settings.relay_poll_s)
        refused, self._too_large = self._too_large, {}
        for message in refused.values():
            await self._put_aside(message.position, message.subject, TooLarge())
        told = [message.position for message in messages if message.position not in refused]
        self.published += len(told)
        return told

    async def _message(self, row: Any) -> Message | None:
        """Prepares a row; None when that fails: it is set aside then, and the facts after it go on."""
        position: int = row["position"]
        try:
            await self._sealer.prepare_for([row["body"]])
            headers: dict[str, str] = msgspec.json.decode(row["headers"])
            again = f".{self._round}" if position <= self._again_until else ""
            headers["Nats-Msg-Id"] = headers["ce-id"] + again
            headers["ce-sequence"] = str(position)
            body = self._sealer.open_body(row["body"], str(row["message_id"]))
            if len(body) + sum(map(len, (*headers, *headers.values()))) > self._settings.message_bytes_max:
                raise TooLarge
            return Message(position, row["subject"], headers, body)
        except Exception as error:
            if isinstance(error, LOST):
                raise
            await self._put_aside(position, row["subject"], error)
            return None

    async def _put_aside(self, position: int, subject: str, error: Exception) -> None:
        fact = subject.rpartition(".")[0]
        reason = await self._set_aside.put(CURSOR, position, fact, error)
        self._aside_until = max(self._aside_until, position)
        log.error("relay.set-aside", fact=fact, position=position, reason=reason)

    async def _send(self, messages: list[Message]) -> None:
        assert self._nats is not None
        for sent, message in enumerate(messages):
            behind = len(messages) - sent
            await self._drained(behind + self._settings.relay_window_max)
            failpoint("publish.before")
            reply = f"{self._inbox}.{message.position}"
            await self._nats.publish(message.subject, message.body, reply=reply, headers=message.headers)
        failpoint("publish.after")

    async def _drained(self, waiting_max: int) -> None:
        """Waits until at most this many wait for their acknowledgement. Raises TimeoutError when none comes."""
        while len(self._pending) > waiting_max:
            self._room.clear()
            async with asyncio.timeout(self._settings.relay_ack_timeout_s):
                await self._room.wait()

    async def _acknowledged(self, message: Msg) -> None:
        position = int(message.subject.rsplit(".", 1)[1])
        if b'"error"' in message.data or not message.data:
            log.warning("relay.refused", answer=message.data.decode(errors="replace")[:200])
            if f'"err_code":{TOO_LARGE}'.encode() not in message.data or position not in self._pending:
                return
            self._too_large[position] = self._pending[position]
        self._pending.pop(position, None)
        self._room.set()

    async def _tell_again(self, connection: Any) -> None:
        """Tells everything again from a position, if an operator has asked for that."""
        async with connection.transaction():
            start = await connection.fetchval(
                "DELETE FROM store.cursors WHERE name = $1 RETURNING position", AGAIN_FROM
            )
            if start is None:
                return
            log.info("relay.tells-again", position=start)
            self.position = max(start - 1, 0)
            self._again_until = await connection.fetchval("SELECT coalesce(max(position), 0) FROM store.outbox")
            self._round = await connection.fetchval(BEGIN_ROUND, ROUND)
            await connection.execute(SAVE, AGAIN_UNTIL, self._again_until)
            self._carried = 0
            await self._save(connection)
        self._aside_until = await connection.fetchval(ASIDE_UNTIL, CURSOR)

    async def _save(self, connection: Any) -> None:
        failpoint("cursor.before")
        await connection.execute(SAVE_BOTH, CURSOR, self.position, DOCUMENTS, self._carried)
        failpoint("cursor.after")
        self._saved = self.position
        self._saved_at = time.monotonic()

    @staticmethod
    async def _cursor(connection: Any, name: str) -> int:
        position: int | None = await connection.fetchval("SELECT position FROM store.cursors WHERE name = $1", name)
        return position or 0


async def tell_again(pool: Pool, position: int) -> int:
    """Asks the relay to tell every fact again from a position (1 is the first); returns their number."""
    count: int = await pool.fetchval("SELECT count(*) FROM store.outbox WHERE position >= $1", position)
    await pool.execute(SAVE, AGAIN_FROM, position)
    return count
