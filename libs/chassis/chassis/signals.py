"""A signal inside the process that something was committed, so that followers look."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes everybody who waits; a signal that came while one was busy is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def nudge(self) -> None:
        self._event.set()

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
    """One signal for each follower, nudged together."""

    def __init__(self) -> None:
        self._signals: list[Signal] = []

    def follower(self) -> Signal:
        signal = Signal()
        self._signals.append(signal)
        return signal

    def nudge(self) -> None:
        for signal in self._signals:
            signal.nudge()
