"""Starting and stopping a simulator: what all of them share from the command line to the last answer."""

import argparse
import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from simulators.control import Control, control_routes
from simulators.edge import BodyLimit, ErrorBody, Obey, Operation, Stamp

GRACEFUL_STOP_S = 5
LISTEN_BACKLOG = 128
REFUSED_EXIT_CODE = 2

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class NotInProductionError(RuntimeError):
    """A simulator was asked to start where STAFETT_ENV is production."""


def refuse_production() -> None:
    """Raise NotInProductionError when STAFETT_ENV is production: nothing simulated may pass for real there."""
    if os.environ.get("STAFETT_ENV", "").strip().lower() == "production":
        raise NotInProductionError("STAFETT_ENV is production: a simulator refuses to start there.")


def simulator_app(
    title: str,
    control: Control,
    operations: list[Operation],
    error_body: ErrorBody,
    body_max_bytes: int,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """Return an application with what every simulator has: the stamp, limits, GET /health, /_control and /static."""
    refuse_production()
    app = FastAPI(title=f"{title} (simulated)", lifespan=lifespan)
    app.add_middleware(Obey, control=control, operations=operations, error_body=error_body)
    app.add_middleware(BodyLimit, body_max_bytes=body_max_bytes, error_body=error_body)
    app.add_middleware(Stamp)
    app.include_router(control_routes(control), tags=["control"])
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))

    @app.get("/health", tags=["control"])
    async def health() -> dict[str, str]:
        return {"status": "ok", "provider": "sim", "simulates": title}

    return app


def arguments(module: str, description: str) -> argparse.ArgumentParser:
    """Return a parser with the arguments that every simulator takes."""
    parser = argparse.ArgumentParser(prog=f"python -m simulators.{module}", description=description)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one (%(default)s)")
    return parser


def serve(build: Callable[[], FastAPI], host: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code. Prints one line on stdout when ready to answer."""
    try:
        app = build()
    except NotInProductionError as error:
        print(error, file=sys.stderr)
        return REFUSED_EXIT_CODE
    listener = socket.create_server((host, port), backlog=LISTEN_BACKLOG)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACEFUL_STOP_S, server_header=False
    )
    # uvicorn raises the signal again once it has stopped; by then stopping is done and there is nothing left to do.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda _number, _frame: None)
    asyncio.run(_AnnouncingServer(config).serve([listener]))
    return 0


class _AnnouncingServer(uvicorn.Server):
    """A server that says where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            print(f"listening on http://{host}:{port}", flush=True)
