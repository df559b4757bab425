"""My customers, my suppliers, invitations that are held, samples and reference checks, as the API shows them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from api_visitor import logged_in, visitor
from pages_house import House

from contracts.delivery import v1 as delivery
from contracts.directory import v1 as directory
from contracts.directory import v2 as directory_v2
from contracts.portal import v1 as portal
from contracts.values import Personal, ReferenceRule
from portal.reference_rules.judging import EXAMPLES

EMAIL = "asa@norrsken.example"
LAST_DAY = date(2027, 1, 20)


def issued(company: UUID, number: str = "K-1", name: str = "Infrabana Sverige AB") -> directory.InvitationIssued:
    return directory.InvitationIssued(
        company=company,
        invitation=uuid4(),
        supplier_name="Norrsken Bygg AB",
        customer_number=number,
        customer_name=name,
        email=Personal("ekonomi@infrabana.example"),
        code=Personal("7KQ4M2XD23"),
        language="sv",
        expires_on=LAST_DAY,
    )


def both(kind: Any, supplier: UUID, customer: UUID, **more: Any) -> list[Any]:
    """A fact as each side is told it."""
    whole = {
        "supplier": supplier,
        "supplier_name": "Norrsken Bygg AB",
        "customer": customer,
        "customer_name": "Infrabana Sverige AB",
        "customer_number": "K-1",
    }
    sides = (("supplier", supplier), ("customer", customer))
    return [kind.model_validate(whole | more | {"side": side, "company": company}) for side, company in sides]


async def company_of(house: House, name: str = "Norrsken Bygg AB", email: str = EMAIL) -> UUID:
    return await house.company(await house.person(email), name)


@pytest.mark.req("S0-32", "S0-30")
async def test_my_customers_from_invitation_to_end_with_their_history(house: House) -> None:
    company, customer = await company_of(house), uuid4()
    invitation = issued(company)
    await house.told(invitation)
    async with logged_in(house, EMAIL) as http:
        (row,) = (await http.get(f"/companies/{company}/customers")).json()["rows"]
        assert (row["name"], row["status"], row["invited_by"], row["id"]) == (
            "Infrabana Sverige AB",
            "invited",
            "us",
            None,
        )
        for fact in both(
            directory.ConnectionEstablished, company, customer, invitation=invitation.invitation, approval="awaiting"
        ):
            await house.told(fact)
        await house.told(*both(directory.SupplierApprovalChanged, company, customer, state="approved"))
        (row,) = (await http.get(f"/companies/{company}/customers", params={"status": "connected"})).json()["rows"]
        assert (row["id"], row["number"], row["approval"]) == (str(customer), "K-1", "approved")
        await house.told(*both(directory.ConnectionEnded, company, customer, ended_by="customer", reason="byter"))
        page = (await http.get(f"/companies/{company}/customers/{customer}")).json()
        assert page["status"] == "ended"
        assert [line["what"] for line in page["history"]] == [
            "invitation_issued",
            "connection_established",
            "supplier_approval_changed",
            "connection_ended",
        ]
        assert page["history"][-1]["details"] == {"reason": "byter", "by": "customer"}
        assert (await http.get(f"/companies/{company}/suppliers/{customer}")).status_code == 404


@pytest.mark.req("S0-26", "S3-30")
async def test_my_suppliers_show_who_asks_and_who_is_connected(house: House) -> None:
    company, supplier = await company_of(house), uuid4()
    received = directory.InvitationReceived(
        company=company,
        invitation=uuid4(),
        direction="request",
        inviter=supplier,
        inviter_name="Rälsverket AB",
        number="77",
        expires_on=LAST_DAY,
    )
    text = directory.ContractTextChanged(company=supplier, version=1, text="30 dagar", sha256="ab" * 32)
    await house.told(text, received)
    async with logged_in(house, EMAIL) as http:
        (held,) = (await http.get(f"/companies/{company}/invitations/received")).json()
        assert held["to_do"] == ["terms", "contract"]
        assert (held["inviter_name"], held["status"], held["contract_text"]) == (
            "Rälsverket AB",
            "requested",
            "30 dagar",
        )
        (row,) = (await http.get(f"/companies/{company}/suppliers")).json()["rows"]
        assert (row["id"], row["invited_by"], row["direction"]) == (str(supplier), "them", "request")
        told = both(directory.ConnectionEstablished, supplier, company, invitation=received.invitation)
        await house.told(*told)
        assert (await http.get(f"/companies/{company}/invitations/received")).json() == []
        page = (await http.get(f"/companies/{company}/suppliers")).json()
        assert page["states"] == {"connected": 1} and page["rows"][0]["name"] == "Norrsken Bygg AB"


async def test_an_invitation_that_somebody_else_answered_is_of_no_more_use(house: House) -> None:
    company, supplier, faster = await company_of(house), uuid4(), uuid4()
    opened = directory.InvitationReceived(
        company=company,
        invitation=uuid4(),
        direction="to-customer",
        inviter=supplier,
        inviter_name="Rälsverket AB",
        number="77",
        expires_on=LAST_DAY,
        opened=True,
    )
    await house.told(opened, *both(directory.ConnectionEstablished, supplier, faster, invitation=opened.invitation))
    async with logged_in(house, EMAIL) as http:
        assert (await http.get(f"/companies/{company}/invitations/received")).json() == []
        (row,) = (await http.get(f"/companies/{company}/suppliers")).json()["rows"]
        assert row["status"] == "expired"


async def test_a_long_list_is_searched_and_read_page_by_page(house: House) -> None:
    company = await company_of(house)
    names = [f"Kund {place:03d} Ångström" for place in range(60)] + ["100 % Bygg", "Sjö_berg"]
    await house.told(*[issued(company, f"K-{place}", name) for place, name in enumerate(names)])
    async with logged_in(house, EMAIL) as http:

        async def rows(**asked: Any) -> list[str]:
            answer = await http.get(f"/companies/{company}/customers", params=asked)
            return [row["name"] for row in answer.json()["rows"]]

        first, second = await rows(size=40), await rows(size=40, page=2)
        assert len(first) == 40 and len(second) == 22 and not set(first) & set(second)
        assert await rows(search="angstrom", size=100) == names[:60]
        assert await rows(search="k-61") == ["Sjö_berg"]
        assert await rows(search="%") == [] and await rows(search="100 %") == ["100 % Bygg"]
        assert (await http.get(f"/companies/{company}/customers", params={"size": 10_000})).status_code == 422


@pytest.mark.req("S3-04", "S3-05", "S3-08")
async def test_the_welcome_of_an_invitation_knows_what_was_filled_in_and_tells_a_guesser_nothing(house: House) -> None:
    buyer = await company_of(house, "Infrabana AB")
    fact = directory.SupplierInvitationIssued(
        company=buyer,
        invitation=uuid4(),
        customer_name="Infrabana AB",
        supplier_number="L 7",
        supplier_name="Norrsken Bygg AB",
        email=Personal("anna@norrsken.example"),
        given_name=Personal("Anna"),
        family_name=Personal("Berg"),
        code=Personal("ABCDE23456"),
        language="nb",
        expires_on=LAST_DAY,
    )
    await house.told(fact)
    async with visitor(house) as http:
        found = (await http.get("/invitations/welcome", params={"number": "l7", "code": "abcde-23456"})).json()
        assert (found["inviter_name"], found["email"], found["given_name"]) == (
            "Infrabana AB",
            "anna@norrsken.example",
            "Anna",
        )
        assert (found["language"], found["direction"], found["status"]) == ("nb", "to-supplier", "invited")
        wrong = [{"number": "", "code": "ABCDE23456"}, {"number": "L7", "code": "ABCDE23457"}, {}]
        answers = [(await http.get("/invitations/welcome", params=pair)).json() for pair in wrong]
        assert {answer["code"] for answer in answers} == {"invitation.unknown"}
        for _ in range(20):
            last = await http.get("/invitations/welcome", params={"code": "AAAAAAAAAA"})
        assert last.status_code == 429


@pytest.mark.req("S0-23")
async def test_every_kind_of_document_is_shown_with_the_way_it_comes(house: House) -> None:
    company = await company_of(house)

    def way(kind: str, method: str, by: str) -> directory_v2.ReceptionChanged:
        email = "faktura@norrsken.example" if method == "email" else None
        return directory_v2.ReceptionChanged.model_validate(
            {
                "company": company,
                "document_type": kind,
                "method": method,
                "format": "pdf",
                "email": email,
                "decided_by": by,
            }
        )

    await house.told(way("invoice", "email", "policy"), way("account-statement", "inbox", "person"))
    async with logged_in(house, EMAIL) as http:
        ways = {row["document_type"]: row for row in (await http.get(f"/companies/{company}/reception")).json()}
    assert set(ways) == {"invoice", "credit-note", "account-statement", "reminder"}
    assert (ways["reminder"]["method"], ways["reminder"]["decided_by"]) == ("email", "as-invoices")
    assert (ways["account-statement"]["method"], ways["account-statement"]["decided_by"]) == ("inbox", "person")


async def test_what_came_of_a_sample_is_seen_whichever_is_heard_first(house: House) -> None:
    company, first, second = await company_of(house), uuid4(), uuid4()
    ordered = directory.SampleDocumentOrdered(
        company=company, sample=first, document_type="invoice", method="email", format="pdf"
    )
    sent = delivery.SampleDocumentSent(company=company, sample=first, channel="email", receipt="250 ok")
    failed = delivery.SampleDocumentFailed(company=company, sample=second, cause="550 no", repair="receiver")
    await house.told(ordered, sent, failed, ordered.model_copy(update={"sample": second}))
    async with logged_in(house, EMAIL) as http:
        good = (await http.get(f"/companies/{company}/reception/samples/{first}")).json()
        bad = (await http.get(f"/companies/{company}/reception/samples/{second}")).json()
        none = await http.get(f"/companies/{company}/reception/samples/{uuid4()}")
    assert (good["status"], good["receipt"]) == ("sent", "250 ok")
    assert (bad["status"], bad["cause"], bad["repair"], bad["document_type"]) == (
        "failed",
        "550 no",
        "receiver",
        "invoice",
    )
    assert none.status_code == 404 and none.json()["code"] == "sample.not-found"


@pytest.mark.req("S3-59", "S3-60", "S3-62", "S3-63", "D-03")
async def test_references_are_checked_before_anything_is_sent(house: House) -> None:
    company, buyer = await company_of(house), uuid4()
    infranord = EXAMPLES["infranord"]
    later = (ReferenceRule("order_number", True, ("X[0-9]",), "", "X1", {}),)
    await house.told(
        *both(directory.ConnectionEstablished, company, buyer),
        directory.BuyerRulesChanged(company=buyer, version=1, valid_from=date(2026, 1, 1), rules=infranord),
        directory.BuyerRulesChanged(company=buyer, version=2, valid_from=date(2099, 1, 1), rules=later),
    )
    async with logged_in(house, EMAIL) as http:
        http.headers["accept-language"] = "da"
        ready = (await http.get("/reference-rule-examples")).json()["infranord"]["rules"]
        assert [rule["reference"] for rule in ready] == [rule.reference for rule in infranord]
        path = f"/companies/{company}/customers/{buyer}/reference-check"
        good = {"order_number": "AO12345", "buyer_reference": "AB12", "reference_person": "Anna Berg"}
        answer = (await http.post(path, json=good)).json()
        assert answer["passes"] and answer["version"] == 1
        assert [one["code"] for one in answer["findings"]] == ["reference.generated"]
        bad = (await http.post(path, json={"order_number": "ao12", "buyer_reference": "AB"})).json()
        assert not bad["passes"]
        found = {one["reference"]: one for one in bad["findings"]}
        assert found["order_number"]["examples"] == ["AO1234567"]
        assert found["order_number"]["buyers_words"].startswith("Angiv Infranords arbejdsordrenummer")
        assert found["reference_person"]["text"] == "Kunden kræver denne reference."
        small = (await http.post(path, json={**good, "order_number": "ao12345"})).json()
        assert small["findings"][0]["correction"] == "AO12345", "offered, never put in"
        other = (await http.post(path, json={**good, "order_number": "4500012345"})).json()
        assert other["passes"] and "indkøbsordrenummer" in other["findings"][0]["text"]
        future = (await http.post(path, json={**good, "on": "2099-01-01"})).json()
        assert future["version"] == 2 and not future["passes"]
        stranger = await http.post(f"/companies/{company}/customers/{uuid4()}/reference-check", json=good)
        assert stranger.status_code == 404 and stranger.json()["code"] == "partner.not-found"


@pytest.mark.req("S0-31")
async def test_guesses_from_one_address_are_slow_whatever_companies_they_are_made_for(house: House) -> None:
    person = await house.person(EMAIL)
    companies = [await house.company(person, f"Gissarn {place} AB") for place in range(3)]
    house.edge.settings = house.edge.settings.model_copy(update={"guesses_per_address_per_minute": 4})

    async def refuse(fact: Any) -> directory.EnrolmentRefused:
        details = {"attempts_left": "9"}
        return directory.EnrolmentRefused(company=fact.company, code="enrolment.no-such-invitation", details=details)

    async with logged_in(house, EMAIL) as http, house.answering(portal.EnrolmentRequested, refuse) as heard:
        pair = {"customer_number": "K-1", "code": "AAAAAAAAAA"}
        answers = [
            await http.post(f"/companies/{company}/enrolments", json=pair) for company in companies for _ in range(2)
        ]
    assert [answer.json()["code"] for answer in answers] == ["enrolment.no-such-invitation"] * 4 + ["rate.limited"] * 2
    assert len(heard) == 4, "what is limited is never told"
