"""Operations of the API: what each takes and answers is declared, and what nobody declared is refused."""

from collections.abc import Callable, Coroutine, Iterator
from functools import cache, reduce
from operator import or_
from typing import Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, create_model

from contracts.fact import FACTS, Fact, Refusal
from portal.edge.asking import Pending, logged_in
from portal.edge.problems import Problem

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
READ: Final = "read"


class Operation(APIRoute):
    """A route of the API. A query parameter that it does not know, or one that comes twice, is refused."""

    needs: str | None = None
    """The scope that an API key must have for it; None when no key opens it."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        known = frozenset(_queried(self.dependant))

        async def refuse_unknown(request: Request) -> Response:
            asked = [name for name, _ in request.query_params.multi_items()]
            if unknown := sorted({name for name in asked if name not in known}):
                raise Problem("request.unknown-parameter", parameters=", ".join(unknown), known=_listed(known))
            if twice := sorted({name for name in asked if asked.count(name) > 1}):
                raise Problem("request.parameter-twice", parameters=", ".join(twice))
            return await handle(request)

        return refuse_unknown

    @property
    def is_for_members(self) -> bool:
        """Whether one must be logged in, or have a key."""
        return any(dependant.call is logged_in for dependant in _with_all_below(self.dependant))


class Api(APIRouter):
    """Operations that belong together; `scope` is what an API key needs to change something by them."""

    def __init__(self, *, prefix: str, tags: list[Any], scope: str | None = None) -> None:
        super().__init__(prefix=prefix, tags=tags, route_class=Operation, generate_unique_id_function=name_of)
        self._scope = scope

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().add_api_route(path, endpoint, **options)
        route = self.routes[-1]
        assert isinstance(route, Operation)
        reads = "GET" in (route.methods or ()) or getattr(endpoint, "only_reads", False)
        route.needs = self._scope and (READ if reads else self._scope)


def only_reads(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a POST that changes nothing: what is asked may be personal, and addresses are logged on their way."""
    endpoint.only_reads = True  # type: ignore[attr-defined]
    return endpoint


def name_of(route: APIRoute) -> str:
    """The operation's id: its area, its file where that has a name of its own, and what it does."""
    _, *places = route.endpoint.__module__.split(".")
    return "_".join([*(place for place in places if place != "api"), route.endpoint.__name__])


def answers_of(*facts: type[Fact], **more: Any) -> dict[str, Any]:
    """For the decorator of a route that tells a fact: its answers are those that the fact names, or 202 with `poll`.

    `more` are fields that the route adds, by name and type.
    """
    kinds: list[Any] = [answer_model(kind, *more.items()) for fact in facts for kind in answers_to(fact)]
    return {"response_model": reduce(or_, [*kinds, Pending])}


def files_of(*kinds: str, later: bool = False) -> dict[str, Any]:
    """For the decorator of a route that answers with a file of these media types; `later` when it may come later."""
    file = {"schema": {"type": "string", "format": "binary"}}
    responses: dict[int, Any] = {200: {"description": "The file.", "content": dict.fromkeys(kinds, file)}}
    if later:
        responses[202] = {"model": Pending, "description": "The file is being made: look again at `poll`."}
    return {"response_class": Response, "responses": responses}


def answers_to(fact: type[Fact]) -> list[type[Fact]]:
    """The facts that answer another, without the refusals, which are problems."""
    return [
        kind
        for kind in FACTS.values()
        if f"{kind.SERVICE}.{kind.NAME}" in fact.answered_by and not issubclass(kind, Refusal)
    ]


@cache
def answer_model(fact: type[Fact], *more: tuple[str, Any]) -> type[BaseModel]:
    """A told fact as the body of an answer: which one it is, the request that it answers, and its own fields."""
    fields: dict[str, Any] = {"answer": (Literal[fact.NAME], ...), "request": (UUID, ...)}
    fields |= {name: (field.annotation, field) for name, field in fact.model_fields.items()}
    fields |= {name: (kind, ...) for name, kind in more}
    name = fact.__name__ if fact.VERSION == 1 else f"{fact.__name__}V{fact.VERSION}"
    name += "Answer" if more else ""
    config = ConfigDict(extra="ignore", frozen=True)
    return create_model(name, __config__=config, __doc__=fact.__doc__, __module__=__name__, **fields)


def _queried(dependant: Dependant) -> Iterator[str]:
    for each in _with_all_below(dependant):
        yield from (field.alias for field in each.query_params)


def _with_all_below(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _with_all_below(below)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "-"
