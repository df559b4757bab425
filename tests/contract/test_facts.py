"""The public language holds: every fact has an owner, every hearer a teller, and no released fact ever breaks."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import jsonsubschema
import pytest

from chassis.promises import promised_facts
from contracts.examples import example
from contracts.fact import FACTS, Envelope, Fact
from devstack.catalogue import RELEASED, ROOT, SAMPLES, SCHEMAS, facts, released, schema_of, services, stale

ALL = facts()
SERVICES = services()
IDS = [fact.type() for fact in ALL]
TOLD = {fact for service in SERVICES for fact in promised_facts(service)}


def test_what_is_generated_is_up_to_date() -> None:
    assert [str(path.relative_to(ROOT)) for path in stale()] == [], "run `make catalogue`"


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


def test_a_released_schema_is_never_altered() -> None:
    digests = json.loads(RELEASED.read_text())
    found = {str(path.relative_to(SCHEMAS)): path for path in SCHEMAS.glob("*/*/*.json")}
    assert set(found) == set(digests)
    for name, path in found.items():
        assert sha256(path.read_bytes()).hexdigest() == digests[name], f"{name} was edited by hand"


def test_nothing_that_was_released_has_gone() -> None:
    kinds = {json.loads(path.read_text())["$id"] for path in SCHEMAS.glob("*/*/*.json")}
    assert kinds <= set(FACTS), "a released fact was removed: open a new version instead"


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_today_reads_every_sample_ever_committed(fact: type[Fact]) -> None:
    samples = released(SAMPLES, fact)
    assert len(samples) == len(released(SCHEMAS, fact)) > 0
    for sample in samples:
        fact.read(sample.read_bytes())


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_every_released_schema_accepts_what_is_told_today(fact: type[Fact]) -> None:
    written = json.loads(example(fact).model_dump_json())
    for path in released(SCHEMAS, fact):
        jsonschema.validate(written, json.loads(path.read_text()))


@pytest.mark.parametrize("fact", ALL, ids=IDS)
def test_versions_are_compatible_both_ways(fact: type[Fact]) -> None:
    """A reader of yesterday reads what is told today, and a reader of today what was told yesterday."""
    today = plain(schema_of(fact))
    for path in released(SCHEMAS, fact):
        yesterday = plain(json.loads(path.read_text()))
        assert missing(yesterday, today) == [], f"removed since {path.name}"
        if yesterday == today:
            continue
        assert jsonsubschema.isSubschema(closed(today), reading(yesterday)), f"{path.name} cannot read today's"
        assert jsonsubschema.isSubschema(closed(yesterday), reading(today)), f"today cannot read {path.name}'s"


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


def reading(node: Any) -> Any:
    """A reader needs only what has no default, and passes over what it does not know."""
    return node


def missing(old: Any, new: Any, path: str = "") -> list[str]:
    """Properties, at any depth, that were released and are there no more."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    gone = [f"{path}/{name}" for name in old.get("properties", {}) if name not in new.get("properties", {})]
    for key in ("properties",):
        for name, item in old.get(key, {}).items():
            gone += missing(item, new.get(key, {}).get(name), f"{path}/{name}")
    return gone + missing(old.get("items"), new.get("items"), f"{path}/*")


def test_the_folder_of_schemas_is_where_it_should_be() -> None:
    assert Path(SCHEMAS).is_dir()
