"""A page's POST does what the API's route does, by the same function, and answers as pages do.

Done: on to another page, so that Back and Reload send nothing again. Refused: the same page, with everything that was
typed, what is wrong beside its field, and what cures it. Late: a page that waits.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Response
from pydantic import ValidationError

from chassis import Refused
from portal.edge import typed
from portal.edge.asking import Pending
from portal.edge.cures import Cure, cure_of
from portal.edge.forms import Form, go
from portal.edge.problems import UNPROCESSABLE, Problem, said_of
from portal.edge.reader import Reader

WHOLE = ""
"""What is wrong with no field of its own stands under this name."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says again after a refusal: what was typed, what is wrong by field, and what cures it."""

    status: int = 200
    filled: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    cure: Cure | None = None
    code: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


NOTHING_SAID = Said()

Route = Callable[[UUID, Response], Awaitable[Any]]
"""A call of the API's route: with the id of the request, and a response that it may write on."""
Again = Callable[[Said], Awaitable[Response]]


async def act(
    form: Form,
    reader: Reader,
    route: Route,
    *,
    done: str | Callable[[Mapping[str, Any]], str],
    again: Again,
    fields: Mapping[str, str] | None = None,
) -> Response:
    """Calls the route once for each form, however often it is sent, and leads to `done`, or where the answer makes it.

    `fields` says at which field of the form a refusal stands, by its code.
    """
    assert reader.person is not None
    request = form.request_of(reader.person)
    try:
        answer = await route(request, Response())
    except (ValidationError, Problem, Refused) as error:
        said = refused(error, form, reader, fields or {})
        response = await again(said)
        response.headers.update(said.headers)
        return response
    if isinstance(answer, Pending):
        return later(request, form, reader, done if isinstance(done, str) else "/")
    return go(done if isinstance(done, str) else done(answer))


def refused(error: ValidationError | Problem | Refused, form: Form, reader: Reader, fields: Mapping[str, str]) -> Said:
    """What the page says of a refusal, in the reader's language."""
    if isinstance(error, ValidationError):
        wrong = {
            str(item["loc"][0]) if item["loc"] else WHOLE: said_of(item, reader.language) for item in error.errors()
        }
        return Said(UNPROCESSABLE, form.fields, wrong)
    problem = error if isinstance(error, Problem) else Problem.of(error)
    named = problem.details.get("field", WHOLE)
    where = fields.get(problem.code, named if named in form.fields else WHOLE)
    is_sent = problem.code == "request.reused"  # the words of the refusal are for systems
    text = reader.t("form.sent_before") if is_sent else reader.why(problem.code, problem.details)
    cure = cure_of(problem.code, reader.request.url.path)
    return Said(problem.status, form.fields, {where: text}, cure, problem.code, problem.retry_after)


def later(request: UUID, form: Form, reader: Reader, done: str) -> Response:
    """The answer is late: a page waits for it, and what was typed comes along should it be a refusal."""
    back = reader.came_from
    response = go(f"/processing/{request}?{urlencode({'next': done, 'back': back})}")
    typed.keep(response, reader.edge, back, form.fields)
    return response
