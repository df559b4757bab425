"""One question to a register over HTTP: within its time, no larger than it may be, and silence told by its reason."""

import asyncio
import ssl
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from onboarding.registers import RegisterSilent

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Limits:
    """`timeout_s` is for the whole answer: a register that drips is late too."""

    timeout_s: float
    answer_bytes_max: int


@cache
def trust() -> ssl.SSLContext:
    """Whom we trust on the way to any register: read once, because reading it takes a tenth of a second."""
    return httpx.create_ssl_context()


async def ask(client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any) -> httpx.Response:
    """The answer, whatever its status. Raises RegisterSilent: late, unavailable, or more than anybody can read."""
    try:
        async with asyncio.timeout(limits.timeout_s), client.stream(method, address, **asked) as answer:
            content = b""
            async for piece in answer.aiter_bytes():
                content += piece
                if len(content) > limits.answer_bytes_max:
                    raise RegisterSilent("register.unreadable")
            return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=content)
    except (TimeoutError, httpx.TimeoutException) as error:
        raise RegisterSilent("register.late") from error
    except httpx.HTTPError as error:
        raise RegisterSilent("register.unavailable") from error


def read(kind: type[M], answer: httpx.Response) -> M:
    """A successful answer in its shape. Raises RegisterSilent: hurried (429), in trouble, or of another shape."""
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise RegisterSilent("register.busy")
    if not answer.is_success:
        raise RegisterSilent("register.unavailable")
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as error:
        raise RegisterSilent("register.unreadable") from error


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """What was decoded on its way is not to be decoded again."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "content-length")}
