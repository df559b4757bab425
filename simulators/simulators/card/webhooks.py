"""Webhooks: each is sent until it is answered 2xx, or late, twice, out of order or wrongly signed when so told."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import httpx

from simulators.card.signing import signature
from simulators.control import Control, Effect, Rule

HAPPENINGS = (
    "payment.authorised",
    "payment.captured",
    "payment.declined",
    "checkout.cancelled",
    "checkout.expired",
    "refund.succeeded",
    "payment.charged_back",
    "payment.chargeback_reversed",
)
OPERATION = "webhook"
OPERATIONS = (OPERATION, *(f"{OPERATION}:{happening}" for happening in HAPPENINGS))
"""Rules can be laid on every webhook, or on those of one type."""
EFFECTS = frozenset({Effect.FAIL, Effect.DELAY, Effect.REPEAT, Effect.REORDER, Effect.WRONG_SIGNATURE})
"""FAIL: the message is never sent. The others as they say."""


@dataclass(frozen=True)
class WebhookLimits:
    """When to try again, when to give up, and how many messages are remembered."""

    first_retry_s: float = 1.0
    retry_max_s: float = 60.0
    attempts_max: int = 20
    answer_within_s: float = 10.0
    remembered_max: int = 1000


@dataclass
class Delivery:
    """One message, and how its sending goes. `copies` counts 2xx answers still wanted."""

    id: str
    type: str
    body: bytes
    copies: int = 1
    attempts: int = 0
    last_status: int | None = None
    """The latest HTTP status; None before the first, or when nobody answered."""
    state: str = "waiting"
    """waiting, delivered or given_up."""
    tried: asyncio.Event = field(default_factory=asyncio.Event, repr=False)


class WebhookSender:
    """Sends messages to one address. `clock` gives the time, UTC with zone; close it when done."""

    def __init__(
        self,
        url: str,
        key: bytes,
        control: Control,
        clock: Callable[[], datetime],
        client: httpx.AsyncClient | None = None,
        limits: WebhookLimits | None = None,
    ) -> None:
        self.url = url
        self.limits = limits or WebhookLimits()
        self.deliveries: OrderedDict[str, Delivery] = OrderedDict()
        self._key = key
        self._control = control
        self._clock = clock
        self._client = client or httpx.AsyncClient(timeout=self.limits.answer_within_s, trust_env=False)
        self._sending: set[asyncio.Task[None]] = set()
        self._previous: Delivery | None = None
        self._newest_made = asyncio.Event()

    def send(self, happening: str, body: bytes) -> Delivery:
        """Take a message; it is sent in the background, after the one before it unless told otherwise."""
        delivery = Delivery(f"msg_sim_{secrets.token_urlsafe(15)}", happening, body)
        self.deliveries[delivery.id] = delivery
        while len(self.deliveries) > self.limits.remembered_max:
            self.deliveries.popitem(last=False)
        previous, self._previous = self._previous, delivery
        self._newest_made.set()
        self._newest_made = asyncio.Event()
        self._start(self._deliver(delivery, previous))
        return delivery

    def send_again(self, delivery: Delivery) -> None:
        """Send a message once more, whatever became of it: the receiver must not mind."""
        delivery.copies, delivery.state = 1, "waiting"
        self._start(self._until_answered(delivery))

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def close(self) -> None:
        """Stop sending; what was not delivered is lost, as all else that a simulator remembers."""
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        await self._client.aclose()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _deliver(self, delivery: Delivery, previous: Delivery | None) -> None:
        if self._told(delivery, Effect.FAIL):
            delivery.state = "given_up"
            delivery.tried.set()
            return
        if reorder := self._told(delivery, Effect.REORDER):
            await self._after_the_next(delivery, reorder.seconds)
        elif previous is not None:
            # In order as far as the first attempt goes; a receiver that fails does not hold up what comes after.
            await previous.tried.wait()
        if delay := self._told(delivery, Effect.DELAY):
            delivery.tried.set()
            await asyncio.sleep(delay.seconds)
        if repeat := self._told(delivery, Effect.REPEAT):
            delivery.copies = repeat.copies
        await self._until_answered(delivery)

    async def _after_the_next(self, delivery: Delivery, wait_s: float) -> None:
        delivery.tried.set()
        try:
            async with asyncio.timeout(wait_s):
                if self._previous is delivery:
                    await self._newest_made.wait()
                follower = self._follower(delivery)
                if follower is not None:
                    await follower.tried.wait()
        except TimeoutError:
            return

    def _told(self, delivery: Delivery, effect: Effect) -> Rule | None:
        of_its_type = self._control.take(f"{OPERATION}:{delivery.type}", effect)
        return of_its_type or self._control.take(OPERATION, effect)

    def _follower(self, delivery: Delivery) -> Delivery | None:
        made = list(self.deliveries.values())
        return next((after for before, after in pairwise(made) if before is delivery), None)

    async def _until_answered(self, delivery: Delivery) -> None:
        pause_s = self.limits.first_retry_s
        for _ in range(self.limits.attempts_max):
            delivery.last_status = await self._attempt(delivery)
            delivery.attempts += 1
            delivery.tried.set()
            if delivery.last_status is not None and 200 <= delivery.last_status < 300:
                delivery.copies -= 1
                if delivery.copies == 0:
                    delivery.state = "delivered"
                    return
                continue
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, self.limits.retry_max_s)
        delivery.state = "given_up"

    async def _attempt(self, delivery: Delivery) -> int | None:
        """Send once: the same id and body, a fresh timestamp and signature. Return the status, or None."""
        wrong = self._told(delivery, Effect.WRONG_SIGNATURE) is not None
        timestamp = int(self._clock().timestamp())
        headers = {
            "content-type": "application/json",
            "user-agent": "stafett-simulated-card/1",
            "webhook-id": delivery.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(
                secrets.token_bytes(32) if wrong else self._key, delivery.id, timestamp, delivery.body
            ),
        }
        try:
            answer = await self._client.post(self.url, content=delivery.body, headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code
