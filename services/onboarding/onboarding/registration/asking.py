"""Asks a register one question over HTTP: returns its answer, or raises RegisterSilent with a reason."""

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from onboarding.http_answers import AnswerTooLarge, Limits, answer_to
from onboarding.registration.registers import RegisterSilent

M = TypeVar("M", bound=BaseModel)


async def ask(client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any) -> httpx.Response:
    """Fetches the answer, whatever its status. Raises RegisterSilent if it is late, missing or too large."""
    try:
        return await answer_to(client, limits, method, address, **asked)
    except AnswerTooLarge as error:
        raise RegisterSilent("register.unreadable") from error
    except httpx.TimeoutException as error:
        raise RegisterSilent("register.late") from error
    except httpx.HTTPError as error:
        raise RegisterSilent("register.unavailable") from error


def read(kind: type[M], answer: httpx.Response) -> M:
    """Parses a successful answer. Raises RegisterSilent if the register is busy (429), failing or unreadable."""
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise RegisterSilent("register.busy")
    if not answer.is_success:
        raise RegisterSilent("register.unavailable")
    try:
        return kind.model_validate_json(answer.content)
    except ValidationError as error:
        raise RegisterSilent("register.unreadable") from error
