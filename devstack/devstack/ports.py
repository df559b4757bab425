"""Free loopback ports, and ports that stay the same between two starts."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


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
    """A loopback port nobody listens on. Another program may take it first: rare, and then said loudly."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
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
