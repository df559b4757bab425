"""What the validation of one document may cost in size, time and memory: named settings, each with its unit."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from types import FrameType

from einvoice.xml import MAX_BYTES, MAX_NODES

MEBIBYTE = 1024 * 1024
SETTINGS_PREFIX = "EINVOICE_"


class WrongSetting(ValueError):
    """A limit is set to something that is no number above zero."""


class OutOfTime(BaseException):
    """A document took longer than its time. No Exception, so that nothing on the way takes it for a rule's failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationLimits:
    """The limits of one document. Each is also a setting: EINVOICE_DOCUMENT_BYTES_MAX, EINVOICE_TIMEOUT_S and so on.

    More bytes or nodes are a fatal finding (`xml.too-large`, `xml.too-many-nodes`) of the first layer. Out of time or
    memory, no layer has an answer: the report's only layer is "rules", which could not run, so it is never valid.
    """

    document_bytes_max: int = MAX_BYTES
    document_nodes_max: int = MAX_NODES
    timeout_s: float = 30.0
    memory_bytes_max: int = 1536 * MEBIBYTE
    findings_max: int = 5_000  # of each layer; how many more there are is told in their place

    @classmethod
    def from_environment(cls) -> "ValidationLimits":
        """The limits that are set, else the defaults. Raises WrongSetting."""
        given: dict[str, int | float] = {}
        for field in fields(cls):
            setting = SETTINGS_PREFIX + field.name.upper()
            if setting in os.environ:
                given[field.name] = _number(setting, float if field.type is float else int)
        return cls(**given)  # type: ignore[arg-type]  # Each has the type of its field.


def _number(setting: str, kind: type[int] | type[float]) -> int | float:
    try:
        number = kind(os.environ[setting])
    except ValueError:
        number = 0
    if not number > 0:
        raise WrongSetting(f"{setting}={os.environ[setting]!r} is no number above zero")
    return number


@contextmanager
def limited(limits: ValidationLimits) -> Iterator[None]:
    """Raises OutOfTime or MemoryError in what runs inside. Only for the main thread of a program of its own."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise OutOfTime(f"no answer within {limits.timeout_s:g} s")

    before = signal.signal(signal.SIGALRM, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    held_to = [size for size in (limits.memory_bytes_max, soft, hard) if size != resource.RLIM_INFINITY]
    signal.setitimer(signal.ITIMER_REAL, limits.timeout_s)
    resource.setrlimit(resource.RLIMIT_DATA, (min(held_to), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
