"""What the portal answered in a story, compared with what its OpenAPI document declares."""

import json
from functools import cache
from typing import Any

from fastapi.routing import APIRoute
from jsonschema import Draft202012Validator

from portal.app import AREAS
from portal.edge.operations import Operation
from portal.site import routed

FILES = ("application/pdf", "application/xml", "text/markdown", "image/", "application/octet-stream", "text/xml")


@cache
def document() -> dict[str, Any]:
    return routed(AREAS).openapi()


@cache
def validator(method: str, path: str, status: str, kind: str) -> Draft202012Validator | None:
    """For the body of one answer; None where it is a file. Raises AssertionError when nothing like it is declared."""
    responses = document()["paths"][path][method.lower()]["responses"]
    declared = responses.get(status) or (responses["default"] if int(status) >= 400 else None)
    assert declared is not None, f"{method} {path} answered {status}, declared are {sorted(responses)}"
    if "$ref" in declared:
        declared = document()["components"]["responses"][declared["$ref"].rsplit("/", 1)[1]]
    content = declared.get("content", {})
    assert kind in content or (not kind and not content), f"{method} {path} {status} answered {kind or 'nothing'}"
    if not kind.endswith("json"):
        return None
    return Draft202012Validator({**content[kind]["schema"], "components": document()["components"]})


def undeclared(scope: dict[str, Any], status: int, kind: str, body: bytes) -> str | None:
    """What an answer of the API has that its document does not; None when all is as declared."""
    route = scope.get("route")
    if not isinstance(route, APIRoute) or not isinstance(route, Operation):
        return None
    method, path = scope["method"], route.path_format
    try:
        judge = validator("GET" if method == "HEAD" else method, path, str(status), kind.partition(";")[0])
    except AssertionError as error:
        return str(error)
    wrong = next(judge.iter_errors(json.loads(body)), None) if judge else None
    return wrong and f"{method} {path} {status} at {wrong.json_path}: {wrong.message[:300]}"


def watched(site: Any, found: list[str]) -> Any:
    """The site; whatever it answers that it did not declare is added to `found`."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        told: dict[str, Any] = {"status": 0, "kind": "", "body": b""}

        async def keep(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = {name.lower(): value for name, value in message["headers"]}
                told.update(status=message["status"], kind=headers.get(b"content-type", b"").decode())
            elif message["type"] == "http.response.body":
                told["body"] += message.get("body", b"")
            await send(message)

        await site(scope, receive, keep)
        if scope["type"] == "http" and (wrong := undeclared(scope, told["status"], told["kind"], told["body"])):
            found.append(wrong)

    return answer
