"""What a running local network leaves in its folder: a lock while it runs, and a note of how it can be reached."""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import psutil

from devstack.errors import LocalNetworkError

NOTE = "running.json"
BEGAN_TOLERANCE_S = 1.0


@dataclass(frozen=True, slots=True)
class Running:
    """A network that runs: its process, where people find it, and the settings of its services (secrets included)."""

    pid: int
    portal: str
    mail: str
    env: dict[str, str]


class Lock:
    """One network in one folder. The kernel gives the lock back when the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def take(self) -> None:
        """Raises LocalNetworkError when another process has it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            other = found(self._folder)
            who = f"process {other.pid}" if other else "just starting or stopping"
            raise LocalNetworkError(f"the network is running already ({who}): `stafett down` stops it") from error
        self._file = file

    def give_back(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def note(folder: Path, portal: str, mail: str, settings: Mapping[str, str]) -> None:
    """Writes down that this process runs a network. Only the owner may read it, since it holds passwords and keys."""
    began = psutil.Process().create_time()
    told = {"pid": os.getpid(), "began": began, "portal": portal, "mail": mail, "env": dict(settings)}
    half_written = folder / f"{NOTE}.new"
    half_written.touch(mode=0o600)
    half_written.write_text(json.dumps(told))
    half_written.replace(folder / NOTE)


def forget(folder: Path) -> None:
    (folder / NOTE).unlink(missing_ok=True)


def found(folder: Path) -> Running | None:
    """Finds the network that runs in this folder; None where none does, or its process has ended."""
    try:
        told = json.loads((folder / NOTE).read_text())
        # The id alone does not prove it, because process ids are used again.
        if abs(psutil.Process(told["pid"]).create_time() - told["began"]) > BEGAN_TOLERANCE_S:
            return None
        return Running(told["pid"], told["portal"], told["mail"], told["env"])
    except (OSError, ValueError, KeyError, psutil.Error):
        return None
