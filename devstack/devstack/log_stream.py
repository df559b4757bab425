"""Where the lines of every program go: a file for each, and one readable stream for people."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

FILE_BYTES_MAX = 20_000_000
NAME_WIDTH = 13
COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)
OWN_NAME = "stafett"


class LogStream:
    """`<folder>/<name>.log`, with the former one beside it as `<name>.log.1` when it has grown too large."""

    def __init__(self, folder: Path, terminal: TextIO | None = None) -> None:
        self._folder = folder
        self._terminal = terminal
        self._colours: dict[str, int] = {}

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def write(self, name: str, line: bytes) -> None:
        """One line of a program, its newline included or not."""
        path = self.file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > FILE_BYTES_MAX:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            log.write(line.rstrip(b"\r\n") + b"\n")
        self._show(name, line.decode(errors="replace").rstrip())

    def say(self, text: str) -> None:
        """Writes a line of the network itself about its programs."""
        self.write(OWN_NAME, text.encode())

    def last_words(self, names: Sequence[str], lines: int = 3) -> str:
        """The end of these programs' logs, on one line."""
        found = []
        for name in names:
            path = self.file(name)
            text = path.read_bytes()[-4000:].decode(errors="replace") if path.exists() else ""
            found += [line.strip() for line in text.splitlines() if line.strip()][-lines:]
        return " | ".join(found) or "nothing"

    def _show(self, name: str, line: str) -> None:
        if self._terminal is None:
            return
        colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
        column = f"{name:<{NAME_WIDTH}}"
        marked = f"\033[{1 if name == OWN_NAME else colour}m{column}\033[0m" if self._terminal.isatty() else column
        print(f"{marked} {line}", file=self._terminal, flush=True)
