"""What the simulators' tests share: a clock that is moved by hand, and clients that speak to an app in memory."""

import importlib
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

# The member's folder and its package share a name, and pytest has put the folder in the package's place.
if getattr(sys.modules.get("simulators"), "__file__", None) is None:
    sys.modules.pop("simulators", None)
    importlib.import_module("simulators")

Client = Callable[[FastAPI], AbstractAsyncContextManager[httpx.AsyncClient]]


class HandMovedClock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time, UTC with zone."""
        return self.now

    def seconds(self) -> float:
        """Return the time as rising seconds."""
        return self.now.timestamp()

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandMovedClock:
    return HandMovedClock()


@pytest.fixture
def client() -> Client:
    @asynccontextmanager
    async def speaking_to(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://sim.example") as http:
            yield http

    return speaking_to
