"""What went wrong, for machines and people: problem+json (RFC 9457) with a stable code and a sentence."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from chassis import Refused
from chassis.telemetry import log
from contracts.fact import Refusal
from contracts.text import shown

STATUS = {
    "token.ended": 401,
    "client.unknown": 401,
    "client.asked-twice": 400,
    "client.grant-unknown": 400,
    "client.scope-missing": 400,
    "key.unknown": 401,
    "key.revoked": 401,
    "key.expired": 401,
    "key.scope-missing": 403,
    "key.not-here": 403,
    "key.maker-left": 403,
    "key.not-found": 404,
    "key.two-alive": 409,
    "key.too-many": 409,
    "key.made-already": 409,
    "login.required": 401,
    "login.wrong": 401,
    "login.unconfirmed": 403,
    "second-factor.needed": 401,
    "second-factor.wrong": 403,
    "second-factor.expired": 401,
    "second-factor.on-already": 409,
    "second-factor.not-begun": 409,
    "second-factor.off": 409,
    "passkey.unknown": 401,
    "passkey.known": 409,
    "passkey.too-many": 409,
    "passkey.not-found": 404,
    "session.not-found": 404,
    "email.same": 409,
    "email.not-asked": 409,
    "captcha.needed": 403,
    "session.other-site": 403,
    "role.insufficient": 403,
    "desk.role-needed": 403,
    "desk.second-factor-needed": 403,
    "desk.set-aside-not-found": 404,
    "proposal.not-found": 404,
    "proposal.decided-already": 409,
    "proposal.own": 403,
    "company.not-found": 404,
    "case.not-found": 404,
    "invoice.not-found": 404,
    "document.not-found": 404,
    "order.not-found": 404,
    "order.price-changed": 409,
    "account.not-found": 404,
    "adjustment.not-found": 404,
    "adjustment.decided-already": 409,
    "request.not-found": 404,
    "bank-account.not-found": 404,
    "terms.not-found": 404,
    "password.current-wrong": 403,
    "user-name.taken": 409,
    "page.not-found": 404,
    "live.too-many": 429,
    "partner.not-found": 404,
    "sample.not-found": 404,
    "invitation.unknown": 404,
    "invitation.not-found": 404,
    "connection.not-found": 404,
    "approval.no-such-supplier": 404,
    "recipient-request.not-found": 404,
    "recipient-decision.no-such-request": 404,
    "recipient-decision.decided-already": 409,
    "customer-register.not-found": 404,
    "customer-register.unreadable": 415,
    "method.not-allowed": 405,
    "request.unknown-parameter": 400,
    "request.parameter-twice": 400,
    "request.cursor-malformed": 400,
    "request.reused": 409,
    "request.being-answered": 409,
    "request.shown-once": 409,
    "request.key-too-long": 400,
    "request.repeated": 409,
    "document.not-renderable": 422,
    "document.not-uploaded": 422,
    "company.already-registered": 409,
    "invoice.already-sent": 409,
    "draft.sent-already": 409,
    "invoice.draft-changed": 409,
    "invoice.draft-outdated": 409,
    "invoice.on-its-way": 409,
    "body.too-large": 413,
    "body.too-deep": 400,
    "header.malformed": 400,
    "request.address-too-long": 414,
    "request.headers-too-large": 431,
    "document.too-large": 413,
    "document.not-pdf": 415,
    "document.protected": 415,
    "document.program-inside": 415,
    "document.file-inside": 415,
    "document.something-else-too": 415,
    "document.too-many-pages": 413,
    "document.too-heavy": 413,
    "customer-register.too-heavy": 413,
    "rate.limited": 429,
    "webhook.signature": 401,
    "service.unavailable": 503,
    "service.failed": 500,
}
LIKE = {
    "string_unicode": "string_type",
    **dict.fromkeys(("int_type", "int_parsing_size", "float_type", "float_parsing"), "int_parsing"),
    **dict.fromkeys(("decimal_type", "finite_number"), "decimal_parsing"),
    **dict.fromkeys(("decimal_max_places", "decimal_whole_digits"), "decimal_max_digits"),
    **dict.fromkeys(("uuid_type", "uuid_version"), "uuid_parsing"),
    "bool_type": "bool_parsing",
    "date_type": "date_parsing",
    **dict.fromkeys(("datetime_type", "datetime_parsing"), "datetime_from_date_parsing"),
    **dict.fromkeys(("tuple_type", "set_type"), "list_type"),
    **dict.fromkeys(("model_type", "model_attributes_type", "dataclass_type"), "dict_type"),
    "json_type": "json_invalid",
}
"""Kinds of error of pydantic that mean the same to whoever filled the field in."""
UNPROCESSABLE = 422
UNAUTHORISED = 401
TOO_MANY = 429


def status_of(code: str) -> int:
    """The HTTP status of a refusal."""
    return STATUS.get(code, UNPROCESSABLE)


class Problem(Exception):
    """Raised anywhere behind the edge; answered as problem+json, or as a page."""

    def __init__(self, code: str, *, findings: list[dict[str, Any]] | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: shown(value) for name, value in details.items()}
        self.findings = findings or []

    @property
    def status(self) -> int:
        return status_of(self.code)

    @property
    def retry_after(self) -> dict[str, str]:
        """The headers for whoever comes too soon or too often; the details say how long, where that is known."""
        if self.code == "request.being-answered":
            return {"retry-after": self.details["wait_s"]}
        if self.status != TOO_MANY:
            return {}
        wait_s = self.details.get("wait_s", "60")
        headers = {"retry-after": wait_s, "x-ratelimit-remaining": "0", "x-ratelimit-reset": wait_s}
        return headers | ({"x-ratelimit-limit": self.details["limit"]} if "limit" in self.details else {})

    @property
    def challenge(self) -> dict[str, str]:
        """The header that says how one logs in (RFC 6750), for systems."""
        if self.code == "key.scope-missing":
            scope = self.details["scope"]
            return {"www-authenticate": f'Bearer realm="stafett", error="insufficient_scope", scope="{scope}"'}
        if self.status != UNAUTHORISED:
            return {}
        error = ', error="invalid_token"' if self.code.startswith(("key.", "token.")) else ""
        return {"www-authenticate": f'Bearer realm="stafett"{error}'}

    @classmethod
    def of(cls, refusal: Refused | Refusal) -> "Problem":
        found = getattr(refusal, "findings", ())
        findings = [{name: getattr(f, name) for name in ("rule", "level", "where", "text")} for f in found]
        return cls(refusal.code, findings=findings, **refusal.details)


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Every refusal code with its sentence by language."""
    found: dict[str, dict[str, str]] = {}
    for file in files("contracts.refusals").iterdir():
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text())
    return found


