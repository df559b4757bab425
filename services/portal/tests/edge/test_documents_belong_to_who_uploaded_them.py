"""Who knows a document's SHA-256 knows no more than that: it is refused at once, as one that nobody uploaded.

Every place where a hash comes in was looked for: a new draft, a draft rewritten, a customer register, a case, its
answers, the desk's cases and answers. A bank file is uploaded and told in one call.
"""

import io
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx
import pikepdf
import pytest
from api_visitor import logged_in
from pages_house import House

from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.support import v1 as support
from contracts.values import Money, Personal

ANNA, KARIN = "anna@norrsken.example", "karin@infrabana.example"
REGISTER = b"kundnummer;namn\n10042;Infrabana AB\n"
PICTURE = b"\x89PNG\r\n\x1a\n of a screen"


def pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        kept = io.BytesIO()
        made.save(kept)
        return kept.getvalue()


def nobodys(size: int = 10) -> dict[str, Any]:
    return {"sha256": sha256(uuid4().bytes).hexdigest(), "media_type": "application/pdf", "size": size, "name": "a.pdf"}


async def uploaded(http: httpx.AsyncClient, place: str, content: bytes, name: str) -> dict[str, Any]:
    told = await http.post(place, params={"name": name}, content=content)
    assert told.status_code == 201
    found: dict[str, Any] = told.json()
    return found


def draft(*attachments: dict[str, Any]) -> dict[str, Any]:
    return {"receiver": str(uuid4()), "attachments": attachments}


async def refused(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (422, "document.not-uploaded")


async def test_an_attachment_is_the_companys_own(house: House) -> None:
    mine, theirs = [await house.company(await house.person(who)) for who in (ANNA, KARIN)]
    async with logged_in(house, ANNA) as anna, logged_in(house, KARIN) as karin:
        secret = await uploaded(karin, f"/companies/{theirs}/attachments", pdf(), "hemligt.pdf")
        for one in (secret, nobodys()):
            await refused(await anna.post(f"/companies/{mine}/invoices", json=draft(one)))
        assert await told_of(house) == [], "nothing was told, so nothing is read"


async def told_of(house: House) -> list[str]:
    rows = await house.running.db.fetch("SELECT fact FROM requests")
    return [row["fact"] for row in rows]


async def test_two_who_upload_the_same_bytes_own_them_both_with_the_type_that_they_have(house: House) -> None:
    mine, theirs = [await house.company(await house.person(who)) for who in (ANNA, KARIN)]
    content = pdf()

    async def drafted(fact: portal.InvoiceDraftSaved) -> Fact:
        nothing = Money(Decimal("0.00"))
        return invoicing.InvoiceDrafted(
            company=fact.company,
            invoice=fact.invoice,
            receiver=fact.draft.receiver,
            receiver_name="",
            net=nothing,
            vat=nothing,
            payable=nothing,
        )

    async with logged_in(house, ANNA) as anna, logged_in(house, KARIN) as karin:
        await uploaded(karin, f"/companies/{theirs}/attachments", content, "deras.pdf")
        ours = await uploaded(anna, f"/companies/{mine}/attachments", content, "vår.pdf")
        claimed = ours | {"media_type": "text/html", "size": 1, "name": "tidrapport.pdf"}
        async with house.answering(portal.InvoiceDraftSaved, drafted) as heard:
            written = await anna.post(f"/companies/{mine}/invoices", json=draft(claimed))
            assert written.status_code == 201
            (saved,) = heard
            assert isinstance(saved, portal.InvoiceDraftSaved)
            (kept,) = saved.draft.attachments
            assert (kept.sha256, kept.name) == (ours["sha256"], "tidrapport.pdf")
            assert (kept.media_type, kept.size) == ("application/pdf", len(content))
            await house.shown()
            await house.running.db.execute("DELETE FROM uploads")
            place = f"/companies/{mine}/invoices/{written.json()['invoice']}"
            assert (await anna.put(place, json=draft(claimed))).status_code == 200, "what stands in it already stays"
            await refused(await anna.put(place, json=draft(nobodys())))


async def test_a_customer_register_is_the_companys_own_and_nothing_else_that_it_uploaded(house: House) -> None:
    mine, theirs = [await house.company(await house.person(who)) for who in (ANNA, KARIN)]
    async with logged_in(house, ANNA) as anna, logged_in(house, KARIN) as karin:
        secret = await uploaded(karin, f"/companies/{theirs}/customer-registers/files", REGISTER, "kunder.csv")
        attachment = await uploaded(anna, f"/companies/{mine}/attachments", pdf(), "a.pdf")
        for one in (secret, attachment, nobodys()):
            await refused(await anna.post(f"/companies/{mine}/customer-registers", json={"file": one}))


@pytest.mark.parametrize("place", ["/support/cases", "/support/cases/{case}/answers"])
async def test_what_is_attached_to_a_case_is_ones_own(house: House, place: str) -> None:
    await house.person(ANNA)
    await house.person(KARIN)
    async with logged_in(house, ANNA) as anna, logged_in(house, KARIN) as karin:
        secret = await uploaded(karin, "/support/attachments", PICTURE, "skärm.png")
        case = await opened(house, anna)
        question = {"category": "technical", "title": "Fel", "text": "Det går inte."}
        for one in (secret, nobodys()):
            body = (question if place.endswith("cases") else {"text": "Se bilden."}) | {"attachments": [one]}
            await refused(await anna.post(place.format(case=case), json=body))


async def opened(house: House, http: httpx.AsyncClient) -> UUID:
    person = UUID((await http.get("/me")).json()["id"])
    case = uuid4()
    await house.told(
        support.CaseOpened(
            company=person,
            person=person,
            case=case,
            reference="7KQM-2XEA",
            opened_by="customer",
            category="technical",
            title=Personal("Fel"),
            form=Personal({}),
            text=Personal("Det går inte."),
            name=Personal("Åsa Öst"),
            email=Personal(ANNA),
            language="sv",
        )
    )
    return case
