"""A day and a moment are what ISO 8601 writes: numbers, which pydantic takes for seconds since 1970, are none.

Found by schemathesis in one query; every query and every body of the document is looked at.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from api_visitor import logged_in
from declared import document
from fastapi.routing import iter_route_contexts
from pages_house import House
from pydantic import BaseModel, ValidationError

from portal.app import AREAS
from portal.edge.inputs import Input
from portal.edge.operations import Operation
from portal.site import routed

ANNA = "anna@norrsken.example"
NO_DAYS = [0, 86_400, "0", "86400", 1_767_225_600, "20261201", "2026-12-01T00:00:00", True, []]


def inputs() -> set[type[BaseModel]]:
    """What is sent to the API as a body, or within one."""
    assert [one for one in iter_route_contexts(routed(AREAS).routes) if isinstance(one.original_route, Operation)]
    found: set[type[BaseModel]] = set()
    waiting = [Input]
    while waiting:
        for below in waiting.pop().__subclasses__():
            found.add(below)
            waiting.append(below)
    return found


def dated() -> Iterator[tuple[type[BaseModel], str]]:
    for model in inputs():
        for name, field in model.model_json_schema().get("properties", {}).items():
            if any(one.get("format") == "date" for one in (field, *field.get("anyOf", []))):
                yield model, name


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
def test_no_field_of_a_body_takes_a_number_for_a_day(value: object) -> None:
    fields = list(dated())
    assert len(fields) > 4
    for model, name in fields:
        with pytest.raises(ValidationError) as refused:
            model.model_validate({name: value})
        places = {error["loc"][0]: error["type"] for error in refused.value.errors()}
        assert places.get(name) == "date_parsing", f"{model.__name__}.{name}"


def queried() -> Iterator[tuple[str, str, list[Any]]]:
    for path, methods in document()["paths"].items():
        for one in methods.get("get", {}).get("parameters", []):
            kinds = {each.get("format") for each in (one["schema"], *one["schema"].get("anyOf", []))}
            if one["in"] == "query" and kinds & {"date", "date-time"} and "/desk/" not in path:
                yield path, one["name"], ["0", "86400", "-1"]


async def test_no_query_takes_a_number_for_a_day_or_a_moment(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    asked = list(queried())
    assert len(asked) > 4
    async with logged_in(house, ANNA) as anna:
        for path, name, values in asked:
            for value in values:
                answer = await anna.get(
                    path.removeprefix("/api/v1").format_map(defaultdict(uuid4, company=company)), params={name: value}
                )
                assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid"), f"{path} {name} {value}"
