"""A company comes aboard by look-up, a colleague finds it there already, and a change of bank account is held."""

from typing import Any

import pytest

from devstack.companies import PERSONAL_NUMBER, NewVisitor
from devstack.journey import Problem, Visitor, until

NUMBER, VAT_NUMBER, NAME = "5290000024", "SE529000002401", "Dimbo Schakt AB"
"""A company of the simulated register whose address the register cannot give."""


@pytest.mark.req("S4-04", "S4-07", "S4-09", "S4-16", "D-01", "S3-41", "S3-42", "S3-43", "S2-26")
async def test_a_company_its_second_owner_and_an_account_that_a_thief_could_not_have_changed(
    visitor: NewVisitor,
) -> None:
    anna, sven = await visitor("anna"), await visitor("sven", "en")
    await come_aboard(anna)
    await ask_for_access(anna, sven)
    await hold_and_refuse(anna, sven)
    await release_by_signature(anna)
    await leave(anna, sven)


async def come_aboard(anna: Visitor) -> None:
    """The register leaves the address out: she writes it herself. What is missing shrinks to the connection."""
    (hit,) = await anna.look_up(NUMBER)
    assert hit["name"] == NAME and "address" in hit["missing"]
    await anna.register(hit, VAT_NUMBER)
    await anna.accept_terms()
    address = {"name": NAME, "street": "Dalgatan 7", "postcode": "702 10", "city": "Örebro", "phone": "019-12345"}
    await anna.own("PUT", "/addresses/default", json=address)
    first = await anna.own("POST", "/bank-accounts", json={"kind": "bankgiro", "number": "5050-1055"})
    assert first["answer"] == "bank_account_confirmed", "the very first account is not held"

    async def only_connection() -> bool | None:
        page = await anna.own("GET", "")
        return True if page["completeness"]["missing_to_send"] == ["connection", "signature"] else None

    await until(only_connection, "all but the connection and the signature")


async def ask_for_access(anna: Visitor, sven: Visitor) -> None:
    hit = {"country": "SE", "number": NUMBER, "name": NAME, "legal_form": "AB"}
    with pytest.raises(Problem) as refused:
        await sven.register(hit, VAT_NUMBER)
    assert refused.value.code == "company.already-registered"
    await sven.call("POST", "/access-requests", json={"number": "529000-0024", "message": "Jag är delägare."})
    mail = await anna.mail(lambda item: "ber om tillgång" in item["text"], "the request for access")
    assert "Jag är delägare." in mail["text"] and NUMBER not in mail["text"]
    (waiting,) = await anna.own("GET", "/access-requests")
    await anna.own("PUT", f"/access-requests/{waiting['id']}", json={"accepted": True, "role": "owner"})
    await sven.mail(lambda item: "has given you access as owner" in item["text"], "the answer")
    sven.company = anna.company
    assert [one["role"] for one in (await sven.call("GET", "/me"))["companies"]] == ["owner"]


async def held(person: Visitor, body: dict[str, Any]) -> str:
    answer = await person.own("POST", "/bank-accounts", json=body)
    assert answer["answer"] == "bank_account_change_held"
    change: str = answer["change"]
    return change


async def hold_and_refuse(anna: Visitor, sven: Visitor) -> None:
    change = await held(anna, {"kind": "plusgiro", "number": "90 08 00-4", "bank": "Nordea"})
    for reader, words in ((anna, "Är det ni som har ändrat"), (sven, "Was it you who changed")):
        mail = await reader.mail(lambda item, words=words: words in item["text"], "the warning")
        assert "Plusgiro 90 08 00-4 Nordea" in mail["text"]
    assert [one["number"] for one in (await anna.own("GET", ""))["bank_accounts"]] == ["50501055"]
    with pytest.raises(Problem) as refused:
        await anna.own("POST", f"/bank-account-changes/{change}/confirm")
    assert refused.value.code == "bank-account.own-change"
    with pytest.raises(Problem) as too_new:
        await sven.own("POST", f"/bank-account-changes/{change}/confirm")
    assert too_new.value.code == "bank-account.new-owner", "an owner since a minute ago may be the thief's own"
    await sven.own("POST", f"/bank-account-changes/{change}/refuse")
    await anna.mail(lambda item: "En ägare har nekat kontot" in item["text"], "the news that it is stopped")
    assert (await anna.own("GET", ""))["bank_account_changes"] == []


async def release_by_signature(anna: Visitor) -> None:
    """Who signed for the company signs again, and reads the account in what is signed."""
    await anna.sign(PERSONAL_NUMBER, "Anna Öst")
    await held(anna, {"kind": "iban", "number": "SE45 5000 0000 0583 9825 7466"})
    await anna.sign(PERSONAL_NUMBER, "Anna Öst")

    async def in_use() -> bool | None:
        accounts = (await anna.own("GET", ""))["bank_accounts"]
        return True if "SE4550000000058398257466" in {one["number"] for one in accounts} else None

    await until(in_use, "the account that was signed for")
    await anna.mail(lambda item: "En ny underskrift har bekräftat" in item["text"], "the news of the account")
    page = await anna.own("GET", "")
    assert [one["number"] for one in page["bank_accounts"] if one["default"]] == ["SE4550000000058398257466"]


async def leave(anna: Visitor, sven: Visitor) -> None:
    me = (await anna.call("GET", "/me"))["id"]
    await anna.own("DELETE", f"/members/{me}")

    async def gone() -> bool | None:
        return True if (await anna.call("GET", "/me"))["companies"] == [] else None

    await until(gone, "the company to be hers no more")
    with pytest.raises(Problem) as closed:
        await anna.own("GET", "")
    assert closed.value.status == 404
    last = (await sven.call("GET", "/me"))["id"]
    with pytest.raises(Problem) as stays:
        await sven.own("DELETE", f"/members/{last}")
    assert stays.value.code == "member.last-owner"
