"""A reader that does to its process what the file says, for the stories of `test_apart.py`."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

Asked = dict[str, Any]


class Unusable(ValueError):
    def __init__(self) -> None:
        super().__init__("of its own")
        self.code, self.details = "file.wrong", {"where": "line 3"}


def read(content: bytes, asked: Asked) -> bytes:
    """Does what the first word of the file says, with the rest as its argument."""
    word, _, rest = content.partition(b" ")
    return DEEDS[word.decode()](rest, asked)


def _hold(size: bytes, _asked: Asked) -> bytes:
    return b"%d" % len(bytes(int(size)))


def _die(number: bytes, _asked: Asked) -> bytes:
    os.kill(os.getpid(), int(number))
    return b""


def _sleep(_rest: bytes, _asked: Asked) -> bytes:
    signal.pause()
    return b""


def _spin(_rest: bytes, _asked: Asked) -> bytes:
    while True:
        pass


def _reach(port: bytes, _asked: Asked) -> bytes:
    socket.create_connection(("127.0.0.1", int(port)), timeout=1)
    return b""


def _open(_rest: bytes, _asked: Asked) -> bytes:
    os.close(0)  # Even a number that is free again is not given out.
    return Path("/etc/hostname").read_bytes()


def _refuse(_rest: bytes, _asked: Asked) -> bytes:
    raise Unusable


def _fail(words: bytes, _asked: Asked) -> bytes:
    raise TypeError(words.decode())


DEEDS: dict[str, Callable[[bytes, Asked], bytes]] = {
    "echo": lambda words, asked: words + str(asked.get("more", "")).encode(),
    "who": lambda _rest, _asked: str(os.getpid()).encode(),
    "size": lambda rest, _asked: str(len(rest)).encode(),
    "environment": lambda _rest, _asked: ",".join(sorted(os.environ)).encode(),
    "descriptors": lambda _rest, _asked: ",".join(str(number) for number in range(1024) if _is_open(number)).encode(),
    "long": lambda size, _asked: b"x" * int(size),
    "fork": lambda _rest, _asked: str(os.fork()).encode(),
    "hold": _hold,
    "die": _die,
    "sleep": _sleep,
    "spin": _spin,
    "reach": _reach,
    "open": _open,
    "refuse": _refuse,
    "fail": _fail,
}


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
