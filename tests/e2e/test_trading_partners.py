"""Who trades with whom: invitations both ways across borders, approval, samples, and references checked beforehand."""

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest

from devstack.companies import NewCompany, NewVisitor, connect
from devstack.journey import Problem, Visitor, until
from devstack.numbers import danish_numbers, norwegian_numbers, swedish_number

from .test_the_straight_path import links_in_mails, simple_draft

CONTRACT = "Betaling sker inden for 30 dage. Moms lægges til."
DANISH, NORWEGIAN = danish_numbers(), norwegian_numbers()


async def registered(person: Visitor, country: str, number: str, name: str, form: str, vat: str) -> Visitor:
    await person.register({"country": country, "number": number, "name": name, "legal_form": form}, vat)
    return person


async def refused(asked: Any) -> str:
    """The code of the refusal."""
    with pytest.raises(Problem) as no:
        await asked
    return no.value.code


async def partner(person: Visitor, kind: str, status: str) -> dict[str, Any]:
    """The one partner of this kind with this status, once it is seen."""

    async def seen() -> dict[str, Any] | None:
        page = await person.own("GET", f"/{kind}", params={"status": status})
        return page["rows"][0] if page["rows"] else None

    return await until(seen, f"a {status} partner among {kind}")


@pytest.mark.req(
    "S0-01", "S0-02", "S0-03", "S0-05", "S0-10", "S0-11", "S0-12", "S0-13", "S0-26", "S0-28", "S0-32", "S3-36"
)  # fmt: skip
async def test_a_danish_receiver_enrols_with_number_and_code(company: NewCompany, visitor: NewVisitor) -> None:
    supplier = await company("anna", "Norrsken Bygg AB")
    contract = await supplier.own("PUT", "/contract-text", json={"text": CONTRACT})
    mette = await visitor("mette", "da")
    invitation = {"customer_number": "10042", "customer_name": "Fjordbyg A/S", "email": mette.email, "language": "da"}
    invited = await supplier.own("POST", "/invitations", json=invitation)
    mail = await mette.mail(lambda item: "10042" in item["text"], "the invitation")
    assert invited["code"] in mail["text"] and mail["subject"] == "Norrsken Bygg AB vil gerne sende jer e-fakturaer"
    number = next(DANISH)
    await registered(mette, "DK", number, "Fjordbyg A/S", "A/S", f"DK{number}")
    pair = {"customer_number": " 100 42", "code": invited["code"].lower()}
    assert await refused(mette.own("POST", "/enrolments", json=pair)) == "enrolment.terms-not-accepted"
    await mette.accept_terms()
    wrong = {"customer_number": "10043", "code": invited["code"]}
    assert await refused(mette.own("POST", "/enrolments", json=wrong)) == "enrolment.no-such-invitation"
    shown = await mette.own("POST", "/invitations/openings", json=pair)
    assert (shown["inviter_name"], shown["direction"]) == ("Norrsken Bygg AB", "to-customer")
    assert shown["contract"]["text"] == CONTRACT and shown["contract"]["sha256"] == contract["sha256"]
    assert await refused(mette.own("POST", "/enrolments", json=pair)) == "enrolment.contract-not-accepted"
    accepted = {**pair, "contract_sha256": shown["contract"]["sha256"]}
    done = await mette.own("POST", "/enrolments", json=accepted)
    assert (done["answer"], done["supplier_name"]) == ("enrolment_completed", "Norrsken Bygg AB")
    assert await refused(mette.own("POST", "/enrolments", json=accepted)) == "enrolment.connected-already"
    await mette.mail(lambda item: "Kvittering" in item["subject"], "the receipt")
    await supplier.mail(lambda item: "Fjordbyg A/S" in item["subject"], "the supplier's news")
    ours, theirs = await partner(supplier, "customers", "connected"), await partner(mette, "suppliers", "connected")
    assert (ours["name"], ours["number"], ours["invited_by"]) == ("Fjordbyg A/S", "10042", "us")
    assert (theirs["name"], theirs["invited_by"]) == ("Norrsken Bygg AB", "them")
    history = (await supplier.own("GET", f"/customers/{ours['id']}"))["history"]
    assert [line["what"] for line in history] == ["invitation_issued", "connection_established"]
    assert await links_in_mails(mette) >= 2


