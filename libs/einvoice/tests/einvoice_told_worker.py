"""A worker for the stories of the pool: it sleeps, holds memory, dies or raises, as each request tells it."""

import os
import time

from einvoice.worker_pool import Answering


def prepare() -> Answering:
    """A worker that does as it is told."""
    return answer


def answer(request: bytes) -> bytes:
    verb, _, argument = request.partition(b" ")
    if verb == b"sleep":
        time.sleep(float(argument))
    elif verb == b"hold":
        return str(len(bytearray(int(argument)))).encode()
    elif verb == b"die":
        os._exit(1)
    elif verb == b"raise":
        raise ValueError(argument.decode())
    elif verb == b"long":
        return b"x" * int(argument)
    return str(os.getpid()).encode()


def cannot_prepare() -> Answering:
    raise FileNotFoundError("no rules here")
