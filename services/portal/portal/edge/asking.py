"""What stands behind every call: who asks, for which company, may they; tell what they did, wait for the answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import IPv6Network, ip_address
from math import ceil
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from chassis import Db, Refused, derived_id, new_id
from chassis.running.runtime import Runtime
from contracts.fact import FACTS, Fact, Refusal
from contracts.text import forbidden_in_json, reserved_in_json
from contracts.values import CompanyId, Personal, PersonId
from portal.edge.answering import Answering
from portal.edge.kept_answers import KeptAnswers
from portal.edge.problems import Problem
from portal.edge.sent_files import SentFiles
from portal.edge.uploads import Uploads
from portal.people.access_tokens import TOKEN_PREFIX, AccessTokens
from portal.people.captcha import Captcha
from portal.people.colleagues import Colleagues
from portal.people.email_changes import EmailChanges
from portal.people.keys import PREFIX, Keys, is_key
from portal.people.limits import HOUR_S, MINUTE_S, Limits, Rate, Share
from portal.people.log_ins import LogIns
from portal.people.mailed_codes import MailedCodes
from portal.people.mails import AccountMails
from portal.people.passkeys import Passkeys
from portal.people.people import People, Person
from portal.people.post import Post
from portal.people.programs import program_of
from portal.people.resets import Resets
from portal.people.second_factor import SecondFactors
from portal.people.sessions import Sessions
from portal.settings import PortalSettings
from portal.telling.boundary import person_of
from portal.telling.commands import Tell

SESSION_COOKIE = "__Host-stafett"
SESSION_COOKIE_PLAIN = "stafett"
"""Over plain HTTP on one's own machine browsers refuse the `__Host-` prefix."""
API = "/api/"
OWN_SITES = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site: a page of ours, or the person's own hand."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Edge:
    """The portal's own services to its routes."""

    runtime: Runtime
    settings: PortalSettings
    people: People
    limits: Limits
    keys: Keys
    tokens: AccessTokens
    kept: KeptAnswers
    codes: MailedCodes
    resets: Resets
    colleagues: Colleagues
    captcha: Captcha
    uploads: Uploads
    files: SentFiles
    log_ins: LogIns
    second_factors: SecondFactors
    sessions: Sessions
    email_changes: EmailChanges
    passkeys: Passkeys
    post: Post
    answering: Answering

    @classmethod
    def of(cls, runtime: Runtime) -> "Edge":
        settings = runtime.settings
        assert isinstance(settings, PortalSettings)
        db = runtime.db
        people, limits, captcha = People(db, settings), Limits(db, settings), Captcha(db, settings)
        keys, codes, colleagues = Keys(db, settings), MailedCodes(db, settings, limits), Colleagues(db, settings)
        email_changes = EmailChanges(db, settings, codes)
        second_factors = SecondFactors(db, settings, limits)
        return cls(
            runtime=runtime,
            settings=settings,
            people=people,
            limits=limits,
            keys=keys,
            tokens=AccessTokens(db, settings, keys),
            kept=KeptAnswers(db, settings),
            codes=codes,
            resets=Resets(db, codes, people),
            colleagues=colleagues,
            captcha=captcha,
            log_ins=LogIns(db, settings, people, limits, captcha, second_factors),
            second_factors=second_factors,
            sessions=Sessions(db),
            post=Post(db, settings, AccountMails(settings), people, codes, colleagues, limits, email_changes),
            email_changes=email_changes,
            passkeys=Passkeys(db, settings),
            uploads=Uploads(db),
            files=SentFiles(settings),
            answering=Answering(runtime),
        )

    @property
    def db(self) -> Db:
        """Views and accounts: routes ask it by the queries that stand beside each view."""
        return self.runtime.db

    async def limited(self, what: str, who: str, per_minute: int = 0, per_hour: int = 0) -> None:
        """Raises Problem `rate.limited` when somebody does a thing too often."""
        rate = Rate(per_minute, MINUTE_S) if per_minute else Rate(per_hour, HOUR_S)
        if wait_s := await self.limits.take(Share(what, who, rate)):
            raise Problem("rate.limited", wait_s=ceil(wait_s), limit=rate.times, period_s=rate.period_s)

    async def limited_upload(self, person: Person, company: CompanyId | None = None) -> None:
        """Raises Problem `rate.limited` when somebody, or all who act for a company together, send files too often."""
        await self.limited("upload", str(person.id), per_minute=self.settings.uploads_per_minute)
        if company:
            await self.limited(
                "upload-of-company", str(company), per_minute=self.settings.uploads_per_company_per_minute
            )

    async def tell(self, fact: Fact, request: UUID, person: PersonId) -> Fact | None:
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

    async def tell_only(self, fact: Fact, request: UUID, actor: PersonId | CompanyId) -> None:
        """Tells what happened at the edge, once for each `request`, and waits for nobody.

        Where a payment provider reports something, no person acts: the company that it concerns stands as `actor`.
        """
        body = fact.model_dump_json()
        if forbidden := forbidden_in_json(body.encode()):
            where, _, sign = forbidden.rpartition(": ")
            raise Problem("text.forbidden-sign", where=where, sign=sign)
        if where := reserved_in_json(body.encode()):
            raise Problem("text.reserved", where=where)
        command = Tell(
            at=datetime.now(UTC),
            request=request,
            fact=fact.type(),
            body=Personal(body),
            person=person_of(fact),
            digest=sha256(body.encode()).hexdigest(),
        )
        await self.runtime.perform(command, actor=str(actor), correlation=request)

    async def answer(self, request: UUID, asked: Fact | type[Fact], timeout_s: float) -> Fact | None:
        """The first fact that answers a request, once the portal shows everywhere what it changed."""
        row = await self.answering.answer(request, asked.answered_by, timeout_s)
        if row is None:
            return None
        await self.runtime.shown(row["position"], min(timeout_s, self.settings.shown_timeout_s))
        return FACTS[row["fact"]].read(row["body"].encode())


