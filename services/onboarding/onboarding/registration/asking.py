"""One question to a register over HTTP: its answer, or silence told by its reason."""

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from onboarding.http_answers import AnswerTooLarge, Limits, answer_to
from onboarding.registration.registers import RegisterSilent

M = TypeVar("M", bound=BaseModel)


async def ask(client: httpx.AsyncClient, limits: Limits, method: str, address: str, **asked: Any) -> httpx.Response:
    """The answer, whatever its status. Raises RegisterSilent: late, unavailable, or more than anybody can read."""
    try:
        return await answer_to(client, limits, method, address, **asked)
    except AnswerTooLarge as error:
        raise RegisterSilent("register.unreadable") from error
    except httpx.TimeoutException as error:
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
