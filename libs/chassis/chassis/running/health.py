"""Health over HTTP: whether the service is alive and ready, and how far it has come; a site has a port of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from typing import Any, Literal

import msgspec
import uvicorn
from faststream.asgi import AsgiFastStream, AsgiResponse, get

from chassis.bus.agreement import Verdict
from chassis.bus.connection import asyncapi
from chassis.running.running import Running
from chassis.store.postgres import LOST

READY_TIMEOUT_S = 2.0
SET_ASIDE_SHOWN_MAX = 20


def routes(running: Running) -> list[Any]:
    """`/health/live`, `/health/ready` (503 with the reason while not), `/health/state`, `/asyncapi.json`."""

    @get
    async def live(_scope: Any) -> AsgiResponse:
        return AsgiResponse(b"alive", 200)

    @get
    async def ready(_scope: Any) -> AsgiResponse:
        wrong = await unready(running)
        return AsgiResponse((wrong or "ready").encode(), 503 if wrong else 200)

    @get
    async def state(_scope: Any) -> AsgiResponse:
        return _json(await positions(running))

    @get
    async def specification(_scope: Any) -> AsgiResponse:
        return _json(asyncapi([running.service], running.service.name, "1"))

    return [
        ("/health/live", live),
        ("/health/ready", ready),
        ("/health/state", state),
        ("/asyncapi.json", specification),
    ]


async def unready(running: Running) -> str:
    """What is missing before this process may be sent work; empty when nothing is."""
    if running.bus_connection is None or not running.bus_connection.is_up:
        return "the bus is not connected"
    if running.agreement.verdict is Verdict.AHEAD:
        return "the bus knows facts that this database has not told: see docs/runbooks/a-restored-database.md"
    if not running.clock.is_right:
        ahead = ", ".join(f"{s:+.1f} s ahead of {name}" for name, s in running.clock.ahead_s.items())
        return f"the clock is not to be relied on ({ahead}): see docs/runbooks/a-wrong-clock.md"
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            serve = await running.views_serve()
        stopped = [aside.follower for aside in await running.what_is_set_aside() if aside.stops] if not serve else []
    except (*LOST, TimeoutError):
        return "the database does not answer"
    if stopped:
        return f"a new read model cannot be built ({stopped[0]}): see docs/runbooks/set-aside.md"
    return "" if serve else "a read model is being built"


async def positions(running: Running) -> dict[str, Any]:
    """Events stored, facts told and relayed, cursors, dead letters, what is set aside: enough to see what lags."""
    row = await running.pool.fetchrow(
        """SELECT (SELECT coalesce(max(notification_id), 0) FROM store.stored_events) AS events,
                  (SELECT coalesce(max(position), 0) FROM store.outbox) AS facts,
                  (SELECT count(*) FROM store.dead_letters WHERE solved_at IS NULL) AS dead_letters"""
    )
    cursors = await running.pool.fetch("SELECT name, position FROM store.cursors ORDER BY name")
    aside = await running.what_is_set_aside()
    return {
        "service": running.service.name,
        **dict(row),
        "relayed": running.relay.position,
        "agreement": running.agreement.verdict,
        "clock": {"right": running.clock.is_right, "ahead_s": running.clock.ahead_s},
        "handled": running.bus.handled,
        "set_aside": len(aside),
        "first_set_aside": aside[:SET_ASIDE_SHOWN_MAX],
        "cursors": {cursor["name"]: cursor["position"] for cursor in cursors},
    }


class Front:
    """A site for everybody. Of the service's health it says whether, and never why not: that is for operators."""

    def __init__(self, faststream: AsgiFastStream, site: Any, running: Running) -> None:
        self._faststream = faststream
        self._site = site
        self._running = running

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._faststream(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/health/live":
            await AsgiResponse(b"alive", 200)(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == "/health/ready":
            wrong = await unready(self._running)
            await AsgiResponse(b"not ready" if wrong else b"ready", 503 if wrong else 200)(scope, receive, send)
        else:
            await self._site(scope, receive, send)


class Beside(uvicorn.Server):
    """A server beside another one, which alone hears the signals that end both."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Public(uvicorn.Server):
    """The server of the site: answers that are held open are ended first when it stops."""

    def __init__(self, config: uvicorn.Config, running: Running) -> None:
        super().__init__(config)
        self._running = running

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._running.begin_to_stop()
        await super().shutdown(sockets)


async def serve(running: Running) -> None:
    """Runs the service until SIGTERM or Ctrl-C, then stops it in order."""
    await running.serve()
    assert running.bus_connection is not None
    faststream = AsgiFastStream(
        running.bus_connection.broker, logger=None, asgi_routes=routes(running), on_shutdown=[running.stop]
    )
    site = running.service.site(running) if running.service.site else None
    settings = running.settings
    front = Front(faststream, site, running) if site else faststream
    public = Public(_config(front, settings.http_host, settings.http_port, running, lifespan="on"), running)
    if not (site and settings.health_port):
        await public.serve()
        return
    private = Beside(_config(faststream, settings.health_host, settings.health_port, running, lifespan="off"))
    async with asyncio.TaskGroup() as both:
        both.create_task(private.serve())
        await public.serve()
        private.should_exit = True


def _config(app: Any, host: str, port: int, running: Running, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        lifespan=lifespan,
        timeout_graceful_shutdown=int(running.settings.stop_timeout_s),
        server_header=False,
        proxy_headers=False,
    )


def _json(content: Any) -> AsgiResponse:
    return AsgiResponse(msgspec.json.encode(content), 200, {"content-type": "application/json"})