@pytest.mark.req("S3-04", "S3-05", "S3-07", "S3-08", "S3-29", "S3-30", "S3-31", "S3-32", "S3-36", "S3-75")
async def test_a_norwegian_buyer_invites_a_swedish_supplier(visitor: NewVisitor) -> None:
    buyer = await visitor("kari", "nb")
    number = next(NORWEGIAN)
    await registered(buyer, "NO", number, "Fjellbane AS", "AS", f"NO{number}MVA")
    await buyer.accept_terms()
    await buyer.own("PUT", "/supplier-approval", json={"required": True})
    sven = await visitor("sven")
    body = {"supplier_name": "Rälsverket AB", "email": sven.email, "given_name": "Sven", "family_name": "Ek"}
    invited = await buyer.own("POST", "/supplier-invitations", json=body)
    mail = await sven.mail(lambda item: "Fjellbane AS" in item["subject"], "the invitation")
    assert "Till Sven." in mail["text"] and invited["code"] in mail["text"]

    async def welcomed() -> dict[str, Any] | None:
        async with httpx.AsyncClient(base_url=sven.addresses.portal) as stranger:
            answer = await stranger.get("/api/v1/invitations/welcome", params={"code": invited["code"]})
            return answer.json() if answer.is_success else None

    welcome = await until(welcomed, "the welcome")
    assert (welcome["inviter_name"], welcome["email"], welcome["given_name"]) == ("Fjellbane AS", sven.email, "Sven")
    own_number = swedish_number(7_001)
    await registered(sven, "SE", own_number, "Rälsverket AB", "AB", f"SE{own_number}01")
    opened = await sven.own("POST", "/invitations/openings", json={"customer_number": "", "code": invited["code"]})
    (held,) = (await sven.http.get(sven.next_step)).json()
    assert held["to_do"] == ["terms"]
    assert (held["invitation"], held["inviter_name"]) == (opened["invitation"], "Fjellbane AS")
    door = f"/invitations/{held['invitation']}/acceptance"
    assert await refused(sven.own("POST", door, json={})) == "enrolment.terms-not-accepted"
    await sven.accept_terms()
    done = await sven.own("POST", door, json={"customer_number": "NO-7"})
    assert (done["answer"], done["customer_number"]) == ("connection_accepted", "NO-7")
    assert (await partner(sven, "customers", "connected"))["name"] == "Fjellbane AS"
    theirs = await partner(buyer, "suppliers", "connected")
    assert (theirs["name"], theirs["approval"], theirs["invited_by"]) == ("Rälsverket AB", "approved", "us")
    await buyer.mail(lambda item: item["subject"] == "Rälsverket AB er nå koblet til", "the buyer's news")


@pytest.mark.req("S0-30", "E-I5")
async def test_a_buyer_approves_its_supplier_and_the_invoice_that_waited_goes_on(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken Bygg AB", signed=True, ready=True)
    buyer = await company("karin", "Infrabana AB", ready=True)
    await buyer.own("PUT", "/supplier-approval", json={"required": True})
    await connect(supplier, buyer)
    await supplier.buy_credits(100)
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(buyer))
    held = await supplier.http.post(f"/api/v1/companies/{supplier.company}/invoices/{drafted['invoice']}/send")
    assert (held.status_code, held.json()["reason"]) == (200, "awaiting-approval")
    assert await supplier.credits() == 100
    door = f"/suppliers/{supplier.company}/approval"
    await buyer.own("PUT", door, json={"decision": "approved"})
    page = await supplier.invoice_in(drafted["invoice"], "handed-over", "delivered")
    assert page["number"].endswith("00001")
    await supplier.mail(lambda item: "har godkänt er" in item["subject"], "the approval")
    await buyer.own("POST", f"/suppliers/{supplier.company}/end", json={"reason": "byter leverantör"})
    second = await supplier.own("POST", "/invoices", json=simple_draft(buyer))
    assert await refused(supplier.own("POST", f"/invoices/{second['invoice']}/send")) == "customer.not-connected"


