"""Fetches one answer over HTTP from outside the network, within a time-out and a size limit."""

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
    """The limits of one answer; `timeout_s` is for the whole of it, so that a slow trickle of bytes times out too."""

    timeout_s: float
    answer_bytes_max: int


class AnswerTooLarge(httpx.HTTPError):
    """The answer is larger than its limit."""


@cache
def trust() -> ssl.SSLContext:
    """The certificate authorities that we trust: loaded once, because loading takes a tenth of a second."""
    return httpx.create_ssl_context()


async def answer_to(
    client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any
) -> httpx.Response:
    """Fetches the answer, whatever its status. Raises httpx.HTTPError: TimeoutException, AnswerTooLarge, or another."""
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
    """Removes from JSON the characters that we allow in no text, since the sender cannot be asked to correct it."""
    return tidied_json(content) if "json" in headers.get("content-type", "") else content


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Drops the headers that would make httpx decode the content a second time."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "content-length")}
