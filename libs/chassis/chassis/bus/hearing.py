"""Facts heard: a continuous pull, lanes, retry with delay, dead letters. FastStream starts, stops and documents it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic import ValidationError

from chassis.bus.deadletters import DeadLetters
from chassis.bus.lanes import Lanes
from chassis.deciding.clock import Clock
from chassis.deciding.work import Job, Outcome, Work, asked
from chassis.errors import Newer, Poison
from chassis.failpoints import failpoint
from chassis.service import Heard, Service
from chassis.session import Cause
from chassis.settings import Settings
from chassis.store.unit import InboxKey
from chassis.telemetry import child_of, log
from contracts.fact import FACTS, Envelope

NANOSECONDS = 1_000_000_000
GUARD_S = 5.0


@dataclass(slots=True)
class Delivery:
    """A fact on its way through a lane. A later delivery of the same fact takes its place: only `message` changes."""

    pull: Pull
    message: Msg
    job: Job


class Pull:
    """A pull that never stops: one subscription, overlapping requests that the server holds open. No polling."""

    def __init__(self, client: Client, stream: str, durable: str, bus: Bus, settings: Settings) -> None:
        self._client = client
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._bus = bus
        self._window = settings.pull_window_max
        self._expires_s = settings.pull_expires_s
        self._asked = 0
        self._busy = 0
        self._heard_at = 0.0
        self._inbox = client.new_inbox()
        self._subscription: Any = None
        self._guard: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._subscription = await self._client.subscribe(self._inbox, cb=self._arrived)
        self._heard_at = time.monotonic()
        await self._ask()
        self._guard = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stops taking messages; those that were taken may still be answered."""
        if self._guard:
            self._guard.cancel()
        self._asked = self._window
        if not self._client.is_closed:
            await self._subscription.unsubscribe()

    async def answer(self, message: Msg, word: bytes) -> None:
        """Acknowledges or gives back. It only writes to the buffer, so that many answers go out in one send."""
        self._busy -= 1
        await self._client.publish(message.reply, word)
        await self._ask()

    async def keep(self, message: Msg) -> None:
        """Tells the server that the message is still being worked on."""
        if not self._client.is_closed:
            await self._client.publish(message.reply, b"+WPI")

    async def _ask(self) -> None:
        room = self._window - self._asked - self._busy
        if room >= self._window // 4:
            self._asked += room
            request = msgspec.json.encode({"batch": room, "expires": int(self._expires_s * NANOSECONDS)})
            await self._client.publish(self._subject, request, reply=self._inbox)

    async def _arrived(self, message: Msg) -> None:
        self._heard_at = time.monotonic()
        if not message.reply.startswith("$JS.ACK"):  # 404, 408, 409: a request has ended; its rest is given back.
            left = int((message.headers or {}).get("Nats-Pending-Messages", "0"))
            self._asked = max(0, self._asked - left) if left else 0
            await self._ask()
            return
        self._asked = max(0, self._asked - 1)
        self._busy += 1
        await self._bus.take(self, message)

    async def _watch(self) -> None:
        """Asks again after a silence longer than a request lasts: a reconnect or server restart loses our requests."""
        while True:
            await asyncio.sleep(GUARD_S)
            if time.monotonic() - self._heard_at > self._expires_s + 2:
                self._asked = 0
                self._heard_at = time.monotonic()
                await self._ask()

    async def reconnected(self) -> None:
        self._asked = 0
        await self._ask()


