"""What stands behind every call: who asks, for which company, may they; tell what they did, wait for the answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from pydantic import BaseModel

from chassis import derived_id, new_id
from chassis.runtime import Runtime
from contracts.fact import FACTS, Fact, Refusal
from contracts.text import forbidden_in_json
from contracts.values import CompanyId, Personal
from portal.accounts.captcha import Captcha
from portal.accounts.colleagues import Colleagues
from portal.accounts.mails import AccountMails
from portal.accounts.people import People, Person
from portal.accounts.resets import Resets
from portal.accounts.uploads import Uploads
from portal.answers import answer_to
from portal.api.inputs import Input as Input
from portal.api.sent_files import SentFiles
from portal.boundary import person_of
from portal.commands import Tell
from portal.problems import Problem
from portal.settings import PortalSettings

SESSION_COOKIE = "__Host-stafett"
SESSION_COOKIE_PLAIN = "stafett"
"""Over plain HTTP on one's own machine browsers refuse the `__Host-` prefix."""


@dataclass(slots=True)
class Edge:
    """The portal's own services to its routes."""

    runtime: Runtime
    settings: PortalSettings
    people: People
    mails: AccountMails
    limiter: MovingWindowRateLimiter
    resets: Resets
    colleagues: Colleagues
    captcha: Captcha
    uploads: Uploads
    files: SentFiles

    @classmethod
    def of(cls, runtime: Runtime) -> "Edge":
        settings = runtime.settings
        assert isinstance(settings, PortalSettings)
        limiter = MovingWindowRateLimiter(MemoryStorage())
        db = runtime.db
        return cls(
            runtime,
            settings,
            People(db, settings),
            AccountMails(settings),
            limiter,
            Resets(db, settings),
            Colleagues(db, settings),
            Captcha(db, settings),
            Uploads(db),
            SentFiles(settings),
        )

    async def limited(self, what: str, who: str, per_minute: int = 0, per_hour: int = 0) -> None:
        """Raises Problem `rate.limited` when somebody does a thing too often."""
        item = RateLimitItemPerMinute(per_minute) if per_minute else RateLimitItemPerHour(per_hour)
        if not await self.limiter.hit(item, what, who):
            raise Problem("rate.limited")

    async def limited_upload(self, person: Person, company: CompanyId | None = None) -> None:
        """Raises Problem `rate.limited` when somebody, or all who act for a company together, send files too often."""
        await self.limited("upload", str(person.id), per_minute=self.settings.uploads_per_minute)
        if company:
            await self.limited(
                "upload-of-company", str(company), per_minute=self.settings.uploads_per_company_per_minute
            )

    async def tell(self, fact: Fact, request: UUID, person: UUID) -> Fact | None:
        """Tells what a person did and waits for the answer; None when it takes longer than people like to wait.

        Raises Problem when the answer is a refusal, Refused `request.reused` for another content under the same id.
        """
        await self.tell_only(fact, request, person)
        return await self.outcome(request, fact)

    async def outcome(self, request: UUID, asked: Fact | type[Fact]) -> Fact | None:
        """The answer to what is told already; None when it takes too long. Raises Problem when it is a refusal."""
        answer = await self.answer(request, asked, self.settings.answer_timeout_s)
        if isinstance(answer, Refusal):
            raise Problem.of(answer)
        return answer

    async def tell_only(self, fact: Fact, request: UUID, person: UUID) -> None:
        """Tells what happened at the edge, once for each `request`, and waits for nobody."""
        body = fact.model_dump_json()
        if forbidden := forbidden_in_json(body.encode()):
            where, _, sign = forbidden.rpartition(": ")
            raise Problem("text.forbidden-sign", where=where, sign=sign)
        command = Tell(
            at=datetime.now(UTC),
            request=request,
            fact=fact.type(),
            body=Personal(body),
            person=person_of(fact),
            digest=sha256(body.encode()).hexdigest(),
        )
        await self.runtime.perform(command, actor=str(person), correlation=request)

    async def answer(self, request: UUID, asked: Fact | type[Fact], timeout_s: float) -> Fact | None:
        """The first fact that answers a request, once the portal shows everywhere what it changed."""

        async def look() -> Any:
            return await answer_to(request, asked.answered_by, self.runtime.db)

        row = await self.runtime.until(look, timeout_s)
        if row is None:
            return None
        await self.runtime.shown(row["position"], min(timeout_s, self.settings.shown_timeout_s))
        return FACTS[row["fact"]].read(row["body"].encode())


def edge_of(request: Request) -> Edge:
    edge: Edge = request.app.state.edge
    return edge


TheEdge = Annotated[Edge, Depends(edge_of)]


def session_token(request: Request) -> str:
    """From `Authorization: Bearer`, else from the cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return request.cookies.get(SESSION_COOKIE) or request.cookies.get(SESSION_COOKIE_PLAIN) or ""


async def logged_in(request: Request, edge: TheEdge) -> Person:
    token = session_token(request)
    person = await edge.people.who(token) if token else None
    if person is None:
        raise Problem("login.required")
    return person


ThePerson = Annotated[Person, Depends(logged_in)]


async def at_the_desk(person: ThePerson, edge: TheEdge) -> Person:
    """One of the operator's staff; to everybody else the desk is not there."""
    staff = {address.strip().casefold() for address in edge.settings.staff.split(",")} - {""}
    if person.email.casefold() not in staff:
        raise Problem("page.not-found")
    return person


Staff = Annotated[Person, Depends(at_the_desk)]


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts for a company."""

    person: Person
    company: CompanyId
    role: str


ROLES = ("viewer", "invoicer", "admin", "owner")


def acting_as(role_min: str) -> Callable[..., Awaitable[Acting]]:
    """A company's address is answered as if it did not exist, unless one belongs to it."""

    async def check(company: UUID, person: ThePerson, edge: TheEdge) -> Acting:
        role = await edge.runtime.db.fetchval(
            "SELECT role FROM members WHERE person = $1 AND company = $2", person.id, company
        )
        if role is None:
            raise Problem("company.not-found")
        if ROLES.index(role) < ROLES.index(role_min):
            raise Problem("role.insufficient", role=role, role_min=role_min)
        return Acting(person, company, role)

    return check


Viewer = Annotated[Acting, Depends(acting_as("viewer"))]
Invoicer = Annotated[Acting, Depends(acting_as("invoicer"))]
Admin = Annotated[Acting, Depends(acting_as("admin"))]
Owner = Annotated[Acting, Depends(acting_as("owner"))]


def request_id(
    person: ThePerson,
    idempotency_key: Annotated[str, Header(max_length=200, description="Makes a repeated call harmless.")] = "",
) -> UUID:
    """The id of this request: the same for the same person and `Idempotency-Key`."""
    return derived_id(person.id, "request", idempotency_key) if idempotency_key else new_id()


RequestId = Annotated[UUID, Depends(request_id)]


class Pending(BaseModel):
    """The answer takes longer: look again at `poll`."""

    status: str = "pending"
    request: UUID
    poll: str


def answered(answer: Fact | None, request: UUID, response: Response, ok: int = 200) -> dict[str, Any] | Pending:
    """The answering fact as the body of a response; 202 while there is none."""
    if answer is None:
        response.status_code = 202
        return Pending(request=request, poll=f"/api/v1/requests/{request}")
    response.status_code = ok
    return {"answer": answer.NAME, "request": str(request), **answer.model_dump(mode="json")}
