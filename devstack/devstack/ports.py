"""Free loopback ports, and ports that stay the same between two starts."""

import os
import random
import socket
import tempfile
import time
from pathlib import Path

LOOPBACK = "127.0.0.1"
FIRST, LAST = 20_000, 32_000
"""The range of ports, below those of outgoing connections, which could otherwise take a port that is free now."""
CLAIM_S = 300.0
"""How long a port is held for a process that chose it and does not listen on it yet."""


def is_free(port: int) -> bool:
    """Whether nobody listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port that nobody listens on, and that no other network of this machine has just chosen."""
    while True:
        port = random.randint(FIRST, LAST)  # noqa: S311 - no secret
        if is_free(port) and _claimed(port):
            return port


def kept_port(file: Path) -> int:
    """The port written in `file`, if it is still free; otherwise a new one, which is written there."""
    text = file.read_text().strip() if file.exists() else ""
    if text.isdecimal() and 1 <= int(text) <= 65535 and is_free(int(text)):
        return int(text)
    port = free_port()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{port}\n")
    return port


def _claimed(port: int) -> bool:
    """Claims the port; returns whether it is ours, as another claim may hold for a while."""
    folder = Path(tempfile.gettempdir()) / f"stafett-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    claim = folder / str(port)
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        if time.time() - claim.stat().st_mtime < CLAIM_S:
            return False
        claim.touch()
    return True