def sentence(code: str, language: str, details: dict[str, str]) -> str:
    """What is wrong and what to do, in the reader's language, else in English."""
    texts = sentences().get(code, {})
    text = texts.get(language) or texts.get("en") or code
    return text.format_map(_Details(details))


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def language_of(request: Request) -> str:
    """The first language that we speak of those that the reader's program asks for."""
    for item in request.headers.get("accept-language", "").split(","):
        tag = item.split(";")[0].strip().lower()[:2]
        if tag in {"sv", "da", "nb", "no", "nn", "fi", "en"}:
            return {"no": "nb", "nn": "nb"}.get(tag, tag)
    return "en"


def answer(problem: Problem, request: Request, **more: str) -> JSONResponse:
    """The problem as JSON; `more` are members that another standard wants beside ours."""
    language = language_of(request)
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": sentence(problem.code, language, problem.details),
        "status": problem.status,
        "code": problem.code,
        "details": problem.details,
        "instance": shown(request.url.path),
        **more,
    }
    if problem.findings:
        body["findings"] = problem.findings
    headers = {"content-language": language} | problem.retry_after | problem.challenge
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


async def on_problem(request: Request, error: Exception) -> JSONResponse:
    match error:
        case Problem():
            return answer(error, request)
        case Refused():
            return answer(Problem.of(error), request)
        case RequestValidationError():
            findings = _fields(error, language_of(request))
            return answer(Problem("request.invalid", findings=findings, fields=_places(findings)), request)
        case HTTPException(status_code=405):
            return answer(Problem("method.not-allowed"), request)
        case HTTPException(status_code=404):
            return answer(Problem("page.not-found"), request)
        case HTTPException(status_code=400):
            return answer(Problem("request.invalid", fields="body"), request)
        case _:  # the log has it; whoever asked is told no more than that it was not their fault
            log.error("request.failed", path=request.url.path, exc_info=error)
            return answer(Problem("service.failed"), request)


def _fields(error: RequestValidationError, language: str) -> list[dict[str, Any]]:
    """Field by field; what was refused by a code of ours is said in the reader's language."""
    return [
        {
            "rule": code_of(item),
            "level": "error",
            "where": shown(".".join(str(part) for part in item["loc"][1:]) or item["loc"][0]),
            "text": said_of(item, language),
        }
        for item in error.errors()[:50]
    ]


def code_of(item: Mapping[str, Any]) -> str:
    """What is wrong with a field, as a code of ours: that of a check of our own, or after what pydantic calls it."""
    kind, known = str(item["type"]), sentences()
    if kind in known:
        return kind
    if kind == "string_too_short" and item["ctx"]["min_length"] == 1:
        return "field.missing"
    if kind == "value_error" and "email" in str(item["msg"]):
        return "field.email"
    code = f"field.{LIKE.get(kind, kind).replace('_', '-')}"
    return code if code in known else "field.malformed"


def said_of(item: Mapping[str, Any], language: str) -> str:
    """What is wrong with a field, in words."""
    details = {name: shown(value) for name, value in (item.get("ctx") or {}).items()}
    return sentence(code_of(item), language, details)


def _places(findings: list[dict[str, Any]]) -> str:
    return ", ".join(field["where"] for field in findings[:10])
