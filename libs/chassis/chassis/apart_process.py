"""The process that reads one file and ends: run by `chassis.apart`, and light, because it starts anew for every file.

Asked on stdin: a line of JSON, then the bytes of the file. Answered on stdout: READY, then one of the other letters and
what belongs to it. It imports nothing but the standard library and the reader that it is told.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

READY, ANSWER, REFUSED, OUT_OF_MEMORY, FAILED = b"r", b"a", b"u", b"m", b"f"


def main() -> int:
    """Reads the file within its limits. Ends silently when the caller has died."""
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    # The caller may be killed meanwhile: then only this alarm ends a reader that hangs.
    signal.setitimer(signal.ITIMER_REAL, asked["start_timeout_s"])
    sys.path[:] = asked["path"]
    read: Callable[[bytes, dict[str, Any]], bytes] = getattr(import_module(asked["module"]), asked["function"])
    _limit(asked)
    _say(READY)
    signal.setitimer(signal.ITIMER_REAL, asked["timeout_s"])
    content = sys.stdin.buffer.read(asked["size"])
    if len(content) < asked["size"]:
        return 1
    _say(_answer(read, content, asked["asked"]))
    return 0


def _limit(asked: dict[str, Any]) -> None:
    """Limits memory and time, and forbids to open any file, socket, process or core dump from here on.

    What the reader needs is imported by now, and the three descriptors that are open stay so.
    """
    cpu_s = int(time.process_time()) + 1 + asked["cpu_s"]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory_bytes_max"],) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _answer(read: Callable[[bytes, dict[str, Any]], bytes], content: bytes, asked: dict[str, Any]) -> bytes:
    try:
        return ANSWER + read(content, asked)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # The caller must be told; the text may quote the file.
        code = getattr(error, "code", None)
        details = getattr(error, "details", None)
        if isinstance(code, str) and isinstance(details, dict):
            return REFUSED + json.dumps([code, {name: str(value) for name, value in details.items()}]).encode()
        return FAILED + type(error).__name__.encode()


def _say(words: bytes) -> None:
    sys.stdout.buffer.write(words)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # The interpreter's clean-up is skipped: it would free piece by piece what a file has filled the memory with.
    os._exit(main())
