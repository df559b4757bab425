"""Named places where a test may end the process, to prove that nothing is lost or done twice."""

from __future__ import annotations

import os
import signal
from pathlib import Path

POINTS = (
    "append.before",
    "append.after",
    "publish.before",
    "publish.after",
    "cursor.before",
    "cursor.after",
    "ack.before",
    "ack.after",
    "act.before",
    "act.after",
    "view.before",
    "view.after",
    "migrate.before",
    "migrate.after",
)

_armed: dict[str, Path] = {}


def arm(setting: str) -> None:
    """Arms `point=/path/of/a/flag` (several by commas): the process is killed there once, leaving the flag file.

    Raises ValueError for an unknown point.
    """
    for item in filter(None, setting.split(",")):
        point, _, flag = item.partition("=")
        if point not in POINTS:
            raise ValueError(f"no such failpoint: {point}; there are {', '.join(POINTS)}")
        _armed[point] = Path(flag)


def failpoint(point: str) -> None:
    """Does nothing, unless a test armed this point."""
    if _armed and (flag := _armed.get(point)) is not None and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
