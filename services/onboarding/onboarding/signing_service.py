"""What we need of a signing service, and how we wait for one: the port, and the desk that stands before it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

EXPIRED: Final = "expiredTransaction"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person shall sign, and who the person must be: 12 digits, an IP address, the words shown."""

    personal_number: str
    ip_address: str
    visible_text: str


@dataclass(frozen=True, slots=True)
class Order:
    """The service waits for the person. The tokens start it on this device, or by QR code on another."""

    provider: str
    order_ref: str
    start_token: str
    qr_start_token: str
    qr_start_secret: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Not ended; `hint` says what the person is doing."""

    hint: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Ended without a signature; `reason` is the service's own hint code."""

    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Ended with a signature. `signature` and `ocsp_response` are base64, as the service gave them."""

    provider: str
    personal_number: str
    name: str
    signature: str
    ocsp_response: str


class SigningServiceFault(Exception):
    """The service did not do as asked. `temporary`: asking again may help."""

    def __init__(self, code: str, *, temporary: bool) -> None:
        super().__init__(code)
        self.code = code
        self.temporary = temporary


class SigningService(Protocol):
    """A signing service. Every method raises SigningServiceFault."""

    async def sign(self, wish: Wish) -> Order: ...

    async def collect(self, order_ref: str) -> Pending | Failed | Signature: ...

    async def cancel(self, order_ref: str) -> None: ...

    async def stop(self) -> None: ...


class SigningDesk:
    """Sees a signing through at one service."""

    def __init__(
        self, service: SigningService, *, collect_every: timedelta, open_for: timedelta, grace: timedelta
    ) -> None:
        self.service = service
        self.open_for = open_for
        self._collect_every_s = collect_every.total_seconds()
        self._grace_s = grace.total_seconds()

    async def stop(self) -> None:
        await self.service.stop()

    async def outcome(self, order_ref: str, time_left: timedelta) -> Failed | Signature:
        """Asks until the order has ended. After the time left, and some grace, it is dropped as expired.

        An order that the service no longer knows ends as a failure with the service's code: its end may have been
        collected before a restart, and it tells an end only once.
        """
        try:
            async with asyncio.timeout(max(0.0, time_left.total_seconds()) + self._grace_s):
                while True:
                    collected = await self._collected(order_ref)
                    if not isinstance(collected, Pending):
                        return collected
                    await asyncio.sleep(self._collect_every_s)
        except TimeoutError:
            await self.drop(order_ref)
            return Failed(EXPIRED)

    async def drop(self, order_ref: str) -> None:
        """Tells the service that nobody waits. An order that it does not know has ended by itself.

        Raises SigningServiceFault when the service cannot be asked now.
        """
        try:
            await self.service.cancel(order_ref)
        except SigningServiceFault as fault:
            if fault.temporary:
                raise

    async def _collected(self, order_ref: str) -> Pending | Failed | Signature:
        try:
            return await self.service.collect(order_ref)
        except SigningServiceFault as fault:
            return Pending(fault.code) if fault.temporary else Failed(fault.code)
