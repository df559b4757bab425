"""Asks a signing service one question over HTTP, and parses its answer or its fault."""

from typing import Any, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from onboarding.http_answers import AnswerTooLarge, Limits, answer_to
from onboarding.signing.service import SigningServiceFault

M = TypeVar("M")


async def ask(client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any) -> httpx.Response:
    """Fetches the answer, whatever its status. Raises SigningServiceFault if it is unreachable, or too large."""
    try:
        return await answer_to(client, limits, method, address, **asked)
    except AnswerTooLarge as error:
        raise SigningServiceFault("unreadable", temporary=False) from error
    except httpx.HTTPError as error:
        raise SigningServiceFault("unreachable", temporary=True) from error


def read(kind: type[M], answer: httpx.Response) -> M:
    """Parses a successful answer. Raises SigningServiceFault."""
    try:
        return TypeAdapter(kind).validate_json(answer.content)
    except ValidationError as error:
        raise SigningServiceFault("unreadable", temporary=False) from error


def provider_of(name: str, answer: httpx.Response) -> str:
    """The provider's name that is kept with a signature; a simulator marks its answers as simulated."""
    stamp = answer.headers.get("X-Provider")
    return f"{name}-{stamp}" if stamp else name
