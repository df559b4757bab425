"""Operations of the API: what each takes and answers is declared, and what nobody declared is refused."""

import json
from collections.abc import Callable, Iterator
from functools import cache, cached_property, reduce
from hashlib import sha256
from operator import or_
from typing import Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import ResponseValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, create_model

from chassis.telemetry import log
from contracts.fact import FACTS, Fact, Refusal
from portal.edge.asking import API, READING, Pending, edge_of, logged_in, pending_at
from portal.edge.once import HEADER, Handler, once
from portal.edge.problems import Problem
from portal.telling.answers import asked

MADE: Final = {
    "/api/v1/companies": "company",
    "/api/v1/support/cases": "case",
    "/api/v1/companies/{company}/customer-registers": "upload",
    "/api/v1/companies/{company}/invoices": "invoice",
    "/api/v1/companies/{company}/orders": "order",
    "/api/v1/companies/{company}/reception/samples": "sample",
    "/api/v1/companies/{company}/recipient-requests": "request",
    "/api/v1/companies/{company}/signings": "signing",
}
"""Where something is made that has a page of its own: the field of the answer that names it."""

READ: Final = "read"
ANY: Final = ""
"""Whatever a key may do, it may do this."""


class Operation(APIRoute):
    """A route of the API. A query parameter that it does not know, or one that comes twice, is refused."""

    needs: str | None = None
    """The scope that an API key must have for it; None when no key opens it."""

    def get_route_handler(self) -> Handler:
        handle = _never_broken(super().get_route_handler())
        known = frozenset(_queried(self.dependant))

        async def refuse_unknown(request: Request) -> Response:
            asked = [name for name, _ in request.query_params.multi_items()]
            if unknown := sorted({name for name in asked if name not in known}):
                raise Problem("request.unknown-parameter", parameters=", ".join(unknown), known=_listed(known))
            if twice := sorted({name for name in asked if asked.count(name) > 1}):
                raise Problem("request.parameter-twice", parameters=", ".join(twice))
            return await self._once(request, handle)

        return refuse_unknown

    async def _once(self, request: Request, handle: Handler) -> Response:
        """The answer; a write that is repeated with its Idempotency-Key has the answer that it had."""

        async def located(request: Request) -> Response:
            return self._located(request, await handle(request))

        if self.is_done_once and request.headers.get(HEADER):
            return await once(request, located, is_public=not self.is_for_members, is_secret=self.is_secret)
        return _marked(request, await located(request))

    @cached_property
    def is_done_once(self) -> bool:
        """Whether it changes something, so that an Idempotency-Key counts; a webhook has an id of its own."""
        reads = getattr(self.endpoint, "only_reads", False) or not (self.methods or set()).isdisjoint(READING)
        return not reads and self.path_format.startswith(API)

    @property
    def is_secret(self) -> bool:
        """Whether the answer is shown once, and kept nowhere."""
        return bool(getattr(self.endpoint, "is_secret", False))

    def _located(self, request: Request, response: Response) -> Response:
        """What was made stands under its id, where it can be looked at."""
        name = MADE.get(self.path_format)
        if name and response.status_code == 201:
            response.headers["location"] = f"{request.url.path}/{json.loads(bytes(response.body))[name]}"
        return response

    @cached_property
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
        if "{company}" in route.path or self._scope == ANY:
            route.needs = self._scope and (READ if reads else self._scope)


def _never_broken(handle: Handler) -> Handler:
    """An act that is told is never answered as broken: when its answer is not as declared, it stands at `poll`.

    There any answer to an act is declared. The log has the fault. Raises ResponseValidationError for all else.
    """

    async def answer(request: Request) -> Response:
        try:
            return await handle(request)
        except ResponseValidationError as error:
            body: dict[str, Any] = error.body if isinstance(error.body, dict) else {}
            told = str(body.get("request", ""))
            if request.method in READING or not told or await asked(edge_of(request).db, UUID(told)) is None:
                raise
            log.error("answer.undeclared", path=request.url.path, answer=body.get("answer"), exc_info=error)
            return JSONResponse(pending_at(UUID(told)).model_dump(mode="json"), 202)

    return answer


def _marked(request: Request, response: Response) -> Response:
    """An answer that was read says what it was by an ETag; one that the reader has already is not sent again."""
    kind = response.headers.get("content-type", "")
    if request.method != "GET" or response.status_code != 200 or not kind.startswith("application/json"):
        return response
    response.headers["etag"] = tag = f'"{sha256(response.body).hexdigest()[:32]}"'
    response.headers["cache-control"] = "private, no-cache"
    if tag not in [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]:
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control", "link") if name in response.headers}
    return Response(status_code=304, headers=kept)


def shown_once(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a write whose answer holds a secret."""
    endpoint.is_secret = True  # type: ignore[attr-defined]
    return endpoint


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
