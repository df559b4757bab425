"""Starts a simulator as a process of its own, which is called like the real party."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STOP_WITHIN_S = 10
ANNOUNCEMENT = "listening on "


@contextmanager
def simulator(name: str, *arguments: str) -> Iterator[str]:
    """Yields the simulator's base address; it stops when the block ends."""
    command = [sys.executable, "-m", f"simulators.{name}", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith(ANNOUNCEMENT), f"the simulator of {name} did not start"
        yield said.removeprefix(ANNOUNCEMENT).strip()
    finally:
        process.terminate()
        process.wait(STOP_WITHIN_S)