class Bus:
    """Everything that a service hears: one durable consumer for each telling service."""

    def __init__(
        self, service: Service, work: Work, dead_letters: DeadLetters, settings: Settings, clock: Clock
    ) -> None:
        self._service = service
        self._work = work
        self._dead_letters = dead_letters
        self._settings = settings
        self._clock = clock
        self._keeper: asyncio.Task[None] | None = None
        self._lanes: Lanes[Delivery] = Lanes(self._drive, settings.lane_batch_max)
        self._under_way: dict[UUID, Delivery] = {}
        self._pulls: list[Pull] = []
        self._heard = {fact.subjects() for fact in service.hears}
        self.handled = 0

    async def start(self, client: Client) -> None:
        for teller in self._service.tellers:
            pull = Pull(client, teller.upper(), self._service.name, self, self._settings)
            await pull.start()
            self._pulls.append(pull)
        self._keeper = asyncio.create_task(self._keep_while_the_clock_is_wrong())

    async def stop(self) -> None:
        """Stops taking facts and finishes what is under way."""
        if self._keeper:
            self._keeper.cancel()
        for pull in self._pulls:
            await pull.stop()
        await self._lanes.drained(self._settings.stop_timeout_s)

    async def _keep_while_the_clock_is_wrong(self) -> None:
        """Keeps messages that wait for the clock from being delivered again, which would count as failed deliveries."""
        while True:
            await asyncio.sleep(self._settings.ack_wait_s / 3)
            if not self._clock.is_right:
                for delivery in list(self._under_way.values()):
                    await delivery.pull.keep(delivery.message)

    async def reconnected(self) -> None:
        for pull in self._pulls:
            await pull.reconnected()

    async def take(self, pull: Pull, message: Msg) -> None:
        """Reads a message and puts it into its lane; what cannot be read goes to the dead letters at once.

        What stands under no subject of ours is for a newer image, whose filter is there before its processes are: it
        is given back until one of these takes it, and is never held to be handled.
        """
        if f"{message.subject.rpartition('.')[0]}.>" not in self._heard:
            log.info("fact.not_heard", heard=message.subject)
            await self._give_back(pull, message, self._settings.not_yet_delays_s, "no process here hears it")
            return
        try:
            job, lane = self._read(message.subject, message.headers or {}, message.data)
        except Poison as poison:
            await self._keep_dead_letter(pull, message, str(poison))
            return
        except Exception as error:  # A fault in the boundary counts as failed work, so that the window stays whole.
            log.exception("fact.failed", heard=message.subject, error=type(error).__name__)
            await self._give_back(pull, message, self._settings.retry_delays_s, f"{type(error).__name__}: {error}")
            return
        known = self._under_way.get(job.cause.id)
        if known is not None:  # It was delivered again while it waits here: the newer message is answered.
            known.pull, known.message = pull, message
            pull._busy -= 1
            return
        delivery = Delivery(pull, message, job)
        self._under_way[job.cause.id] = delivery
        self._lanes.put(lane, delivery)

    async def hear_again(self, subject: str, headers: Mapping[str, str], body: bytes) -> str:
        """Handles a fact that was put among the dead letters, here and not over the bus; others do not hear it again.

        Returns why it could not be handled, and an empty text when it was, now or before.
        """
        try:
            job, _ = self._read(subject, headers, body)
            (outcome,) = await self._work.do([job])
        except Poison as poison:
            return str(poison)
        except Exception as error:
            log.exception("fact.failed", heard=subject, error=type(error).__name__)
            return f"{type(error).__name__}: {error}"
        if isinstance(outcome, Poison):
            return str(outcome)
        return "something earlier never came" if outcome is Outcome.NOT_YET else ""

    def _read(self, subject: str, headers: Mapping[str, str], body: bytes) -> tuple[Job, UUID]:
        try:
            envelope = Envelope.read(headers)
            kind = FACTS[envelope.type]
            fact = kind.heard(body)
        except (KeyError, ValueError, ValidationError) as error:
            reason = error.errors(include_input=False)[:3] if isinstance(error, ValidationError) else repr(error)
            raise Poison(f"{subject}: {reason}") from error
        heard = Heard(envelope.id, envelope.time, envelope.correlation, envelope.sequence or None)
        commands, refused = asked(self._service, fact, heard)
        lane = commands[0].lane if commands else envelope.id
        cause = Cause(envelope.id, envelope.correlation, envelope.time, "", child_of(envelope.traceparent))
        return Job(commands, cause, InboxKey(self._service.name, envelope.id), fact, refused), lane

    async def _drive(self, deliveries: list[Delivery]) -> None:
        """Does everything that waited in one lane in one unit of work."""
        try:
            outcomes = await self._work.do([delivery.job for delivery in deliveries])
        except Exception as error:
            log.exception("fact.failed", heard=deliveries[0].message.subject, error=type(error).__name__)
            for delivery in deliveries:
                await self._failed(delivery, error)
            return
        failpoint("ack.before")
        for delivery, outcome in zip(deliveries, outcomes, strict=True):
            if isinstance(outcome, Poison):
                await self._failed(delivery, outcome)
            elif outcome is Outcome.NOT_YET:
                await self._later(delivery, self._settings.not_yet_delays_s, "something earlier never came")
            else:
                self.handled += 1
                await self._done(delivery, b"+ACK")
        failpoint("ack.after")

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        if isinstance(error, Newer):  # a process of the newer image may take it
            await self._later(delivery, self._settings.not_yet_delays_s, str(error))
        elif isinstance(error, Poison):
            self._under_way.pop(delivery.job.cause.id, None)
            await self._keep_dead_letter(delivery.pull, delivery.message, str(error))
        else:
            await self._later(delivery, self._settings.retry_delays_s, f"{type(error).__name__}: {error}")

    async def _later(self, delivery: Delivery, delays_s: Sequence[float], reason: str) -> None:
        self._under_way.pop(delivery.job.cause.id, None)
        await self._give_back(delivery.pull, delivery.message, delays_s, reason)

    async def _give_back(self, pull: Pull, message: Msg, delays_s: Sequence[float], reason: str) -> None:
        """Gives a message back to be delivered later, or moves it to the dead letters after `deliveries_max` times."""
        tries = deliveries_of(message)
        if tries >= self._settings.deliveries_max:
            await self._keep_dead_letter(pull, message, reason)
            return
        delay_s = delays_s[min(tries, len(delays_s)) - 1]
        await pull.answer(message, b"-NAK " + msgspec.json.encode({"delay": int(delay_s * NANOSECONDS)}))

    async def _done(self, delivery: Delivery, word: bytes) -> None:
        self._under_way.pop(delivery.job.cause.id, None)
        await delivery.pull.answer(delivery.message, word)

    async def _keep_dead_letter(self, pull: Pull, message: Msg, reason: str) -> None:
        log.error("fact.dead", heard=message.subject, reason=reason)
        await self._dead_letters.keep(message.subject, message.headers or {}, message.data, reason)
        await pull.answer(message, b"+TERM")


def deliveries_of(message: Msg) -> int:
    """How often the server has delivered this message, from its reply subject (version 1 or 2 of it)."""
    tokens = message.reply.split(".")
    return int(tokens[4] if len(tokens) == 9 else tokens[6])
