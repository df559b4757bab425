"""What can go wrong, by what is done about it. Everything else crashes, and the message is delivered again."""

from __future__ import annotations

from collections.abc import Callable

from contracts.text import forbidden_in_json

REPEATED = "request.repeated"
"""The code of the refusal that the chassis tells when somebody's act changed nothing, because it is so already."""


class Refused(Exception):
    """A rule said no. It is told as a fact and shown to the person in their words.

    `code` is `noun.reason`, stable and listed in `contracts/refusals`; details fill the sentence there.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code


class NotYet(Exception):
    """Something earlier is still on its way: the fact comes back later and lets others pass."""


class Conflict(Exception):
    """Somebody else appended to the stream first: load again and decide again."""


class Duplicate(Exception):
    """The message was handled before."""


class Poison(Exception):
    """The message cannot be read, now or ever: to the dead letters."""


class DatabaseRefused(RuntimeError):
    """This image and this database do not fit together; the sentence says what to do."""


def clean(write: Callable[[], bytes], what: str) -> bytes:
    """JSON for the store, behind the last wall. Raises Poison when it would hold a sign that no text may hold."""
    try:
        body = write()
    except UnicodeEncodeError as error:
        raise Poison(f"{what} cannot be written in UTF-8: U+{ord(error.object[error.start]):04X}") from error
    if forbidden := forbidden_in_json(body):
        raise Poison(f"{what} would hold a forbidden sign in {forbidden}")
    return body
