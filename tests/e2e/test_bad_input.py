"""Bad input at the edge: each gets a clear problem+json answer with a stable code, and changes nothing."""

import io
import uuid
from typing import Any

import pypdf
import pytest

from devstack.companies import NewCompany, NewVisitor, Trade
from devstack.demo import made_pdf
from devstack.journey import Problem, Visitor
from devstack.network import Network
from devstack.numbers import swedish_number

from .test_the_straight_path import simple_draft

INFRANORD = {
    "valid_from": "2026-01-01",
    "rules": [
        {
            "reference": "order_number",
            "mandatory": True,
            "patterns": ["^AO[0-9]{5,7}$"],
            "refuse_prefix": "AO",
            "example": "AO12345",
            "words": {"sv": "Arbetsordernummer: AO och 5 till 7 siffror."},
        }
    ],
}


async def refused(person: Visitor, method: str, path: str, **options: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        await person.own(method, path, **options)
    assert caught.value.body["title"] not in ("", caught.value.code), "a refusal without words"
    return caught.value


@pytest.mark.req("S3-60", "D-03")
async def test_an_order_number_that_breaks_the_buyers_pattern_is_refused_in_the_buyers_words(trade: Trade) -> None:
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reference-rules", json=INFRANORD)
    draft = simple_draft(customer) | {"order_number": "AO123"}
    drafted = await supplier.own("POST", "/invoices", json=draft)
    problem = await refused(supplier, "POST", f"/invoices/{drafted['invoice']}/send")
    assert problem.code == "reference.refused"
    assert any("Arbetsordernummer" in finding["text"] for finding in problem.body["findings"])
    assert await supplier.credits() == 100
    await supplier.own("PUT", f"/invoices/{drafted['invoice']}", json=draft | {"order_number": "AO12345"})
    issued = await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")
    assert issued["number"].endswith("00001"), "no number was used up by the refusal"


async def test_a_purchase_order_number_passes_with_a_remark(trade: Trade) -> None:
    supplier, customer = await trade(credits=100)
    await customer.own("PUT", "/reference-rules", json=INFRANORD)
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer) | {"order_number": "4500012345"})
    assert [finding["level"] for finding in drafted["findings"]] == ["warning"]
    await supplier.own("POST", f"/invoices/{drafted['invoice']}/send")


@pytest.mark.parametrize(
    ("vat_number", "number"),
    [("SE55667788990", None), ("DK13585627", None), ("SE556677889901", "556677-8890")],
)
@pytest.mark.req("S3-26", "S3-27")
async def test_wrong_numbers_are_refused(visitor: NewVisitor, vat_number: str, number: str | None) -> None:
    person = await visitor("sven")
    body = {"country": "SE", "number": number or swedish_number(88_888), "name": "Fel AB", "vat_number": vat_number}
    with pytest.raises(Problem) as caught:
        await person.call("POST", "/companies", json=body)
    assert caught.value.status == 422 and caught.value.code.startswith(("company-number.", "vat-number.", "company."))


@pytest.mark.req("S3-28")
async def test_a_company_has_a_vat_number_or_says_that_it_has_none(visitor: NewVisitor) -> None:
    person = await visitor("sven")
    with pytest.raises(Problem) as caught:
        await person.call(
            "POST", "/companies", json={"country": "SE", "number": swedish_number(88_889), "name": "Fel AB"}
        )
    assert caught.value.code == "company.vat-number-or-none"