def edge_of(request: Request) -> Edge:
    edge: Edge = request.app.state.edge
    return edge


async def the_edge(request: Request) -> Edge:
    """The same for routes. FastAPI calls what is not `async` in a thread, which costs more than it does."""
    return edge_of(request)


TheEdge = Annotated[Edge, Depends(the_edge)]


def session_token(request: Request) -> str:
    """From `Authorization: Bearer`, else from the cookie.

    The cookie opens the API to our own pages alone: another site can make a browser send it along. Pages may be led to
    from elsewhere, such as from a mail; their forms carry a token of their own. Raises Problem `session.other-site`.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    cookie = request.cookies.get(SESSION_COOKIE) or request.cookies.get(SESSION_COOKIE_PLAIN) or ""
    if cookie and request.url.path.startswith(API) and not _is_from_us(request):
        raise Problem("session.other-site")
    return cookie


def _is_from_us(request: Request) -> bool:
    """By Sec-Fetch-Site; from a browser that sends none by Origin, else by Referer; reading needs none of the three."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITES
    named = request.headers.get("origin") or request.headers.get("referer")
    if named is None:
        return request.method in READING
    public = urlsplit(edge_of(request).settings.public_url).netloc
    return urlsplit(named).netloc in {public, request.headers.get("host", public)} - {""}


def program_that_asks(request: Request) -> str:
    """The browser and its system, as one knows a session of one's own by."""
    return program_of(request.headers.get("user-agent", ""))


def client_of(request: Request) -> str:
    """The network address that somebody comes from, as limits count it.

    One household or company holds a whole /64 of IPv6. Behind proxies of ours, it is what the outermost one saw.
    """
    hops = edge_of(request).settings.proxies
    seen = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")] if hops else []
    address = seen[-hops] if len(seen) >= hops > 0 else request.client.host if request.client else ""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(parsed.ipv4_mapped or IPv6Network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)


async def logged_in(request: Request, edge: TheEdge) -> Person:
    """By a session, or as a system. Raises Problem, Refused `key.*` or `token.ended`."""
    token = session_token(request)
    if is_of_a_system(token):
        return admitted(await by_key(token, edge), request)
    person = await edge.people.who(token) if token else None
    if person is None:
        raise Problem("login.required")
    return person


def is_of_a_system(token: str) -> bool:
    return token.startswith((PREFIX, TOKEN_PREFIX))


async def by_key(key: str, edge: Edge) -> Person:
    """By an API key, or by a token that was got for one. Raises Refused `key.*` or `token.ended`."""
    if key.startswith(TOKEN_PREFIX):
        return await edge.tokens.who(key)
    if not is_key(key):
        raise Refused("key.unknown")
    return await edge.keys.who(key)


def admitted(person: Person, request: Request) -> Person:
    """A system, to what its key's scopes open; another company is to it as if it did not exist. Raises Problem."""
    assert person.system is not None
    needs: str | None = getattr(request.scope.get("route"), "needs", None)
    if needs is None:
        raise Problem("key.not-here")
    if request.path_params.get("company", str(person.system.company)).lower() != str(person.system.company):
        raise Problem("company.not-found")
    if needs and needs not in person.system.scopes:
        raise Problem("key.scope-missing", scope=needs)
    return person


ThePerson = Annotated[Person, Depends(logged_in)]


async def request_id(
    person: ThePerson,
    idempotency_key: Annotated[str, Header(max_length=200, description="Makes a repeated call harmless.")] = "",
) -> UUID:
    """The id of this request: the same for the same person and `Idempotency-Key`, or for all keys of a company."""
    owner = person.system.company if person.system else person.id
    return derived_id(owner, "request", idempotency_key) if idempotency_key else new_id()


RequestId = Annotated[UUID, Depends(request_id)]


class Pending(BaseModel):
    """The answer takes longer: look again at `poll`."""

    status: str = "pending"
    request: UUID
    poll: str


def pending_at(request: UUID) -> Pending:
    return Pending(request=request, poll=f"/api/v1/requests/{request}")


def answered(answer: Fact | None, request: UUID, response: Response, ok: int = 200) -> dict[str, Any] | Pending:
    """The answering fact as the body of a response; 202 while there is none."""
    if answer is None:
        response.status_code = 202
        return pending_at(request)
    response.status_code = ok
    return {"answer": answer.NAME, "request": str(request), **answer.model_dump(mode="json")}
