"""Requests that took longer than one likes to wait: look again here."""

from typing import Any
from uuid import UUID

from fastapi import Response

from contracts.fact import FACTS, Refusal
from portal.edge.asking import Pending, TheEdge, ThePerson, answered
from portal.edge.operations import ANY, Api, answers_of
from portal.edge.problems import Problem
from portal.telling.answers import ACTS, asked

router = Api(prefix="/api/v1", tags=["requests"], scope=ANY)


@router.get("/requests/{request}", **answers_of(*ACTS))
async def request_page(request: UUID, person: ThePerson, response: Response, edge: TheEdge) -> dict[str, Any] | Pending:
    """The answer to a request of this person, or 202 while there is none."""
    found = await asked(edge.db, request)
    if found is None or found["person"] != str(person.id):
        raise Problem("request.not-found")
    answer = await edge.answer(request, FACTS[found["fact"]], edge.settings.answer_timeout_s)
    if isinstance(answer, Refusal):
        raise Problem.of(answer)
    if person.system and getattr(answer, "company", person.system.company) != person.system.company:
        raise Problem("request.not-found")
    return answered(answer, request, response)
