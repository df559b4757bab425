"""Tells on standard error how far a command has come with many files, and how they fared."""

import sys

from einvoice.rules.findings import Report


class Progress:
    """A line that is written over while it runs, where nothing else moves on a screen; and the counts at the end."""

    def __init__(self, files: int) -> None:
        self._files = files
        self._moving = files > 1 and sys.stderr.isatty() and not sys.stdout.isatty()
        self._valid = self._invalid = self._unjudged = 0

    def begin(self, file: str) -> None:
        """The next file."""
        if self._moving:
            done = self._valid + self._invalid + self._unjudged
            print(f"\r{done} of {self._files}: {file[-60:]}\033[K", end="", file=sys.stderr, flush=True)

    def count(self, report: Report) -> None:
        """What became of it."""
        if not report.complete:
            self._unjudged += 1
        elif report.valid:
            self._valid += 1
        else:
            self._invalid += 1

    def end(self) -> None:
        """One line on all of them, when there were several."""
        if self._moving:
            print("\r\033[K", end="", file=sys.stderr)
        if self._files > 1:
            told = f"{self._files} files: {self._valid} valid, {self._invalid} not valid"
            print(told + (f", {self._unjudged} could not be judged" if self._unjudged else ""), file=sys.stderr)
