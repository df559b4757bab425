"""The interface of a signing service, and the desk that waits for a signature at one."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from chassis import Refused
from contracts.values import Country, Language

EXPIRED: Final = "expiredTransaction"
SIGNER_UNKNOWN: Final = "signerUnknown"
"""The reason when the service brought a signature without saying whose, which counts as none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person is asked to sign, and who the person must be.

    The number is as its country writes it in full (in Sweden 12 digits). `return_url` is where a hosted page sends the
    person back to; `title` is what it calls the document.
    """

    personal_number: str
    ip_address: str
    visible_text: str
    number_country: Country = "SE"
    language: Language = "sv"
    return_url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """The service waits for the person: tokens start it on this device or by QR code, or a page of its own does."""

    provider: str
    order_ref: str
    start_token: str = ""
    qr_start_token: str = ""
    qr_start_secret: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """The order goes on; `hint` says what the person is doing, and is empty when that is not known."""

    hint: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The order ended without a signature; `reason` is the service's own hint code, or one of ours."""

    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The order ended with a signature, as the service gave it: base64 texts, or a signed PDF.

    `declared_right` is the signer's own statement of the right to represent the company, where it is asked for.
    """

    provider: str
    personal_number: str
    name: str
    signature: str = ""
    ocsp_response: str = ""
    signed_pdf: bytes = b""
    declared_right: str = ""


class SigningServiceFault(Exception):
    """The service did not do as asked; `temporary` is true when asking again may help."""

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
    """Carries a signing to its end at one service, which takes the electronic identities of `countries`."""

    def __init__(
        self,
        service: SigningService,
        *,
        collect_every: timedelta,
        open_for: timedelta,
        grace: timedelta,
        countries: tuple[Country, ...] = ("SE",),
    ) -> None:
        self.service = service
        self.open_for = open_for
        self.countries = countries
        self._collect_every_s = collect_every.total_seconds()
        self._grace_s = grace.total_seconds()

    async def stop(self) -> None:
        await self.service.stop()

    async def outcome(
        self, order_ref: str, time_left: timedelta, known_hint: str | None = None
    ) -> Pending | Failed | Signature:
        """Asks until the order has ended, or the person does something else than `known_hint` (None: whatever it is).

        After the time left, and some grace, the order is cancelled as expired. One that the service has forgotten fails
        with the service's code: its end may have been collected before a restart, and is told only once.
        """
        try:
            async with asyncio.timeout(max(0.0, time_left.total_seconds()) + self._grace_s):
                while True:
                    collected = await self._collected(order_ref)
                    if not isinstance(collected, Pending):
                        return collected
                    if collected.hint and known_hint is not None and collected.hint != known_hint:
                        return collected
                    await asyncio.sleep(self._collect_every_s)
        except TimeoutError:
            await self.drop(order_ref)
            return Failed(EXPIRED)

    async def drop(self, order_ref: str) -> None:
        """Cancels an order that nobody waits for. One that the service does not know has ended by itself.

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
            return Pending("") if fault.temporary else Failed(fault.code)


class SigningDesks:
    """Every signing service of this installation, by the name that a person chooses it by.

    `return_url` is where a hosted page sends people back to; `{company}` in it stands for the company's id.
    """

    def __init__(self, by_provider: Mapping[str, SigningDesk], return_url: str = "") -> None:
        self._by_provider = by_provider
        self.return_url = return_url

    def of(self, provider: str) -> SigningDesk:
        """Returns the desk of this provider. Raises Refused if this installation does not have it."""
        if provider not in self._by_provider:
            raise Refused("signing.provider-not-served", provider=provider)
        return self._by_provider[provider]

    async def stop(self) -> None:
        for desk in self._by_provider.values():
            await desk.stop()
