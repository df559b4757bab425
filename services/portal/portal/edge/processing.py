"""An answer that is late: a page that looks again by itself, and then leads on, or says what was refused."""

from uuid import UUID

from fastapi import APIRouter, Response

from contracts.fact import FACTS, Refusal
from portal.edge.asking import TheEdge, ThePerson
from portal.edge.cures import cure_of
from portal.edge.forms import go, own_path
from portal.edge.problems import Problem
from portal.edge.reader import TheReader
from portal.telling.answers import asked

router = APIRouter(prefix="/processing")

LOOK_AGAIN_S = 2


@router.get("/{request}")
async def processing(
    request: UUID,
    reader: TheReader,
    person: ThePerson,
    edge: TheEdge,
    next: str = "/",  # noqa: A002 - the word in the address
    back: str = "/",
) -> Response:
    """By the header `Refresh`, so that it needs no script."""
    found = await asked(edge.db, request)
    if found is None or found["person"] != str(person.id):
        raise Problem("request.not-found")
    back = own_path(back) or "/"
    answer = await edge.answer(request, FACTS[found["fact"]], edge.settings.shown_timeout_s)
    if isinstance(answer, Refusal):
        problem = Problem.of(answer)
        wrong = {"": reader.why(problem.code, problem.details)}
        return reader.page("processing.html", problem.status, wrong=wrong, cure=cure_of(problem.code, back), back=back)
    if answer is not None:
        return go(own_path(next) or "/")
    response: Response = reader.page("processing.html", 202, back=back)
    response.headers["refresh"] = str(LOOK_AGAIN_S)
    return response
