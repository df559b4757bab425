"""What the portal can be asked, from its own OpenAPI document: every operation with a body that would do.

From those bodies the tests make hostile ones; a new route is in them without anybody writing it down.
"""

import copy
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

NAMES = UUID("6f6c5f0e-8a57-4a63-9d41-5b0c7d5b6a10")
PATTERNS = {"^[A-Z]{2}$": "SE", "^[A-Z]{3}$": "SEK", "^[0-9a-f]{64}$": "0" * 64, r"^[a-z0-9.-]+$": "invoice"}
FORMATS = {"uuid": str(NAMES), "date": "2026-11-30", "date-time": "2026-11-30T12:00:00Z", "email": "k@kund.example"}
BODY = "application/json"

Path = tuple[str | int, ...]
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Operation:
    """One operation; `body` is an example, None when it takes none. `parameters` are (place, name)."""

    method: str
    path: str
    parameters: tuple[tuple[str, str], ...]
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, company: str, asked: Mapping[str, str] = NOTHING) -> str:
        """The path with its blanks filled: the own company, something unknown for the rest."""
        path = self.path
        for place, name in self.parameters:
            if place == "path":
                unknown = company if name == "company" else str(uuid5(NAMES, name))
                path = path.replace(f"{{{name}}}", asked.get(name, unknown))
        queried = [f"{name}={asked[name]}" for place, name in self.parameters if place == "query" and name in asked]
        return f"{path}?{'&'.join(queried)}" if queried else path

    def texts(self) -> list[Path]:
        """Where the body holds text that nobody else chose: not where one of a few words is expected."""
        return [] if self.body is None else list(_texts(self.body))

    def with_text(self, path: Path, text: object) -> Any:
        """The body with another value at this place."""
        body = copy.deepcopy(self.body)
        place = body
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = text
        return body


def operations(document: dict[str, Any]) -> list[Operation]:
    found = []
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            body = told.get("requestBody", {}).get("content", {}).get(BODY)
            example = _example(body["schema"], document) if body else None
            parameters = tuple((item["in"], item["name"]) for item in told.get("parameters", []))
            found.append(Operation(method.upper(), path, parameters, example))
    return found


def _texts(value: Any, path: Path = ()) -> Iterator[Path]:
    match value:
        case str():
            yield path
        case list():
            for number, item in enumerate(value):
                yield from _texts(item, (*path, number))
        case dict():
            for name, item in value.items():
                yield from _texts(item, (*path, name))


def _example(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """A value that the schema takes, with every optional field in it."""
    if "$ref" in schema:
        return _example(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]], document)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next(item for item in schema["enum"] if item)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return _example(next(item for item in schema[several] if item.get("type") != "null"), document)
    match schema.get("type"):
        case "object":
            named = {name: _example(item, document) for name, item in schema.get("properties", {}).items()}
            more = schema.get("additionalProperties")
            if isinstance(more, dict):
                words = schema.get("propertyNames", {})
                named[str(_example({"type": "string", **words}, document))] = _example(more, document)
            return named
        case "array":
            items = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
            return [_example(items, document)]
        case "boolean":
            return True
        case "integer" | "number":
            return int(max(schema.get("minimum", 1), 1))
        case _:
            known = PATTERNS.get(schema.get("pattern", "")) or FORMATS.get(schema.get("format", ""))
            return known or "1".ljust(schema.get("minLength", 1), "1")


class BadBodies:
    """Bodies that nobody means: the bytes are broken, or the shape is, or one value in its place is something else."""

    def __init__(self, seed: int, asked: list[Operation]) -> None:
        self._chance = random.Random(seed)
        self._asked = [operation for operation in asked if operation.body is not None]

    def __iter__(self) -> Iterator[tuple[Operation, bytes]]:
        while True:
            operation = self._chance.choice(self._asked)
            spoil = self._chance.choice((self._bytes, self._shape, self._value, self._value))
            yield operation, spoil(operation)

    def _bytes(self, operation: Operation) -> bytes:
        body = bytearray(json.dumps(operation.body).encode())
        match self._chance.randrange(7):
            case 0:
                return bytes(body[: self._chance.randrange(len(body))])
            case 1:
                body[self._chance.randrange(len(body))] = self._chance.randrange(256)
                return bytes(body)
            case 2:
                return self._chance.randbytes(self._chance.randrange(1, 400))
            case 3:
                return bytes(body).decode().encode(self._chance.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig"]))
            case 4:
                return b"[" * self._chance.choice([40, 990, 100_000])
            case 5:
                return b'{"a":' * self._chance.choice([40, 990, 50_000]) + b"1"
            case _:
                return bytes(body) + bytes(body)

    def _shape(self, operation: Operation) -> bytes:
        whole = [None, True, 0, "", "\0", [], [[]], {}, {"": {}}, {"__proto__": 1}, [operation.body] * 3, {"\ud800": 1}]
        return json.dumps(self._chance.choice(whole)).encode()

    def _value(self, operation: Operation) -> bytes:
        """One value in its place is something else."""
        places = list(_places(operation.body))
        body = json.dumps(operation.with_text(self._chance.choice(places), "@@")) if places else "@@"
        return body.replace('"@@"', self._chance.choice(VALUES)).encode("utf-8", "surrogatepass")


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(item, (*path, name))


VALUES = [
    "null", "true", "-1", "0", "9" * 27, "9" * 5_000, "1e999", "-1e-999", "NaN", "Infinity", "9223372036854775808",
    "2147483648", "0.1", "[]", "{}", "[[[[]]]]", '""', '" "', '"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0081"',
    '"\\uffff"', '"\\u202e"', '"\u2028"', '"a\\nb"', '"9999-12-31"', '"0001-01-01"', '"2026-02-30"', '"1e400"', '"NaN"',
    '"-0"', '"../../etc/passwd"', "\"'; DROP TABLE people; --\"", '"{{7*7}}"', '"${jndi:ldap://x}"', '"%s%n"',
    '"' + "a" * 5_000 + '"', '"' + "(" * 1_000 + '"', '"\\\\u0000"', '"sealed:v1:x:y"', '"[redacted]"', '"\ud800"',
]  # fmt: skip
"""JSON texts, as they stand in the body."""
