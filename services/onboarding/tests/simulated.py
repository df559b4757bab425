"""A simulator as a process of its own, reached as the real party would be."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STOP_WITHIN_S = 10
ANNOUNCEMENT = "listening on "


@contextmanager
def simulator(name: str, *arguments: str) -> Iterator[str]:
    """Its base address, until the block ends."""
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
