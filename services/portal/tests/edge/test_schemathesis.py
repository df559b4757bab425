"""schemathesis walks the API by its own document: nothing it thinks of breaks anything, and answers are as declared.

It makes bodies, queries and headers that fit the document, and such that do not; the ids in half of the addresses lead
to things that are there. Nobody answers acts here, so these pend: what services answer is compared in other stories.
"""

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import schemathesis
from account_stories import limited_to
from api_visitor import log_in, visitor
from declared import document
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from pages_house import House
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

ANNA = "anna@norrsken.example"
ENDS_THE_SESSION = ("DELETE /api/v1/sessions", "DELETE /api/v1/sessions/current")
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SEED = 20261130
BOUNDLESS = 10**6


def without_security() -> dict[str, Any]:
    """Who may is compared elsewhere: here everybody is logged in, and no case says otherwise."""
    paths = {
        path: {method: {**told, "security": []} for method, told in methods.items()}
        for path, methods in document()["paths"].items()
    }
    return {**document(), "paths": paths}


def cases(each: int) -> Iterator[Case]:
    """So many of each operation that fit what it declares, and so many that do not where anything can misfit."""
    for found in schemathesis.openapi.from_dict(without_security()).get_all_operations():
        operation = found.ok()
        if operation.label not in ENDS_THE_SESSION:
            for mode in GenerationMode:
                yield from _drawn(operation.as_strategy(mode), each)


def _drawn(strategy: Any, each: int) -> list[Case]:
    drawn: list[Case] = []

    @seed(SEED)
    @settings(
        max_examples=each,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(case: Case) -> None:
        drawn.append(case)

    try:
        draw()
    except Unsatisfiable:
        return []
    return drawn


async def ids_of(house: House) -> dict[str, UUID]:
    """Things that are there, by the names that ids have in addresses."""
    person = await house.person(ANNA)
    company = await house.company(person)
    await house.credits(company, 100)
    invoice = await house.draft(company, person)
    return {"company": company, "invoice": invoice, "member": person, "account": company}


async def asked(http: httpx.AsyncClient, case: Case) -> httpx.Response | None:
    """None for what no client can send, such as a header with a sign that HTTP does not have."""
    given = case.as_transport_kwargs(base_url="http://stafett.test")
    data = given.pop("data", None)
    if isinstance(data, bytes | str):
        given["content"] = data
    elif data is not None:
        given["data"] = data
    given.pop("cookies", None)
    try:
        request = http.build_request(**given)
    except (TypeError, ValueError, httpx.InvalidURL):
        return None
    return await http.send(request)


async def walked(house: House, each: int) -> tuple[int, list[str]]:
    """How many calls were made, and what was wrong with their answers."""
    ids, chance, made, wrong = await ids_of(house), Random(SEED), 0, []
    boundless = {name: BOUNDLESS for name in type(house.edge.settings).model_fields if "_per_" in name}
    limited_to(house, **boundless, staff=ANNA, answer_timeout_s=0.0)
    async with visitor(house) as http:
        assert (await log_in(http, ANNA)).is_success
        for case in cases(each):
            for name in case.path_parameters or {}:
                if chance.random() < 0.5 or name == "company":
                    case.path_parameters[name] = str(ids.get(name, uuid4()))
            answer = await asked(http, case)
            if answer is None:
                continue
            made += 1
            try:
                case.validate_response(answer, checks=CHECKS)
            except* Failure as group:
                wrong += [f"{case.operation.label} {answer.status_code}: {one}" for one in group.exceptions]
    return made, wrong


async def test_what_schemathesis_thinks_of_breaks_nothing(house: House) -> None:
    made, wrong = await walked(house, 1)
    assert made > 200
    assert wrong == [], "\n\n".join(wrong)


@pytest.mark.slow
async def test_whatever_more_schemathesis_thinks_of_breaks_nothing(house: House) -> None:
    made, wrong = await walked(house, 30)
    assert made > 6000
    assert wrong == [], "\n\n".join(wrong)
