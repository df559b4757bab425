"""The connection to NATS: FastStream connects, declares what is told, documents it, and serves health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI
from nats.aio.client import Client

from chassis.bus.promises import promised_facts
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import log

RECONNECT_WAIT_S = 0.2


class BusConnection:
    """One connection for everything: pulls, acknowledgements, the relay, documents."""

    def __init__(self, service: Service, settings: Settings, on_reconnect: Callable[[], Awaitable[None]]) -> None:
        self.broker = NatsBroker(
            settings.nats_url.get_secret_value(),
            name=service.name,
            inbox_prefix=f"_INBOX.{service.name}".encode(),
            max_reconnect_attempts=-1,
            reconnect_time_wait=RECONNECT_WAIT_S,  # type: ignore[arg-type]  # nats-py takes a float
            allow_reconnect=True,
            error_cb=self._refused,
            reconnected_cb=on_reconnect,
            disconnected_cb=self._disconnected,
            pending_size=16 * 1024 * 1024,
            logger=None,
        )
        self.client: Client | None = None
        self._closing = False

    async def open(self) -> Client:
        """Connects. Raises when NATS cannot be reached: the process is then started again."""
        self.client = await self.broker.connect()
        return self.client

    async def close(self) -> None:
        """Closes the connection after what was written has been sent."""
        self._closing = True
        if self.client is not None and self.client.is_connected:
            await self.client.flush(timeout=2)
        await self.broker.stop()

    @property
    def is_up(self) -> bool:
        return self.client is not None and self.client.is_connected

    @staticmethod
    async def _refused(error: Exception) -> None:
        """Logs a missing permission, which shows only here: everywhere else it looks like a time-out."""
        log.warning("bus.error", error=f"{type(error).__name__}: {error}")

    async def _disconnected(self) -> None:
        if not self._closing:
            log.warning("bus.disconnected")


def asyncapi(services: list[Service], title: str, version: str) -> dict[str, Any]:
    """The AsyncAPI 3 document of what these services tell and hear, from their declarations alone."""
    broker = NatsBroker()
    for service in services:
        for fact in promised_facts(service):
            broker.publisher(
                f"{fact.SERVICE}.v{fact.VERSION}.{fact.NAME}.{{company}}",
                title=f"{fact.SERVICE}.v{fact.VERSION}.{fact.NAME}",
                description=(fact.__doc__ or "").strip(),
                schema=fact,
            )
    document: dict[str, Any] = (
        AsyncAPI(broker, title=title, version=version, schema_version="3.0.0").to_specification().to_jsonable()
    )
    document.pop("servers", None)
    for channel in document.get("channels", {}).values():
        channel.pop("servers", None)
        channel["parameters"] = {
            "company": {"description": "The opaque id of the company whose matter it is, or `platform`."}
        }
    return document
