"""The public language holds: every fact has an owner, every hearer a teller, and no released fact ever breaks."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import jsonsubschema
import pytest
from pydantic import ValidationError

from chassis.bus.promises import promised_facts
from contracts.examples import example
from contracts.fact import FACTS, Envelope, Fact
from contracts.invoicing.v1 import InvoiceIssued
from devstack.catalogue import RELEASED, ROOT, facts, generated, release_of, released, schema_of, services, stale

ALL = facts()
SERVICES = services()
IDS = [fact.type() for fact in ALL]
TOLD = {fact for service in SERVICES for fact in promised_facts(service)}


def test_what_is_generated_is_up_to_date() -> None:
    assert [str(path.relative_to(ROOT)) for path in stale(generated())] == [], "run `make catalogue`"


def test_every_fact_is_told_by_the_service_that_owns_it() -> None:
    for service in SERVICES:
        assert {fact.SERVICE for fact in promised_facts(service)} <= {service.name}
    assert {fact.type() for fact in ALL} - {fact.type() for fact in TOLD} == set(), "a fact that nobody tells"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_fact_heard_has_a_teller(service: Any) -> None:
    assert set(service.hears) <= TOLD


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_a_command_needs_is_declared(service: Any) -> None:
    assert set(service.refuses) <= set(service.hears), "a refusal of something that is not heard"


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_every_fact_that_can_answer_is_told(fact: type[Fact]) -> None:
    names = {f"{told.SERVICE}.{told.NAME}" for told in TOLD}
    assert set(fact.answered_by) <= names


def test_nothing_that_was_released_has_gone() -> None:
    kinds = {json.loads(path.read_text())["schema"]["$id"] for path in RELEASED.glob("*/*/*.json")}
    assert kinds <= set(FACTS), "a released fact was removed: open a new version instead"


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_what_was_released_holds(fact: type[Fact]) -> None:
    """Empty before the first release; what a release is worth is told by the next tests."""
    for path in released(fact):
        assert broken_promises(fact, path) == [], path.name


def test_a_release_is_a_numbered_file_and_the_same_fact_is_released_once(tmp_path: Path) -> None:
    (first,) = release_of(InvoiceIssued, tmp_path).items()
    assert first[0] == tmp_path / "invoicing/v1/invoice_issued.1.json"
    release(*first)
    assert release_of(InvoiceIssued, tmp_path) == {}
    assert broken_promises(InvoiceIssued, first[0]) == []


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (lambda schema: schema["properties"].update(colour={"type": "string"}), "removed: /colour"),
        (lambda schema: schema["properties"]["number"].update(type="integer"), "yesterday's schema refuses"),
        (lambda schema: schema["required"].remove("number"), "today cannot read yesterday's"),
        (lambda schema: schema["properties"]["number"].update(enum=["2026-00001"]), "yesterday's schema refuses"),
    ],
)
def test_a_fact_that_breaks_its_release_is_found(tmp_path: Path, before: Any, said: str) -> None:
    """The release is written as if the fact had been another one yesterday: a field more, of another type, optional."""
    ((path, text),) = release_of(InvoiceIssued, tmp_path).items()
    content = json.loads(text)
    before(content["schema"])
    release(path, json.dumps(content))
    assert any(said in promise for promise in broken_promises(InvoiceIssued, path))


def test_a_sample_that_today_cannot_read_is_found(tmp_path: Path) -> None:
    ((path, text),) = release_of(InvoiceIssued, tmp_path).items()
    content = json.loads(text)
    del content["sample"]["number"]
    release(path, json.dumps(content))
    assert any("cannot read the sample" in promise for promise in broken_promises(InvoiceIssued, path))


def release(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def broken_promises(fact: type[Fact], path: Path) -> list[str]:
    """What a released file promised that today's class breaks: both read what the other one writes."""
    content = json.loads(path.read_text())
    said = []
    try:
        fact.read(json.dumps(content["sample"]).encode())
    except ValidationError as error:
        said.append(f"today cannot read the sample: {error}")
    written = json.loads(example(fact).model_dump_json())
    said += [
        f"yesterday's schema refuses what is told today: {error.message}"
        for error in jsonschema.Draft202012Validator(content["schema"]).iter_errors(written)
    ]
    today, yesterday = plain(schema_of(fact)), plain(content["schema"])
    said += [f"removed: {place}" for place in missing(yesterday, today)]
    if not said and yesterday != today:
        if not jsonsubschema.isSubschema(closed(today), yesterday):
            said.append("yesterday cannot read today's")
        if not jsonsubschema.isSubschema(closed(yesterday), today):
            said.append("today cannot read yesterday's")
    return said


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_no_personal_field_is_in_a_subject_or_a_header(fact: type[Fact]) -> None:
    told = example(fact)
    assert "åäö" not in told.subject
    assert re.fullmatch(r"[a-z]+\.v\d+\.[a-z_]+\.([0-9a-f-]{36}|platform)", told.subject)
    headers = set(Envelope.__dataclass_fields__)
    assert not headers & {name for name, field in fact.model_fields.items() if "Personal" in str(field.annotation)}


NOISE = {"title", "description", "format", "default", "x-personal", "$schema", "$id", "pattern"}


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with references put in place and words left out: what jsonsubschema can compare."""
    definitions = schema.get("$defs", {})

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return walk(definitions[node["$ref"].rsplit("/", 1)[-1]])
        if "const" in node:
            return {"enum": [node["const"]]}
        kept = {key: value for key, value in node.items() if key not in NOISE or isinstance(value, dict)}
        return {
            key: {name: walk(item) for name, item in value.items()} if key == "properties" else walk(value)
            for key, value in kept.items()
            if key != "$defs"
        }

    result: dict[str, Any] = walk(schema)
    return result


def closed(node: Any) -> Any:
    """A writer says nothing but its fields."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    done = {key: closed(value) for key, value in node.items()}
    return {**done, "additionalProperties": False} if "properties" in node else done


def missing(old: Any, new: Any, path: str = "") -> list[str]:
    """Properties, at any depth, that were released and are there no more."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    gone = [f"{path}/{name}" for name in old.get("properties", {}) if name not in new.get("properties", {})]
    for key in ("properties",):
        for name, item in old.get(key, {}).items():
            gone += missing(item, new.get(key, {}).get(name), f"{path}/{name}")
    return gone + missing(old.get("items"), new.get("items"), f"{path}/*")
