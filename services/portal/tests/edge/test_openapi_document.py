"""What the OpenAPI document says of each operation: what it takes, what it answers, who may, and how it refuses.

Siblings looked for: every operation, by walking the document; what it says is compared with every answer that any
story of these tests gets (`declared.watched`, in the house that all of them happen in).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_visitor import visitor
from declared import document, undeclared
from jsonschema import Draft202012Validator
from pages_house import House

from portal.edge.operations import Operation

KEPT = Path(__file__).parents[4] / "docs" / "openapi.json"
FREE = {
    "TimelineLine.body",  # a fact as the event catalogue describes it
    "OrderShown.details",
    "OrderPage.details",
}
"""Fields that hold an object of any shape."""


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            yield f"{method.upper()} {path}", told


def contents(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every body that is asked or answered: where, its media type, and what is said of it."""
    bodies = {"asked": told.get("requestBody", {}), **told["responses"]}
    for where, body in bodies.items():
        if "$ref" in body:
            body = document()["components"]["responses"][body["$ref"].rsplit("/", 1)[1]]
        for kind, content in body.get("content", {}).items():
            yield where, kind, content


def loose_fields() -> Iterator[str]:
    for name, schema in document()["components"]["schemas"].items():
        for field, kind in schema.get("properties", {}).items():
            if kind.get("additionalProperties") is True or not kind.keys() - {"title", "description", "default"}:
                yield f"{name}.{field}"


async def test_the_document_names_no_module(house: House) -> None:
    """Two bodies of one class name would be told apart by their modules: another layout would be another document."""
    async with visitor(house) as http:
        schemas = (await http.get("/openapi.json")).json()["components"]["schemas"]
    assert len(schemas) > 200
    assert not [name for name in schemas if "__" in name]


def test_every_answer_has_a_type() -> None:
    untyped = [
        f"{name} {where}"
        for name, told in operations()
        for where, kind, content in contents(told)
        if kind.endswith("json") and content["schema"].keys() <= {"title"}
    ]
    assert untyped == []
    assert set(loose_fields()) == FREE
    silent = [
        f"{name} {status}"
        for name, told in operations()
        for status, answer in told["responses"].items()
        if "$ref" not in answer and status not in ("204", "304") and not answer.get("content")
    ]
    assert silent == [], "these answer something and do not say what"


def test_every_body_has_an_example_that_fits_its_type() -> None:
    wrong = []
    for name, told in operations():
        for where, kind, content in contents(told):
            if kind.endswith("json"):
                judge = Draft202012Validator({**content["schema"], "components": document()["components"]})
                wrong += [
                    f"{name} {where} {error.json_path}: {error.message}"
                    for error in judge.iter_errors(content["example"])
                ]
    assert wrong == []


def test_every_operation_says_who_may_and_how_it_refuses() -> None:
    open_to_all = set()
    for name, told in operations():
        problems = {status for status, answer in told["responses"].items() if "Problem" in json.dumps(answer)}
        assert {"400", "422", "429", "default"} <= problems, name
        if told["security"]:
            assert {"401", "403"} <= problems, name
        else:
            open_to_all.add(name)
        assert told["tags"] and told["description"], name
    doors = (
        "accounts",
        "sessions",
        "password-r",
        "terms",
        "catalogue",
        "invitations/welcome",
        "colleague-inv",
        "forms",
        "oauth",
    )
    assert not [name for name in open_to_all if not any(door in name for door in doors)]


def test_202_means_that_the_answer_comes_later_and_nothing_else() -> None:
    for name, told in operations():
        for where, _, content in contents(told):
            if where == "202":
                assert content["schema"] == {"$ref": "#/components/schemas/Pending"}, name
            elif where.startswith("2"):
                assert "Pending" not in json.dumps(content["schema"]), name


def test_tags_have_words_and_ids_are_unlike() -> None:
    ids = [told["operationId"] for _, told in operations()]
    assert len(ids) == len(set(ids))
    used = {tag for _, told in operations() for tag in told["tags"]}
    assert used == {tag["name"] for tag in document()["tags"]}


def test_money_has_one_shape() -> None:
    """Siblings: every field that is called as money is, in what is asked and in what is answered."""
    schemas = document()["components"]["schemas"]
    words = {"net", "vat", "payable", "total", "amount", "waiting", "received", "refunded", "total_seen", "unit_price"}
    loose = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, kind in schema.get("properties", {}).items()
        if field in words and not name.startswith("Money") and "Money" not in json.dumps(kind)
    ]
    assert [one for one in loose if one not in NO_MONEY] == []
    assert set(schemas["Money"]["properties"]) == {"amount", "currency"}


OF_A_DRAFT = {"Allowance.amount", "DraftAllowance.amount", "Charge.amount", "DraftCharge.amount"}
NO_MONEY = {*OF_A_DRAFT, "DraftSums.vat", "SupplierApproval.waiting", "PartnerList.total"}
"""Amounts in the currency of their invoice, sums by rate that hold money, and numbers of things."""


def test_the_document_that_is_kept_is_todays() -> None:
    """Programs are made from it: who changes it sees what changes for them (`make catalogue` writes it)."""
    assert json.loads(KEPT.read_text()) == document()


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "application/json", b'[{"id": 1}]'),
        (200, "application/json", b"{}"),
        (202, "application/json", b"{}"),
        (200, "text/plain", b""),
        (404, "application/json", b"{}"),
    ],
)
def test_an_answer_of_another_shape_would_be_found(status: int, kind: str, body: bytes) -> None:
    path = "/api/v1/companies/{company}/inbox"
    scope = {"method": "GET", "route": Operation(path, lambda: None)}
    assert undeclared(scope, status, kind, body)
    assert undeclared(scope, 200, "application/json", b"[]") is None
