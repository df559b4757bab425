"""A client made from an OpenAPI document: a method for each operation, whose bodies and answers have declared types."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from jsonschema import Draft202012Validator

JSON = "application/json"
LOOK_AGAIN_S = 0.1


class Client:
    """`client.invoices_send(company=…, invoice=…)`, by the operation's id; `once` is the Idempotency-Key."""

    def __init__(self, document: dict[str, Any], url: str, key: str) -> None:
        self._document = document
        self._http = httpx.AsyncClient(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=30)
        self._operations = {
            told["operationId"]: (method, path, told)
            for path, methods in document["paths"].items()
            for method, told in methods.items()
        }

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Raises AttributeError for an operation that the document does not have."""
        if name not in self._operations:
            raise AttributeError(name)
        method, path, told = self._operations[name]
        known = {item["name"]: item["in"] for item in told.get("parameters", [])}

        async def call(*, body: Any = None, once: str = "", **given: Any) -> Any:
            if unknown := given.keys() - known.keys():
                raise TypeError(f"{name} takes no {', '.join(sorted(unknown))}")
            if body is not None:
                self._check(told["requestBody"]["content"][JSON]["schema"], body)
            address = path.format(**{one: value for one, value in given.items() if known[one] == "path"})
            query = {one: value for one, value in given.items() if known[one] == "query"}
            headers = {"idempotency-key": once} if once else {}
            answer = await self._http.request(method.upper(), address, params=query, json=body, headers=headers)
            return await self._told(answer, told)

        return call

    async def _told(self, answer: httpx.Response, told: dict[str, Any]) -> Any:
        assert answer.is_success, answer.text
        self._check(told["responses"][str(answer.status_code)]["content"][JSON]["schema"], answer.json())
        if answer.status_code == 202:
            await asyncio.sleep(LOOK_AGAIN_S)
            _, _, poll = self._operations["edge_requests_request_page"]
            return await self._told(await self._http.get(answer.json()["poll"]), poll)
        return answer.json()

    def _check(self, schema: dict[str, Any], content: Any) -> None:
        """Raises jsonschema.ValidationError for what is not as declared."""
        Draft202012Validator({**schema, "components": self._document["components"]}).validate(content)
