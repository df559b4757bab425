"""`python -m devstack.catalogue`: writes what is generated from facts and app.py pages; `--check` only compares.

Schemas and samples of today's facts (libs/contracts/schemas and samples), the AsyncAPI document and the event catalogue
(docs), streams and consumers (deploy/nats), the table in each service's README, a golden event for each topic and
shape that has none yet, and the tables of each version of a view (tests/stored). `--release` freezes today's schemas
and samples under libs/contracts/released, where, as in tests/stored, a file never changes again (devstack.frozen).
"""

import importlib
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args, get_type_hints

import yaml

from chassis.bus.connection import asyncapi
from chassis.bus.declarations import resources
from chassis.bus.promises import promised_facts
from chassis.command import Command
from chassis.service import Service
from contracts.examples import example
from contracts.fact import FACTS, Fact
from devstack.stored import missing

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "libs/contracts/schemas"
SAMPLES = ROOT / "libs/contracts/samples"
LAYOUTS = ROOT / "tests/stored/layouts.digests"
RELEASED = ROOT / "libs/contracts/released"
NAMES = ("onboarding", "directory", "invoicing", "delivery", "wallet", "notifications", "support", "portal")
BEGIN, END = "<!-- generated from app.py: make catalogue -->", "<!-- end -->"


def services() -> list[Service]:
    """Every service of the network, from its app.py."""
    return [importlib.import_module(f"{name}.app").service for name in NAMES]


def facts() -> list[type[Fact]]:
    """Every fact of the language, by type name."""
    for name in NAMES:
        for version in sorted((ROOT / "libs/contracts/contracts" / name).glob("v[0-9]*")):
            importlib.import_module(f"contracts.{name}.{version.stem}")
    return [FACTS[kind] for kind in sorted(FACTS)]


