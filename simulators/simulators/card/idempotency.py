"""The same Idempotency-Key twice gives the first answer again; with another body it is an error."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

KEYS_MAX = 10_000
KEY_LENGTH_MAX = 255


class KeyReusedError(Exception):
    """The key was used before, with another request."""


@dataclass(frozen=True)
class Answered:
    """The answer first given: HTTP status and body."""

    status: int
    body: dict[str, Any]


class AnsweredOnce:
    """Answers already given, by key. The oldest is forgotten when there are more than KEYS_MAX."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[bytes, Answered]] = OrderedDict()

    def earlier(self, key: str, path: str, body: bytes) -> Answered | None:
        """Return the answer given to this very request before. Raises KeyReusedError for another one."""
        if key not in self._answers:
            return None
        asked, answer = self._answers[key]
        if asked != _fingerprint(path, body):
            raise KeyReusedError
        return answer

    def remember(self, key: str, path: str, body: bytes, answer: Answered) -> None:
        """Keep an answer for next time."""
        while len(self._answers) >= KEYS_MAX:
            self._answers.popitem(last=False)
        self._answers[key] = (_fingerprint(path, body), answer)


def _fingerprint(path: str, body: bytes) -> bytes:
    return hashlib.sha256(path.encode() + b"\n" + body).digest()
