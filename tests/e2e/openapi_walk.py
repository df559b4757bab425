"""Walks the API by its own document: every act with a body that fits, with ids that lead somewhere or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

NO_ACTS = ("/api/v1/accounts", "/api/v1/sessions", "/api/v1/password-resets", "/api/v1/me", "/webhooks")
"""What concerns log-in alone tells no other service anything, and webhooks have a signature."""
BY_TOKEN = ("/api/v1/colleague-invitations",)

COMPANY = "company"
NUMBER_OF_NOTHING = 7
"""What the desk counts, such as what is set aside: there is none in these walks."""


@dataclass(frozen=True, slots=True)
class Act:
    """One way to change something: where, with which ids in its address, and with what body."""

    method: str
    path: str
    ids: tuple[str, ...]
    choices: Mapping[str, str]
    schema: Mapping[str, Any] | None
    bytes_as: str = ""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def stage(self) -> int:
        """Making something; doing something with it; ending it."""
        ends = self.method == "DELETE" or self.path.endswith("/end")
        return 2 if ends else int(set(self.ids) > {COMPANY} or (bool(self.ids) and COMPANY not in self.ids))

    @property
    def at_the_desk(self) -> bool:
        return self.path.startswith("/api/v1/desk")


class Document:
    """The OpenAPI document of a portal."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def acts(self) -> list[Act]:
        """Those that make something come first, and those that end something last."""
        return sorted(self._acts(), key=lambda act: act.stage)

    def _acts(self) -> Iterator[Act]:
        for path, operations in self._document["paths"].items():
            if path.startswith((*NO_ACTS, *BY_TOKEN)):
                continue
            for method, operation in operations.items():
                if method in ("post", "put", "delete", "patch"):
                    yield self._act(method.upper(), path, operation)

    def _act(self, method: str, path: str, operation: Mapping[str, Any]) -> Act:
        ids, choices, is_upload = [], {}, False
        for parameter in operation.get("parameters", ()):
            schema = self._plain(parameter["schema"])
            if parameter["in"] == "path" and schema.get("format") == "uuid":
                ids.append(parameter["name"])
            elif parameter["in"] == "path":
                choices[parameter["name"]] = str(schema["enum"][-1] if "enum" in schema else NUMBER_OF_NOTHING)
            elif parameter["in"] == "query" and parameter.get("required"):
                is_upload = True
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        return Act(method, path, tuple(ids), choices, body, "a.pdf" if is_upload else "")

    def body(self, act: Act, known: Mapping[str, Any]) -> Any:
        """A body that fits the schema: what is `known` by the name of its field, else the first that is allowed."""
        return None if act.schema is None else self._example(act.schema, "", known)

    def ids_in(self, act: Act) -> list[str]:
        """The fields of its body, at any depth, that name something by an id or by a SHA-256."""
        return [] if act.schema is None else sorted(set(self._named(act.schema, "", 0)))

    def _named(self, schema: Mapping[str, Any], name: str, depth: int) -> Iterator[str]:
        plain = self._plain(schema)
        if plain.get("format") == "uuid" or name == "sha256":
            yield name
        if depth < 6:
            for inner, field in plain.get("properties", {}).items():
                yield from self._named(field, inner, depth + 1)
            if "items" in plain:
                yield from self._named(plain["items"], name, depth + 1)

    def _plain(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema itself: references followed, and of several the first that is not null."""
        while True:
            if "$ref" in schema:
                schema = self._document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
            elif "anyOf" in schema:
                schema = next(one for one in schema["anyOf"] if one.get("type") != "null")
            else:
                return schema

    def _example(self, schema: Mapping[str, Any], name: str, known: Mapping[str, Any], within: str = "") -> Any:
        plain = self._plain(schema)
        if f"{within}.{name}" in known:
            return known[f"{within}.{name}"]
        if name in known:
            return known[name]
        if "const" in plain or "enum" in plain:
            return plain["const"] if "const" in plain else plain["enum"][0]
        match plain.get("type"):
            case "object":
                required = set(plain.get("required", ()))
                fields = plain.get("properties", {}).items()
                return {
                    inner: self._example(field, inner, known, plain.get("title", ""))
                    for inner, field in fields
                    if inner in required or inner in known or f"{plain.get('title')}.{inner}" in known
                }
            case "array":
                return [self._example(plain["items"], name, known)] if plain.get("minItems") else []
            case "boolean":
                return True
            case "integer" | "number":
                return 100
        return self._text(plain, name)

    def _text(self, plain: Mapping[str, Any], name: str) -> str:
        match plain.get("format"):
            case "date":
                return (datetime.now(UTC) + timedelta(days=120)).date().isoformat()
            case "email":
                return "nils@exempel.example"
        text = str(plain.get("example") or f"{name or 'text'} 1")
        return text.ljust(plain.get("minLength", 0), "0")[: plain.get("maxLength", 200)]


def ids_of(answer: Any) -> Iterator[tuple[str, str]]:
    """Every id in an answer, by the name of its field."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if isinstance(value, str) and len(value) == 36 and value.count("-") == 4:
                yield name, value
            else:
                yield from ids_of(value)
    elif isinstance(answer, list):
        for one in answer[:50]:
            yield from ids_of(one)
