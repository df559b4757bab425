"""A nudge inside the process: somebody committed, whoever follows may look."""

from __future__ import annotations

import asyncio


class Signal:
    """Wakes everybody who waits; a nudge that came while one was busy is not lost."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def nudge(self) -> None:
        self._event.set()

    async def wait(self, timeout_s: float) -> None:
        """Until the next nudge, or the time is over (other processes commit without nudging)."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout_s)
        except TimeoutError:
            return
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
