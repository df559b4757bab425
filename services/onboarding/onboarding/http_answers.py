"""One answer over HTTP from somebody outside: within its time, and no larger than it may be."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx

from contracts.text import tidied_json


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout_s` is for the whole answer: whoever drips is late too."""

    timeout_s: float
    answer_bytes_max: int


class AnswerTooLarge(httpx.HTTPError):
    """More than anybody reads."""


@cache
def trust() -> ssl.SSLContext:
    """Whom we trust on the way to anybody: read once, because reading it takes a tenth of a second."""
    return httpx.create_ssl_context()


async def answer_to(
    client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any
) -> httpx.Response:
    """The answer, whatever its status. Raises httpx.HTTPError: TimeoutException, AnswerTooLarge, or another."""
    try:
        async with asyncio.timeout(limits.timeout_s), client.stream(method, address, **asked) as answer:
            content = bytearray()
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > limits.answer_bytes_max:
                    raise AnswerTooLarge(f"more than {limits.answer_bytes_max} bytes")
            headers = _plain(answer.headers)
            return httpx.Response(answer.status_code, headers=headers, content=_tidied(bytes(content), headers))
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"no whole answer within {limits.timeout_s} s") from error


def _tidied(content: bytes, headers: Mapping[str, str]) -> bytes:
    """What is said in JSON, without signs that no text may hold: nobody here can ask them to write it again."""
    return tidied_json(content) if "json" in headers.get("content-type", "") else content


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """What was decoded on its way is not to be decoded again."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "content-length")}
