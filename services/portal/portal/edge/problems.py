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

PAGES_SPEAK = ("da", "nb", "fi")
"""Languages in which the portal has words for refusals that the services say in Swedish and English alone."""

STATUS = {
    "login.required": 401,
    "login.wrong": 401,
    "login.unconfirmed": 403,
    "captcha.needed": 403,
    "session.other-site": 403,
    "role.insufficient": 403,
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
    "request.reused": 409,
    "request.repeated": 409,
    "document.not-renderable": 422,
    "document.not-uploaded": 422,
    "company.already-registered": 409,
    "invoice.already-sent": 409,
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
UNPROCESSABLE = 422
TOO_MANY = 429


class Problem(Exception):
    """Raised anywhere behind the edge; answered as problem+json, or as a page."""

    def __init__(self, code: str, *, findings: list[dict[str, Any]] | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = {name: shown(value) for name, value in details.items()}
        self.findings = findings or []

    @property
    def status(self) -> int:
        return STATUS.get(self.code, UNPROCESSABLE)

    @property
    def retry_after(self) -> dict[str, str]:
        """The header for whoever did something too often; the details say how long, where that is known."""
        return {"retry-after": self.details.get("wait_s", "60")} if self.status == TOO_MANY else {}

    @classmethod
    def of(cls, refusal: Refused | Refusal) -> "Problem":
        found = getattr(refusal, "findings", ())
        findings = [{name: getattr(f, name) for name in ("rule", "level", "where", "text")} for f in found]
        return cls(refusal.code, findings=findings, **refusal.details)


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Every refusal code with its sentence by language: the services' own, and those of the pages."""
    found: dict[str, dict[str, str]] = {}
    for file in files("contracts.refusals").iterdir():
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text())
    for language in PAGES_SPEAK:
        for code, text in tomllib.loads((files(__package__) / f"words/refusals.{language}.toml").read_text()).items():
            found[code] = {**found.get(code, {}), language: text}
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


def answer(problem: Problem, request: Request) -> JSONResponse:
    language = language_of(request)
    body: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": sentence(problem.code, language, problem.details),
        "status": problem.status,
        "code": problem.code,
        "details": problem.details,
        "instance": shown(request.url.path),
    }
    if problem.findings:
        body["findings"] = problem.findings
    headers = {"content-language": language} | problem.retry_after
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
            "rule": _rule(item["type"]),
            "level": "error",
            "where": shown(".".join(str(part) for part in item["loc"][1:]) or item["loc"][0]),
            "text": said_of(item, language),
        }
        for item in error.errors()[:50]
    ]


def _rule(kind: str) -> str:
    if kind in sentences():
        return kind
    return "request.unknown-field" if kind == "extra_forbidden" else f"request.{kind}"


def said_of(item: Mapping[str, Any], language: str) -> str:
    """What is wrong with a field, by a refusal's code of ours, or by what pydantic calls the kind of error."""
    kind, known = str(item["type"]), sentences()
    code = kind if kind in known else f"field.{kind.replace('_', '-')}"
    if kind == "string_too_short" and item["ctx"]["min_length"] == 1:
        code = "field.missing"
    if kind == "value_error" and "email" in str(item["msg"]):
        code = "field.email"
    details = {name: shown(value) for name, value in (item.get("ctx") or {}).items()}
    return sentence(code if code in known else "field.malformed", language, details)


def _places(findings: list[dict[str, Any]]) -> str:
    return ", ".join(field["where"] for field in findings[:10])
