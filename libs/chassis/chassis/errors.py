"""The errors that the chassis handles, each in its own way. Any other crashes, and the message is delivered again."""

from __future__ import annotations

from collections.abc import Callable

from contracts.text import forbidden_in_json

REPEATED = "request.repeated"
"""The code of the refusal that the chassis tells when a person's act changed nothing, because it was done already."""

ERASED = "person.erased"
"""The code of the refusal of what needs a personal value that was erased: trying again brings it back no more."""


class Refused(Exception):
    """A rule forbids what was asked. It is told as a fact and shown to the person in their language.

    `code` is `noun.reason`, stable and listed in `contracts/refusals`; details fill the sentence there.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code


class NotYet(Exception):
    """Something earlier is still on its way: the fact is delivered again later, and others go first."""


class Conflict(Exception):
    """Another writer appended to the stream first: the command is loaded and decided again."""


class Duplicate(Exception):
    """The message was handled before."""


class Poison(Exception):
    """The message can never be read: it goes to the dead letters."""


class Newer(Poison):
    """A newer image stored this event and can read it: what needs it waits for a while, and is not given up at once."""


class DatabaseRefused(RuntimeError):
    """This image cannot work with this database; the message says what to do."""


def clean(write: Callable[[], bytes], what: str) -> bytes:
    """Checks JSON a last time before it is stored. Raises Poison when it has a forbidden character."""
    try:
        body = write()
    except UnicodeEncodeError as error:
        raise Poison(f"{what} cannot be written in UTF-8: U+{ord(error.object[error.start]):04X}") from error
    if forbidden := forbidden_in_json(body):
        raise Poison(f"{what} would hold a forbidden sign in {forbidden}")
    return body