def schema_of(fact: type[Fact]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a fact as it is written."""
    schema = fact.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": fact.type(), **schema}


def place_of(folder: Path, fact: type[Fact]) -> Path:
    """The path of a fact's file in a folder of schemas or samples: `invoicing/v1/invoice_issued.json`."""
    return folder / fact.SERVICE / f"v{fact.VERSION}" / f"{fact.NAME}.json"


def released(fact: type[Fact], folder: Path = RELEASED) -> list[Path]:
    """Every release of a fact, oldest first: `invoice_issued.1.json`, `invoice_issued.2.json`."""
    place = place_of(folder, fact)
    return sorted(place.parent.glob(f"{fact.NAME}.*.json"), key=lambda path: int(path.suffixes[-2][1:]))


def release_of(fact: type[Fact], folder: Path = RELEASED) -> dict[Path, str]:
    """The next numbered file of a fact, its schema and a sample in one; nothing when its schema has not changed."""
    old = released(fact, folder)
    schema = schema_of(fact)
    if old and json.loads(old[-1].read_text())["schema"] == schema:
        return {}
    path = place_of(folder, fact).with_name(f"{fact.NAME}.{len(old) + 1}.json")
    return {path: _dumped({"schema": schema, "sample": json.loads(example(fact).model_dump_json())})}


def generated() -> dict[Path, str]:
    """Every generated file with the content that it should have."""
    files: dict[Path, str] = {}
    for fact in facts():
        sample = json.loads(example(fact).model_dump_json())
        files[place_of(SCHEMAS, fact)] = _dumped(schema_of(fact))
        files[place_of(SAMPLES, fact)] = json.dumps(sample, indent=2, ensure_ascii=False) + "\n"
    page = services()
    files |= missing(NAMES)
    files[ROOT / "docs/asyncapi.json"] = _dumped(asyncapi(page, "Stafett", "1"))
    files[ROOT / "docs/openapi.json"] = _dumped(_openapi())
    files[ROOT / "docs/event-catalogue.md"] = catalogue(page)
    for service in page:
        own = [item for item in resources(page) if _owner(item) == service.name]
        files[ROOT / f"deploy/nats/{service.name}.yaml"] = yaml.safe_dump_all(own, sort_keys=False, width=110)
        files |= _readme(service)
    files[LAYOUTS] = layouts(page, LAYOUTS.read_text() if LAYOUTS.exists() else "")
    return files


def _openapi() -> dict[str, Any]:
    """What the portal can be asked."""
    areas = importlib.import_module("portal.app").AREAS
    document: dict[str, Any] = importlib.import_module("portal.site").routed(areas).openapi()
    return document


def layouts(page: list[Service], known: str) -> str:
    """The tables of each version of each view, as digests; frozen: other tables under a known version are refused."""
    lines = dict(line.split() for line in known.splitlines())
    for service in page:
        for view in service.shows:
            tables = sha256(" ".join(view.ddl.split()).encode()).hexdigest()[:16]
            lines[f"{service.name}/{view.name}@{view.version}"] = tables
    return "".join(f"{view} {tables}\n" for view, tables in sorted(lines.items()))


def catalogue(page: list[Service]) -> str:
    """Every fact: who tells it, who hears it, what it means, its fields."""
    hearers: dict[str, list[str]] = {}
    for service in page:
        for fact in service.hears:
            hearers.setdefault(fact.type(), []).append(service.name)
    lines = ["# Event catalogue", "", "Generated from the facts and the `app.py` pages: `make catalogue`.", ""]
    for service in page:
        lines += [f"## {service.name}", ""]
        for fact in promised_facts(service):
            heard = ", ".join(sorted(hearers.get(fact.type(), []))) or "outside systems"
            lines += [
                f"### `{fact.subject_pattern()}`",
                "",
                (fact.__doc__ or "").strip(),
                "",
                f"Heard by: {heard}.",
                "",
            ]
            lines += ["| field | type | |", "|---|---|---|"]
            lines += [_field_row(fact, name) for name in fact.model_fields]
            lines += [""]
    return "\n".join(lines)


def _field_row(fact: type[Fact], name: str) -> str:
    field = fact.model_fields[name]
    annotation = getattr(field.annotation, "__name__", "") if not hasattr(field.annotation, "__args__") else ""
    kind = (annotation or str(field.annotation)).replace("contracts.values.", "").replace("uuid.", "")
    kind = kind.replace("typing.", "").replace("datetime.date", "date").replace("decimal.", "")
    notes = "personal" if "Personal" in str(field.annotation) else ""
    return f"| {name} | `{kind.replace('|', chr(92) + '|')}` | {'' if field.is_required() else 'optional '}{notes} |"


def _readme(service: Service) -> dict[Path, str]:
    path = ROOT / f"services/{service.name}/README.md"
    text = path.read_text() if path.exists() else f"# {service.name}\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text:
        text = text.rstrip() + f"\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    return {path: before + BEGIN + "\n" + _table(service) + END + rest.split(END, 1)[1]}


def _table(service: Service) -> str:
    rows = ["", "| hears | from | becomes |", "|---|---|---|"]
    for fact in sorted(service.hears, key=lambda fact: fact.type()):
        rows += [f"| {fact.NAME} | {fact.SERVICE} | {', '.join(_commands_of(service.hears[fact]))} |"]
    rows += ["", "| tells | |", "|---|---|"]
    rows += [f"| {fact.NAME} | {(fact.__doc__ or '').strip().splitlines()[0]} |" for fact in promised_facts(service)]
    if service.acts:
        rows += ["", "Acts on: " + ", ".join(f"`{event.TOPIC}`" for event in service.acts) + "."]
    if service.schedules:
        rows += ["", "Keeps time for: " + ", ".join(f"`{event.TOPIC}`" for event in service.schedules) + "."]
    if service.shows:
        rows += ["", "Shows: " + ", ".join(view.name for view in service.shows) + "."]
    return "\n".join([*rows, "", ""])


def _commands_of(on: Any) -> list[str]:
    """The commands that a fact heard can become, from what the function says that it returns; a copy says so too."""

    def walk(hint: Any) -> list[str]:
        if isinstance(hint, type) and issubclass(hint, Command):
            return [hint.__name__]
        return [name for argument in get_args(hint) for name in walk(argument)]

    return walk(get_type_hints(on).get("return"))


def _owner(resource: dict[str, Any]) -> str:
    """The file that a resource stands in: a stream's with its teller, a consumer's with its hearer."""
    spec = resource["spec"]
    if resource["kind"] == "Consumer":
        return str(spec["durableName"])
    return str(spec.get("name", "")).lower() or str(spec["bucket"]).removeprefix("documents-")


def _dumped(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def stale(files: dict[Path, str]) -> list[Path]:
    """Generated files that are missing, or differ from what they should hold, or belong to no fact of today."""
    wrong = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    return wrong + strays(files)


def strays(files: dict[Path, str]) -> list[Path]:
    """Lists schemas and samples of facts that no longer exist."""
    return sorted(path for folder in (SCHEMAS, SAMPLES) for path in folder.rglob("*.json") if path not in files)


def write(files: dict[Path, str]) -> None:
    """Writes what is new or differs, and prints it."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")


def main() -> int:
    if "--release" in sys.argv:
        write({path: text for fact in facts() for path, text in release_of(fact).items()})
        return 0
    files = generated()
    if "--check" in sys.argv:
        wrong = stale(files)
        for path in wrong:
            print(f"{path.relative_to(ROOT)} is not up to date: run `make catalogue`")
        return 1 if wrong else 0
    write(files)
    for path in strays(files):
        path.unlink()
        print(f"removed {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
