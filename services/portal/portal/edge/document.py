"""The OpenAPI document: what FastAPI finds in the routes, with security, problems, 202 and examples said for each."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict

from contracts.values import Finding
from portal.edge.asking import Pending
from portal.edge.examples import Examples
from portal.edge.once import CHARACTERS_MAX, HEADER
from portal.edge.operations import Operation

OPENAPI_URL: Final = "/api/v1/openapi.json"
PROBLEM_TYPE: Final = "application/problem+json"
JSON: Final = "application/json"
TITLE: Final = "Stafett"
SUMMARY: Final = "E-invoices for the Nordics: come aboard, invite, write, send, receive."
DESCRIPTION: Final = """
People log in (`POST /sessions`); systems use an API key with scopes, or a token of an hour that they get for it
(`POST /oauth/token`, client credentials). All go into `Authorization: Bearer`.

A write may carry an `Idempotency-Key`: sent again it changes nothing and has the same answer. An answer of 202 has
one meaning: what was asked is told, its answer is not there yet, look again at `poll`. Money is an amount, as decimal
text, with its currency. What is refused is a problem (RFC 9457) with a stable `code`, and words in the
reader's language.
"""
TAGS: Final = {
    "accounts": "One's account, log-in and password.",
    "companies": "A company: look-up, registration, addresses, accounts, terms.",
    "signing": "Signing for a company with an electronic identity.",
    "people of a company": "Members, colleagues, and who asks for access.",
    "keys": "API keys, for systems that act for a company, and their access tokens (OAuth 2.0).",
    "network": "Customers and suppliers: invitations, connections, approval, and how one receives.",
    "recipients": "Finding whom to send to.",
    "customer registers": "The company's own register of customers.",
    "reference rules": "What buyers ask of references.",
    "invoices": "Drafts, Send, and what became of each invoice.",
    "inbox": "What the company has received.",
    "credits": "The shop, orders, credits and the plan.",
    "support": "Asking the operator.",
    "requests": "Answers that took longer.",
    "desk": "For the operator's staff.",
    "webhooks": "What payment providers report.",
}
PROBLEM: Final = {
    "type": "/problems/invoice.already-sent",
    "title": "The invoice is sent already (2026-00417) and cannot change.",
    "status": 409,
    "code": "invoice.already-sent",
    "details": {"number": "2026-00417"},
    "instance": "/api/v1/companies/{company}/invoices/{invoice}/send",
}
SCOPES: Final = {
    "read": "Every GET of the company, searches and checks.",
    "invoices:write": "Drafts, attachments, Send, taking back.",
    "customers:write": "Invitations, customers and suppliers, their registers and rules.",
    "credits:write": "Cart, orders, accounts, top-ups, the plan.",
    "company:write": "Addresses, bank accounts, terms, how the company receives.",
}
SIGNED: Final = frozenset({"/webhooks/card"})
NEXT: Final = {
    "description": 'Where the next page is, as `rel="next"`; there is none on the last one.',
    "schema": {"type": "string"},
}
VALIDATION: Final = "422"
"""What FastAPI would say of it on its own is not what is answered."""
IDEMPOTENCY_KEY: Final = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Sent again with the same key, the call changes nothing more and has the same answer.",
    "schema": {"type": "string", "title": "Idempotency-Key", "maxLength": CHARACTERS_MAX, "default": ""},
}
WHEN: Final = {
    "400": "What was sent cannot be read.",
    "401": "Log in, or give a key.",
    "403": "One may not do this.",
    "404": "There is no such thing, or it is another company's.",
    "409": "It does not fit what has happened meanwhile.",
    "413": "It is too large.",
    "422": "A rule says no, or a field is wrong: see `code` and `findings`.",
    "429": "Too often: see `Retry-After`.",
    "default": "Anything else that is refused.",
}


class ProblemShown(BaseModel):
    """Why something was refused (RFC 9457). `title` is in the reader's language; `type` leads to what to do."""

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    code: str
    details: dict[str, str]
    instance: str
    findings: list[Finding] = []


