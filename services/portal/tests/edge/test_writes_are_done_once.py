"""Every write takes an Idempotency-Key: what is sent again changes nothing more, and has the answer that it had.

Siblings looked for: writes of strangers, of whom there is no account yet; uploads, whose bodies are files; answers that
hold a secret; two at once; a claim whose holder died; refusals, which keep nothing; and every write of the document.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import httpx
from account_stories import EMAIL, at, new_person, solved
from api_visitor import logged_in, visitor
from declared import document
from fastapi.routing import iter_route_contexts
from pages_house import PASSWORD, House

from portal.app import AREAS
from portal.edge.kept_answers import Call
from portal.edge.operations import Operation
from portal.people.people import now
from portal.site import routed

ANNA = "anna@norrsken.example"
ONCE = {"idempotency-key": "4711"}
SECRETS = {"token", "access_token", "key", "secret", "recovery_codes"}
REGISTER = b"kundnummer;namn\n10042;Infrabana AB\n"


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_every_write_takes_a_key() -> None:
    silent = []
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            named = [one["name"] for one in told.get("parameters", []) if one["in"] == "header"]
            if path.startswith("/api/") and method != "get" and named != ["idempotency-key"]:
                silent.append(path.rsplit("/", 1)[1])
    assert silent == ["recipient-searches", "reference-check"], "only what changes nothing goes without"


def test_whatever_answers_with_a_secret_shows_it_once() -> None:
    kept = []
    for context in iter_route_contexts(routed(AREAS).routes):
        route = context.original_route
        fields = getattr(getattr(route, "response_model", None), "model_fields", {})
        if isinstance(route, Operation) and route.is_done_once and SECRETS & set(fields) and not route.is_secret:
            kept.append(context.path)
    assert kept == [], "mark it with `shown_once`: other answers are kept for a day"


async def test_a_stranger_who_signs_up_twice_with_one_key_has_signed_up_once(house: House) -> None:
    """A captcha is good once: before, the one whose answer was lost on its way was refused."""
    async with visitor(house) as http, at(house, "192.0.2.7") as elsewhere:
        body = new_person(await solved(http))
        first = await http.post("/accounts", json=body, headers=ONCE)
        again = await http.post("/accounts", json=body, headers=ONCE)
        assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
        assert "idempotency-replayed" not in first.headers and again.headers["idempotency-replayed"] == "true"
        other = await http.post("/accounts", json=body | {"given_name": "Anders"}, headers=ONCE)
        assert code_of(other) == (409, "request.reused")
        theirs = await elsewhere.post("/accounts", json=body, headers=ONCE)
        assert code_of(theirs) == (422, "captcha.expired"), "another stranger's keys are others"
    assert len(house.mail.mails) == 1
    kept = str([dict(row) for row in await house.running.db.fetch("SELECT * FROM kept_answers")])
    assert EMAIL not in kept and PASSWORD not in kept


async def test_an_upload_that_is_sent_again_is_one(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    house.edge.settings = house.edge.settings.model_copy(update={"uploads_per_minute": 1})
    async with logged_in(house, ANNA) as anna:
        place, name = f"/companies/{company}/customer-registers/files", {"name": "kunder.csv"}
        first = await anna.post(place, params=name, content=REGISTER, headers=ONCE)
        again = await anna.post(place, params=name, content=REGISTER, headers=ONCE)
        assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, first.json())
        assert code_of(await anna.post(place, params=name, content=b"other", headers=ONCE)) == (409, "request.reused")
        limit = house.edge.settings.attachment_bytes_max

        async def pieces() -> AsyncIterator[bytes]:
            for _ in range(limit // 1_000_000 + 1):
                yield b"a" * 1_000_000

        large = await anna.post(place, params=name, content=pieces(), headers={"idempotency-key": "large"})
        assert code_of(large) == (413, "body.too-large")


async def test_a_secret_is_shown_once_and_two_at_once_make_one(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    async with logged_in(house, ANNA) as anna:
        place, body = f"/companies/{company}/keys", {"name": "ERP", "scopes": ["read"]}
        answers = await asyncio.gather(*(anna.post(place, json=body, headers=ONCE) for _ in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert {answer.json().get("code", "made") for answer in answers} == {"made", "request.shown-once"}
        assert len((await anna.get(place)).json()) == 1
        login = {"email": ANNA, "password": PASSWORD}
        token = (await anna.post("/sessions", json=login, headers=ONCE)).json()["token"]
        assert code_of(await anna.post("/sessions", json=login, headers=ONCE)) == (409, "request.shown-once")
    kept = str([dict(row) for row in await house.running.db.fetch("SELECT * FROM kept_answers")])
    assert token not in kept and "stafett_" not in kept


async def test_whoever_comes_while_a_call_is_answered_waits_and_then_is_told(house: House) -> None:
    person = await house.person(ANNA)
    changed = {"given_name": "Åsa", "family_name": "Öst", "language": "fi"}
    house.edge.settings = house.edge.settings.model_copy(update={"answer_timeout_s": 0.0})
    async with logged_in(house, ANNA) as anna:
        await claimed(house, person, anna, changed)
        busy = await anna.put("/me", json=changed, headers=ONCE)
        assert code_of(busy) == (409, "request.being-answered") and busy.headers["retry-after"] == "1"
        other = await anna.put("/me", json=changed | {"language": "da"}, headers=ONCE)
        assert code_of(other) == (409, "request.reused")
        over = now() - timedelta(seconds=1)
        await house.running.db.execute("UPDATE kept_answers SET expires_at = $1", over)
        assert (await anna.put("/me", json=changed, headers=ONCE)).status_code == 200, "its holder died"
        assert (await anna.get("/me")).json()["language"] == "fi"


async def claimed(house: House, person: UUID, http: httpx.AsyncClient, changed: dict[str, str]) -> None:
    """Another process began to answer."""
    body = http.build_request("PUT", "/me", json=changed).content
    digest = house.edge.kept.digest_of("PUT", "http://stafett.test/api/v1/me", body)
    assert await house.edge.kept.claim(Call(person, ONCE["idempotency-key"]), digest)


async def test_a_refusal_keeps_nothing(house: House) -> None:
    await house.person(ANNA)
    async with logged_in(house, ANNA) as anna:
        assert (await anna.put("/me/user-name", json={"user_name": "a"}, headers=ONCE)).status_code == 422
        assert (await anna.put("/me/user-name", json={"user_name": "anna"}, headers=ONCE)).status_code == 200
        long = await anna.put("/me/user-name", json={"user_name": "anna"}, headers={"idempotency-key": "a" * 201})
        assert code_of(long) == (400, "request.key-too-long")
        assert await house.running.db.fetchval("SELECT count(*) FROM kept_answers") == 1
