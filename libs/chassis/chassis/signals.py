"""Signals inside the process that events or facts were committed, so that whoever follows them looks."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes everybody who waits; a signal that came while one was busy is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def nudge(self) -> None:
        self._event.set()

    def look(self) -> None:
        """Is called before a look: what was committed before is seen by it, so earlier nudges are done with."""
        self._event.clear()

    async def wait(self, timeout_s: float) -> bool:
        """Waits for the next nudge, or until the time is over; returns whether there was a nudge.

        Not `asyncio.wait_for`: in Python 3.11 that one swallows a cancellation which comes together with the nudge,
        and whoever follows would then never stop.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
            return True
        except TimeoutError:
            return False
        finally:
            self._event.clear()


class Signals:
    """The signal of the reader of the log, which follows events, and that of the relay, which follows facts."""

    def __init__(self) -> None:
        self.events = Signal()
        self.facts = Signal()

    def nudge(self, *, events: bool = True, facts: bool = True) -> None:
        if events:
            self.events.nudge()
        if facts:
            self.facts.nudge()
