"""One server process: start it, wait until it is ready, stop it, or kill it with all its children."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from devstack.errors import LocalNetworkError

POLL_S = 0.01
LOG_TAIL_CHARS = 2000
KILL_TIMEOUT_S = 10


def leash(signal_name: str) -> list[str]:
    """The prefix of a command that ends it with the thread that starts it, so that a killed run leaves nothing behind.

    Start such a program from the main thread, or from one that lives as long as the event loop does.
    """
    return ["setpriv", "--pdeathsig", signal_name, "--"] if shutil.which("setpriv") else []


class ServerProcess:
    """A running program with its log file. It is not restarted automatically: that is the supervisor's work."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self._name = name
        self._log = log
        with log.open("ab") as sink:
            # A session of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops things in order.
            self._process = subprocess.Popen(
                list(command),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, ready: Callable[[], bool], timeout_s: float) -> None:
        """Returns when `ready` says so. Raises LocalNetworkError with the end of the log if it dies or is late."""
        deadline = time.monotonic() + timeout_s
        while not ready():
            if not self.running:
                raise LocalNetworkError(
                    f"{self._name} ended with {self._process.returncode} before it was ready: {self._last_words()}"
                )
            if time.monotonic() > deadline:
                self.kill()
                raise LocalNetworkError(f"{self._name} was not ready after {timeout_s:g} s: {self._last_words()}")
            time.sleep(POLL_S)

    def send(self, signal_number: signal.Signals) -> None:
        """Sends a signal, unless the program has ended."""
        if self.running:
            self._process.send_signal(signal_number)

    def stop(self, signal_number: signal.Signals, timeout_s: float) -> int:
        """Asks the program to end, and kills it when it does not. Returns its exit code."""
        self.send(signal_number)
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.returncode or 0

    def kill(self) -> None:
        """Ends the program and all its children at once, as a power cut would, and waits until they are gone."""
        if self.running:
            kill_tree(self._process.pid)
        self._process.wait(KILL_TIMEOUT_S)

    def _last_words(self) -> str:
        text = self._log.read_text(errors="replace")[-LOG_TAIL_CHARS:].strip() if self._log.exists() else ""
        return " | ".join(text.splitlines()[-4:]) or "it said nothing"


def kill_tree(pid: int) -> None:
    """Kills a process and all its descendants, and returns when they are gone."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    deadline = time.monotonic() + KILL_TIMEOUT_S
    while any(_is_alive(member) for member in family) and time.monotonic() < deadline:
        time.sleep(POLL_S)


def _is_alive(process: psutil.Process) -> bool:
    """Whether the process lives. A zombie counts as dead, since it holds neither port, file nor memory."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def stop_leftover(pid_file: Path, program: str, signal_number: signal.Signals, timeout_s: float) -> None:
    """Ends the server that an earlier, killed run left behind, if `pid_file` names one that really is `program`."""
    if not pid_file.exists():
        return
    first_line = pid_file.read_text().strip().split("\n", 1)[0].strip()
    if not first_line.isdecimal() or int(first_line) == os.getpid():
        return
    try:
        leftover = psutil.Process(int(first_line))
        if leftover.name() != program or str(pid_file.parent) not in " ".join(leftover.cmdline()):
            return
        leftover.send_signal(signal_number)
        leftover.wait(timeout_s)
    except psutil.TimeoutExpired:
        kill_tree(int(first_line))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return
