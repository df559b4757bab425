"""Whatever real journeys left, every GET of the API answers as it declares, and nothing breaks.

Siblings looked for: every operation that reads, for several companies, with ids that its views hold. The house
compares each answer with the OpenAPI document when the story ends.
"""

import secrets
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from api_visitor import visitor
from declared import document
from journeys import recorded
from pages_house import House

from chassis.service import Heard
from portal.people.secrets_of_mails import hash_of
from portal.telling.boundary import on_news, read
from portal.telling.events import Shown

IDS = {
    "invoice": "SELECT id FROM invoices WHERE company = $1",
    "order": "SELECT id FROM orders WHERE company = $1",
    "document": "SELECT document FROM inbox WHERE company = $1",
    "signing": "SELECT id FROM signings WHERE company = $1",
    "sample": "SELECT id FROM samples WHERE company = $1",
    "upload": "SELECT id FROM customer_imports WHERE company = $1",
    "customer": "SELECT coalesce(partner, entry) FROM partners WHERE company = $1 AND role = 'customer'",
    "supplier": "SELECT coalesce(partner, entry) FROM partners WHERE company = $1 AND role = 'supplier'",
    "request_id": "SELECT id FROM recipient_requests WHERE company = $1",
    "case": "SELECT id FROM cases WHERE company = $1 OR true",
    "request": "SELECT id FROM requests LIMIT 20",
}
CHOICES = {"version": ["2026-11"], "form": ["ubl"], "sha256": ["0" * 64], "token": ["x"]}
EACH_MAX = 4
"""So many of each kind of thing are looked at, for each company."""


async def hear(house: House) -> None:
    """All that was told in these journeys, in its order."""
    for happened in recorded():
        fact = read(happened.event)
        if isinstance(happened.event, Shown):
            heard = Heard(happened.id, happened.at, happened.correlation)
            keep = msgspec.structs.replace(on_news(fact, heard), documents=())  # the files themselves were not recorded
            await house.running.perform(keep, actor=fact.SERVICE, correlation=happened.correlation)
        else:
            await house.edge.tell_only(fact, happened.correlation, getattr(fact, "person", uuid4()))
    await house.shown()


async def session_of(house: House, person: UUID, email: str) -> str:
    """Somebody who is known by facts alone gets an account, and is logged in."""
    token, db = secrets.token_urlsafe(32), house.running.db
    await db.execute(
        """INSERT INTO people (id, email, email_folded, given_name, family_name, language, password_hash,
             privacy_version, confirmed_at) VALUES ($1, $2, $2, 'Åsa', 'Öst', 'sv', '', '2026-11', now())""",
        person,
        email,
    )
    await db.execute(
        "INSERT INTO sessions (token_hash, person, csrf, expires_at) VALUES ($1, $2, 'x', now() + interval '1 hour')",
        hash_of(token),
        person,
    )
    return token


async def addresses(house: House, path: str, told: dict[str, Any], company: UUID | None) -> list[str]:
    names = [one["name"] for one in told.get("parameters", []) if one["in"] == "path" and one["name"] != "company"]
    values: list[list[str]] = []
    for name in names:
        if name in CHOICES:
            values.append(CHOICES[name])
            continue
        sql = IDS[name]
        rows = await house.running.db.fetch(sql, *([company] if "$1" in sql else []))
        values.append([str(row[0]) for row in rows][:EACH_MAX])
    given = {"company": str(company)}
    return [path.format(**given, **dict(zip(names, chosen, strict=True))) for chosen in product(*values)]


@pytest.mark.slow
async def test_every_get_answers_as_declared_about_what_real_journeys_left(house: House) -> None:
    await hear(house)
    members = await house.running.db.fetch(
        "SELECT DISTINCT ON (company) company, person FROM members ORDER BY company, role"
    )
    assert len(members) > 1
    reads = [
        (path, methods["get"])
        for path, methods in document()["paths"].items()
        if "application/json" in methods.get("get", {"responses": {}})["responses"].get("200", {}).get("content", {})
    ]
    asked, answered = set(), set()
    for number, member in enumerate(members[:EACH_MAX]):
        token = await session_of(house, member["person"], f"member.{number}@norrsken.example")
        async with visitor(house) as http:
            http.headers["authorization"] = f"Bearer {token}"
            for path, told in reads:
                if path.startswith("/api/v1/desk"):
                    continue
                for address in await addresses(house, path, told, member["company"]):
                    answer: httpx.Response = await http.get(f"http://stafett.test{address}")
                    assert answer.status_code < 500, f"{address}: {answer.text}"
                    asked.add(path)
                    if answer.status_code == 200 and answer.content not in (b"[]", b"{}"):
                        answered.add(path)
    assert len(answered) > 25, sorted(asked - answered)