@pytest.mark.req("S0-20", "S0-21", "S0-23", "S0-24", "S0-25")
async def test_a_company_chooses_how_it_receives_and_sees_a_sample(company: NewCompany) -> None:
    karin = await company("karin", "Infrabana AB")
    ways = {way["document_type"]: way for way in await karin.own("GET", "/reception")}
    assert (ways["invoice"]["method"], ways["invoice"]["decided_by"]) == ("email", "policy")
    assert ways["account-statement"]["decided_by"] == "as-invoices"
    peppol = {"method": "peppol", "format": "ubl"}
    assert await refused(karin.own("PUT", "/reception", json=peppol)) == "reception.method-not-offered"
    paper = {"method": "paper", "format": "ubl"}
    assert await refused(karin.own("PUT", "/reception", json=paper)) == "reception.format-not-legal"
    await karin.own("PUT", "/reception", json={"document_type": "account-statement", "method": "inbox"})
    ordered = await karin.own("POST", "/reception/samples", json={})
    mail = await karin.mail(lambda item: "TEST" in item["subject"], "the sample")
    assert {item["name"] for item in mail["attachments"]} == {"TEST.pdf", "TEST.xml"}

    async def sent() -> dict[str, Any] | None:
        page: dict[str, Any] = await karin.own("GET", f"/reception/samples/{ordered['sample']}")
        return page if page["status"] == "sent" else None

    assert (await until(sent, "the sample's receipt"))["receipt"]
    document = await karin.received("TEST")
    assert (await karin.download(f"/inbox/{document['id']}/pdf")).startswith(b"%PDF")


@pytest.mark.req("S3-59", "S3-60", "S3-62", "S3-63", "D-03")
async def test_a_buyer_takes_the_ready_example_and_its_supplier_checks_before_sending(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken Bygg AB")
    buyer = await company("karin", "Infrabana AB")
    await connect(supplier, buyer)
    ready = (await buyer.call("GET", "/reference-rule-examples"))["infranord"]["rules"]
    set_ = await buyer.own("PUT", "/reference-rules", json={"rules": ready, "valid_from": date.today().isoformat()})
    assert set_["version"] == 1
    door = f"/customers/{buyer.company}/reference-check"

    async def judged() -> dict[str, Any] | None:
        typed = {"order_number": "AO12", "buyer_reference": "AB12", "reference_person": "Anna Berg"}
        answer: dict[str, Any] = await supplier.own("POST", door, json=typed)
        return answer if answer["version"] else None

    answer = await until(judged, "the buyer's rules")
    assert not answer["passes"]
    first = answer["findings"][0]
    assert (first["reference"], first["code"], first["examples"]) == ("order_number", "reference.form", ["AO1234567"])
    assert "AO och 5-7 siffror" in first["buyers_words"]


async def test_members_that_know_one_another_ask_decline_and_ask_again(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken Bygg AB")
    buyer = await company("karin", "Infrabana AB")
    asked = await supplier.own("POST", "/connection-requests", json={"customer": buyer.company})
    row = await partner(buyer, "suppliers", "requested")
    assert (row["entry"], row["name"]) == (asked["invitation"], "Norrsken Bygg AB")
    await buyer.mail(lambda item: "vill skicka fakturor till er" in item["subject"], "the request")
    await buyer.own("POST", f"/invitations/{asked['invitation']}/refusal", json={"reason": "inte nu"})
    assert (await partner(supplier, "customers", "declined"))["name"] == "Infrabana AB"
    again = await supplier.own("POST", "/connection-requests", json={"customer": buyer.company})
    await supplier.own("POST", f"/invitations/{again['invitation']}/withdrawal")
    late = buyer.own("POST", f"/invitations/{again['invitation']}/acceptance", json={})
    assert await refused(late) == "enrolment.invitation-withdrawn"
    third = await supplier.own("POST", "/connection-requests", json={"customer": buyer.company})
    await buyer.own("POST", f"/invitations/{third['invitation']}/acceptance", json={})
    assert (await partner(buyer, "suppliers", "connected"))["id"] == supplier.company


@pytest.mark.req("S0-30", "S0-31")
async def test_two_answer_the_same_invitation_at_once_and_the_other_gets_a_clear_answer(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken Bygg AB")
    one, other = await company("karin", "Infrabana AB"), await company("olle", "Granhult Livs AB")
    body = {"customer_number": "7", "customer_name": "Kund", "email": one.email}
    invited = await supplier.own("POST", "/invitations", json=body)
    pair = {"customer_number": "7", "code": invited["code"]}
    answers = await asyncio.gather(
        *(person.own("POST", "/enrolments", json=pair) for person in (one, other)), return_exceptions=True
    )
    codes = [answer.code for answer in answers if isinstance(answer, Problem)]
    assert codes == ["enrolment.invitation-used"]
    winner = next(person for person, answer in zip((one, other), answers, strict=True) if isinstance(answer, dict))
    assert (await partner(supplier, "customers", "connected"))["id"] == winner.company
