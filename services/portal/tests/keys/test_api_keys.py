"""API keys: a system acts for one company, within its scopes, as whoever made the key, until the key ends.

Siblings looked for: every operation of the document (a key opens none that names no scope), another company's address,
pages, the poll of another company's request, Idempotency-Key of system and person, and opening by fetching.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import httpx
from api_visitor import logged_in, visitor
from declared import document
from pages_house import House

from contracts.delivery import v1 as delivery
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Money
from portal.people.keys import is_key, new_key

ANNA = "anna@norrsken.example"
LEAKED = re.compile(r"stafett_[0-9A-Za-z]{48}")


async def a_key(house: House, company: UUID, *scopes: str, name: str = "ERP", days: int = 30) -> dict[str, str]:
    async with logged_in(house, ANNA) as anna:
        answer = await anna.post(
            f"/companies/{company}/keys", json={"name": name, "scopes": scopes or ("read",), "days": days}
        )
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


def system(house: House, key: str) -> httpx.AsyncClient:
    http = visitor(house)
    http.headers["authorization"] = f"Bearer {key}"
    return http


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_key_is_known_by_its_form_and_a_mistyped_one_too() -> None:
    for _ in range(50):
        key = new_key()
        assert LEAKED.fullmatch(key) and is_key(key)
        assert not is_key(key[:-1]) and not is_key(key + "0") and not is_key(key.swapcase())


async def test_a_key_is_shown_once_and_kept_as_a_hash(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    made = await a_key(house, company, "read", "invoices:write")
    async with logged_in(house, ANNA) as anna:
        (listed,) = (await anna.get(f"/companies/{company}/keys")).json()
    assert listed == {name: value for name, value in made.items() if name != "key"}
    assert made["key"].startswith(listed["hint"]) and listed["scopes"] == ["invoices:write", "read"]
    rows = await house.running.db.fetch("SELECT * FROM api_keys")
    assert made["key"] not in str([dict(row) for row in rows])


async def test_a_key_opens_what_its_scopes_name_and_says_what_is_missing(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    made = await a_key(house, company, "read")
    async with system(house, made["key"]) as erp:
        assert (await erp.get(f"/companies/{company}/invoices")).json() == []
        refused = await erp.put(f"/companies/{company}/cart", json={"item": "invoice", "quantity": 100})
        assert code_of(refused) == (403, "key.scope-missing")
        assert 'error="insufficient_scope", scope="credits:write"' in refused.headers["www-authenticate"]
        for method, path in (("GET", "/me"), ("GET", f"/companies/{company}/keys"), ("POST", "/companies")):
            assert code_of(await erp.request(method, path, json={})) == (403, "key.not-here")
        assert code_of(await erp.get(f"/companies/{uuid4()}/invoices")) == (404, "company.not-found")


def test_a_key_opens_no_operation_that_names_no_scope() -> None:
    opened = {
        told["x-scope"]
        for methods in document()["paths"].values()
        for told in methods.values()
        if {"key": []} in told["security"]
    }
    assert opened == {"", "read", "invoices:write", "customers:write", "credits:write", "company:write"}
    for path, methods in document()["paths"].items():
        for told in methods.values():
            if path.startswith(("/api/v1/desk", "/api/v1/me", "/api/v1/sessions")) or "/keys" in path:
                assert {"key": []} not in told["security"], path


async def test_a_key_that_ended_is_refused_with_the_reason(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    made, other = await a_key(house, company), await a_key(house, company)
    place = f"/companies/{company}/invoices"
    async with logged_in(house, ANNA) as anna, system(house, made["key"]) as erp, system(house, other["key"]) as new:
        assert (await anna.delete(f"/companies/{company}/keys/{made['id']}")).json() == {"status": "revoked"}
        assert (await anna.delete(f"/companies/{company}/keys/{made['id']}")).status_code == 200
        assert code_of(await anna.delete(f"/companies/{company}/keys/{uuid4()}")) == (404, "key.not-found")
        refused = await erp.get(place, headers={"accept-language": "fi"})
        assert code_of(refused) == (401, "key.revoked") and refused.json()["title"].startswith("Avain on peruttu")
        assert refused.headers["www-authenticate"] == 'Bearer realm="stafett", error="invalid_token"'
        assert (await new.get(place)).status_code == 200, "the other goes on"
        await house.running.db.execute("UPDATE api_keys SET expires_at = now() WHERE id = $1", UUID(other["id"]))
        assert code_of(await new.get(place)) == (401, "key.expired")
    for unknown in (new_key(), "stafett_x", made["key"][:-1] + "!"):
        async with system(house, unknown) as stranger:
            assert code_of(await stranger.get(place)) == (401, "key.unknown")


async def test_a_system_has_two_alive_and_a_company_so_many(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    first, _ = await a_key(house, company), await a_key(house, company)
    place, body = f"/companies/{company}/keys", {"name": "ERP", "scopes": ["read"], "days": 30}
    async with logged_in(house, ANNA) as anna:
        assert code_of(await anna.post(place, json=body)) == (409, "key.two-alive")
        await anna.delete(f"{place}/{first['id']}")
        once = {"idempotency-key": "third"}
        assert (await anna.post(place, json=body, headers=once)).status_code == 201
        assert code_of(await anna.post(place, json=body, headers=once)) == (409, "request.shown-once")
        for number in range(house.edge.settings.keys_per_company_max - 2):
            assert (await anna.post(place, json=body | {"name": f"ERP {number}"})).status_code == 201
        assert code_of(await anna.post(place, json=body | {"name": "one more"})) == (409, "key.too-many")
        for wrong in ({"days": 9_999}, {"days": 0}, {"scopes": []}, {"scopes": ["all"]}, {"name": "a\nb"}):
            assert (await anna.post(place, json=body | wrong)).status_code == 422


async def test_its_last_use_is_a_day_and_no_write_for_each_call(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    made = await a_key(house, company)
    async with system(house, made["key"]) as erp:
        for _ in range(3):
            await erp.get(f"/companies/{company}/invoices")
    row = await house.running.db.fetchrow("SELECT last_used_on, xmin FROM api_keys")
    async with system(house, made["key"]) as erp:
        await erp.get(f"/companies/{company}/invoices")
    assert row["last_used_on"] == datetime.now(UTC).date()
    assert (await house.running.db.fetchrow("SELECT last_used_on, xmin FROM api_keys")) == row


async def test_a_key_loses_what_its_maker_loses(house: House) -> None:
    owner = await house.person(ANNA)
    company = await house.company(owner)
    made = await a_key(house, company, "read", "credits:write")
    place = f"/companies/{company}/cart"
    async with system(house, made["key"]) as erp:
        role = onboarding.MemberRoleChanged(company=company, person=owner, role="viewer")
        await house.told(role)
        answer = await erp.put(place, json={"item": "invoice", "quantity": 100})
        assert code_of(answer) == (403, "role.insufficient")
        await house.told(onboarding.MemberLeft(company=company, person=owner))
        assert code_of(await erp.get(place)) == (403, "key.maker-left")


async def test_what_a_system_fetches_nobody_has_opened(house: House) -> None:
    """The supplier is told that its invoice was opened when a person opens it."""
    company = await house.company(await house.person(ANNA))
    document_id = uuid4()
    received = delivery.DocumentReceived(
        company=company,  # type: ignore[arg-type]
        document=document_id,
        supplier=uuid4(),  # type: ignore[arg-type]
        supplier_name="Rälsverket AB",
        number="2026-1",
        issue_date=date(2026, 11, 26),
        payable=Money(Decimal("6450.00")),
        ubl=await house.document(b"<Invoice/>", "application/xml", "2026-1.xml"),
    )  # type: ignore[call-arg]
    await house.told(received)
    made = await a_key(house, company)
    place = f"/companies/{company}/inbox/{document_id}/ubl"
    opened = "SELECT count(*) FROM requests WHERE fact = $1"
    async with system(house, made["key"]) as erp:
        assert (await erp.get(place)).content == b"<Invoice/>"
    assert await house.running.db.fetchval(opened, portal.DocumentOpened.type()) == 0
    async with logged_in(house, ANNA) as anna:
        assert (await anna.get(place)).content == b"<Invoice/>"
    await house.shown()
    assert await house.running.db.fetchval(opened, portal.DocumentOpened.type()) == 1


async def drafted(fact: portal.InvoiceDraftSaved) -> Fact:
    return invoicing.InvoiceDrafted(
        company=fact.company,
        invoice=fact.invoice,
        receiver=fact.draft.receiver,
        receiver_name="Infrabana AB",
        net=Money(Decimal(800)),
        vat=Money(Decimal(200)),
        payable=Money(Decimal(1000)),
        due_date=date(2026, 12, 31),
        revision=fact.revision,
    )


async def test_a_write_sent_again_has_the_same_answer_and_another_body_is_refused(house: House) -> None:
    """Also with the company's other key, so that a rotation does not write an invoice twice."""
    company = await house.company(await house.person(ANNA))
    made, other = await a_key(house, company, "invoices:write"), await a_key(house, company, "invoices:write")
    place, body = f"/companies/{company}/invoices", {"receiver": str(uuid4())}
    once = {"idempotency-key": "order-4711"}
    async with system(house, made["key"]) as erp, system(house, other["key"]) as new:
        async with house.answering(portal.InvoiceDraftSaved, drafted) as heard:
            first = await erp.post(place, json=body, headers=once)
            again = await new.post(place, json=body, headers=once)
            assert code_of(await erp.post(place, json={"receiver": str(uuid4())}, headers=once)) == (
                409,
                "request.reused",
            )
        assert (first.status_code, first.content) == (again.status_code, again.content) and first.status_code == 201
        assert len(heard) == 1
        assert first.headers["location"] == again.headers["location"]
        assert first.headers["location"].endswith(f"/invoices/{first.json()['invoice']}")