def document_of(title: str, version: str, routes: Iterable[Any]) -> dict[str, Any]:
    """The document of some routes."""
    kept = list(routes)
    document = get_openapi(
        title=title,
        version=version,
        summary=SUMMARY,
        description=DESCRIPTION.strip(),
        routes=kept,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= _schemas_of(ProblemShown, "Problem") | _schemas_of(Pending, "Pending")
    document["components"]["securitySchemes"] = {
        "session": {"type": "http", "scheme": "bearer", "description": "The token of `POST /api/v1/sessions`."},
        "signature": {"type": "apiKey", "in": "header", "name": "webhook-signature"},
        "key": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "stafett_…",
            "description": "An API key. What scope each operation needs stands under `x-scope`.",
        },
        "oauth": {
            "type": "oauth2",
            "description": "A token of an hour; the client is an API key: its id, and itself as the secret.",
            "flows": {"clientCredentials": {"tokenUrl": "/api/v1/oauth/token", "scopes": SCOPES}},
        },
    }
    known = {(method, context.path): _operation(context) for context in _contexts(kept) for method in context.methods}
    document["components"]["responses"] = {_response_name(status): _problem(text) for status, text in WHEN.items()}
    examples = Examples(schemas)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            _complete(told, path, known.get((method.upper(), path)), examples, reads=method == "get")
    return document


def _contexts(routes: list[Any]) -> Iterator[Any]:
    return (context for context in iter_route_contexts(routes) if context.methods and context.path)


def _operation(context: Any) -> Operation | None:
    route = context.original_route
    return route if isinstance(route, Operation) else None


def _response_name(status: str) -> str:
    return f"Problem{status.title()}"


def _problem(text: str) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": PROBLEM}
    return {"description": text, "content": {PROBLEM_TYPE: content}}


def _schemas_of(model: type[BaseModel], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    inner: dict[str, Any] = schema.pop("$defs", {})
    return inner | {name: schema}


def _complete(told: dict[str, Any], path: str, operation: Operation | None, examples: Examples, *, reads: bool) -> None:
    """Says of one operation what it leaves unsaid."""
    members_only = operation is not None and operation.is_for_members
    told["security"] = [{"session": []}] if members_only else [{"signature": []}] if path in SIGNED else []
    if operation is not None and members_only and operation.needs is not None:
        told["security"] += [{"key": []}, {"oauth": [operation.needs] if operation.needs else []}]
        told["x-scope"] = operation.needs
    if operation is not None and operation.is_done_once:
        _say_once(told)
    _part_pending(told)
    refusals = {"400", "422", "429", "default"} | ({"401", "403"} if told["security"] else set())
    if "{" in path:
        refusals.add("404")
    if "requestBody" in told:
        refusals |= {"409", "413"}
    for status in sorted(refusals):
        if status in told["responses"] and status != VALIDATION:
            told["responses"][status]["content"] |= _problem("")["content"]  # the route refuses in its own words too
            continue
        told["responses"][status] = {"$ref": f"#/components/responses/{_response_name(status)}"}
    if any(parameter["name"] == "after" for parameter in told.get("parameters", [])):
        told["responses"]["200"]["headers"] = {"Link": NEXT}
    if JSON in told["responses"].get("200", {}).get("content", {}) and "requestBody" not in told and reads:
        told["responses"]["304"] = {"description": "It is as the reader has it (`If-None-Match`)."}
    for content in _contents(told):
        content.setdefault("example", examples.of(content["schema"]))


def _say_once(told: dict[str, Any]) -> None:
    """A write may carry an Idempotency-Key, whether or not its route asks for it."""
    others = [one for one in told.get("parameters", []) if one["name"].lower() != HEADER]
    told["parameters"] = [*others, IDEMPOTENCY_KEY]


def _part_pending(told: dict[str, Any]) -> None:
    """An answer that may come later is a response of its own, 202."""
    for status, response in list(told["responses"].items()):
        schema = response.get("content", {}).get(JSON, {}).get("schema", {})
        choices = schema.get("anyOf", [])
        rest = [one for one in choices if not one.get("$ref", "").endswith("/Pending")]
        if len(rest) == len(choices):
            continue
        response["content"][JSON]["schema"] = rest[0] if len(rest) == 1 else {"anyOf": rest}
        told["responses"]["202"] = pending()
        if status == "202":
            raise AssertionError("202 means that the answer comes later, and nothing else")


def pending() -> dict[str, Any]:
    return {
        "description": "The answer takes longer: look again at `poll`.",
        "content": {JSON: {"schema": {"$ref": "#/components/schemas/Pending"}}},
    }


def _contents(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every body of JSON, asked and answered."""
    bodies = [told.get("requestBody", {}), *told["responses"].values()]
    for body in bodies:
        for kind, content in body.get("content", {}).items():
            if kind.endswith("json") and content.get("schema"):
                yield content