@pytest.mark.req("S1-06")
async def test_99_klip_are_refused_and_100_are_not(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken AB")
    order = {"quantity": 99, "terms_version": "1"}
    problem = await refused(supplier, "POST", "/orders", json=order)
    assert (problem.status, problem.code, problem.body["details"]["quantity_min"]) == (422, "order.too-small", "100")
    assert "100" in problem.body["title"]
    accepted = await supplier.own("POST", "/orders", json=order | {"quantity": 100})
    assert accepted["answer"] == "payment_requested"


@pytest.mark.req("S3-72")
async def test_sums_that_are_sent_along_are_refused_and_never_believed(trade: Trade) -> None:
    supplier, customer = await trade()
    for tampered in ({"payable": "1.00"}, {"vat": {"amount": "0"}}):
        problem = await refused(supplier, "POST", "/invoices", json=simple_draft(customer) | tampered)
        assert (problem.status, problem.code) == (422, "request.invalid")
        assert problem.body["findings"][0]["rule"] == "field.extra-forbidden"
    line = {**simple_draft(customer)["lines"][0], "amount": "1.00"}  # type: ignore[index]
    problem = await refused(supplier, "POST", "/invoices", json=simple_draft(customer) | {"lines": [line]})
    assert problem.body["findings"][0]["where"] == "lines.0.amount"
    assert await supplier.own("GET", "/invoices") == []


@pytest.mark.req("S3-64")
async def test_an_attachment_is_a_pdf_by_content_and_not_too_large(company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken AB")

    async def upload(content: bytes) -> Problem:
        return await refused(supplier, "POST", "/attachments", params={"name": "a.pdf"}, content=content)

    large = await upload(b"%PDF-1.7" + b"0" * 20_000_000)
    assert (large.status, large.code) == (413, "body.too-large")
    for content in (b"MZ\x90\x00 I am no PDF", b"", b"%PDF-1.7 but broken"):
        problem = await upload(content)
        assert (problem.status, problem.code) == (415, "document.not-pdf")
    locked = await upload(_locked())
    assert (locked.status, locked.code) == (415, "document.protected")


async def test_the_same_request_twice_is_once_and_with_another_body_is_refused(trade: Trade) -> None:
    supplier, customer = await trade()
    key = {"idempotency-key": "draft-1"}
    first = await supplier.own("POST", "/invoices", json=simple_draft(customer), headers=key)
    second = await supplier.own("POST", "/invoices", json=simple_draft(customer), headers=key)
    assert first["invoice"] == second["invoice"]
    assert len(await supplier.own("GET", "/invoices")) == 1
    other = simple_draft(customer) | {"buyer_reference": "other"}
    problem = await refused(supplier, "POST", "/invoices", json=other, headers=key)
    assert (problem.status, problem.code) == (409, "request.reused")


PATHS = [
    ("GET", ""),
    ("GET", "/invoices"),
    ("GET", "/invoices/{invoice}"),
    ("GET", "/invoices/{invoice}/ubl"),
    ("PUT", "/invoices/{invoice}"),
    ("POST", "/invoices/{invoice}/send"),
    ("POST", "/invoices/{invoice}/take-back"),
    ("POST", "/invoices"),
    ("POST", "/attachments?name=a.pdf"),
    ("GET", "/customers"),
    ("GET", "/suppliers"),
    ("GET", "/credits"),
    ("GET", "/orders"),
    ("POST", "/orders"),
    ("GET", "/inbox"),
    ("PUT", "/reception"),
    ("PUT", "/reference-rules"),
    ("POST", "/terms"),
    ("PUT", "/addresses/default"),
    ("POST", "/bank-accounts"),
    ("POST", "/signings"),
    ("POST", "/invitations"),
    ("POST", "/enrolments"),
]


async def test_another_companys_address_is_answered_as_if_it_did_not_exist(trade: Trade) -> None:
    """In every address: what a stranger asks is refused before its body is looked at."""
    supplier, customer = await trade()
    drafted = await supplier.own("POST", "/invoices", json=simple_draft(customer))
    for method, path in PATHS:
        place = f"/companies/{supplier.company}{path.format(invoice=drafted['invoice'])}"
        with pytest.raises(Problem) as caught:
            await customer.call(method, place, json={} if method != "GET" else None)
        assert (caught.value.status, caught.value.code) == (404, "company.not-found"), (method, path)
    own = await refused(customer, "GET", f"/invoices/{drafted['invoice']}")
    assert (own.status, own.code) == (404, "invoice.not-found")
    sent = await refused(customer, "POST", f"/invoices/{drafted['invoice']}/send")
    assert sent.code == "invoice.not-found"
    document = await refused(customer, "GET", f"/inbox/{uuid.uuid4()}/pdf")
    assert document.code == "document.not-found"


async def test_nobody_is_let_in_without_a_log_in(network: Network, trade: Trade) -> None:
    supplier, _ = await trade()
    supplier.http.headers.pop("authorization")
    problem = await refused(supplier, "GET", "/invoices")
    assert (problem.status, problem.code) == (401, "login.required")


@pytest.mark.req("S0-31")
async def test_a_wrong_code_tells_a_guesser_nothing(trade: Trade, company: NewCompany) -> None:
    supplier, _ = await trade()
    invited = await supplier.own(
        "POST", "/invitations", json={"customer_number": "777", "customer_name": "K", "email": "k@exempel.example"}
    )
    stranger = await company("sven", "Främmande AB")
    wrong_code = await refused(stranger, "POST", "/enrolments", json={"customer_number": "777", "code": "AAAAAAAAAA"})
    wrong_number = await refused(
        stranger, "POST", "/enrolments", json={"customer_number": "778", "code": invited["code"]}
    )
    assert wrong_code.code == wrong_number.code == "enrolment.no-such-invitation"


async def test_a_forged_payment_is_not_believed(network: Network, company: NewCompany) -> None:
    supplier = await company("anna", "Norrsken AB")
    order = await supplier.own("POST", "/orders", json={"quantity": 100, "terms_version": "1"})
    body = {"type": "payment.captured", "data": {"reference": order["order"], "amount": "250.00", "currency": "SEK"}}
    forged = await supplier.http.post(
        "/webhooks/card",
        json=body,
        headers={"webhook-id": "m1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
    )
    assert (forged.status_code, forged.json()["code"]) == (401, "webhook.signature")
    assert await supplier.credits() == 0


def _locked() -> bytes:
    """A real PDF that nobody can open without a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made_pdf("locked")))
    writer.encrypt("secret", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()
