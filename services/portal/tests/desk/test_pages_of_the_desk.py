"""The desk's pages: what waits is in sight, each act has its form, and who did what stands in the log."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from pages_house import House

from contracts.directory import v1 as directory
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.support import v1 as support
from contracts.values import Money, Personal
from contracts.wallet import v1 as wallet

DAG, EVA, ANNA = "dag@stafett.example", "eva@stafett.example", "anna@norrsken.example"
PLACES = ("requests", "cases", "companies", "invoices", "money", "bank", "corrections", "proposals", "running")


async def staffed(house: House) -> None:
    await house.person(DAG)
    await house.person(EVA, language="da")
    house.edge.settings = house.edge.settings.model_copy(update={"staff": f"{DAG},{EVA}"})


async def paid_order(house: House, company: UUID, total: str) -> UUID:
    order = uuid4()
    sums = {name: Money(Decimal(total)) for name in ("net", "vat", "total")}
    of: dict[str, Any] = {"company": company, "order": order, "klip": "invoice", "quantity": 1000, **sums}
    await house.told(wallet.OrderAccepted(**of), wallet.OrderPaid(**of, payment="p-1"))
    return order


async def test_every_place_is_a_page_with_the_menu_and_a_customer_sees_none(house: House) -> None:
    await staffed(house)
    await house.person(ANNA)
    async with house.browser() as dag, house.browser() as eva, house.browser() as anna:
        await dag.log_in(DAG)
        await eva.log_in(EVA)
        await anna.log_in(ANNA)
        for place in ("", *(f"/{one}" for one in (*PLACES, "staff", "log"))):
            page = await dag.open(f"/desk{place}")
            assert page.status == 200 and page.tree.xpath("//h1"), place
            assert page.tree.xpath("//nav[@class='menu']//a[@aria-current='page']"), place
            assert (await anna.open(f"/desk{place}")).status == 404, place
        page = await eva.open("/desk")
        assert page.language == "en" and "What waits for one of us" in page.text, "staff read Swedish or English"
        assert page.tree.xpath("//nav[@class='languages']//@lang") == ["sv", "en"]
    async with house.browser() as nobody:
        assert (await nobody.open("/desk/money")).path == "/login?next=%2Fdesk%2Fmoney"


async def test_a_large_refund_goes_from_one_to_another_on_their_pages(house: House) -> None:
    await staffed(house)
    company = await house.company(await house.person(ANNA))
    order = await paid_order(house, company, "62500.00")

    async def agreed(told: portal.RefundRequested) -> Fact:
        return wallet.RefundRefused(
            company=told.company, order=told.order, refund=told.refund, code="refund.nothing-left"
        )

    async with (
        house.browser() as dag,
        house.browser() as eva,
        house.answering(portal.RefundRequested, agreed) as heard,
    ):
        await dag.log_in(DAG)
        await eva.log_in(EVA)
        page = await dag.open("/desk/companies?search=norrsken")
        assert f"/desk/companies/{company}" in page.links()
        page = await dag.open(f"/desk/companies/{company}")
        assert f"/desk/companies/{company}/orders/{order}" in page.links()
        page = await dag.open(f"/desk/companies/{company}/orders/{order}")
        form = f"/desk/companies/{company}/orders/{order}/refunds"
        empty = await dag.press(page, form, reason="")
        assert empty.status == 422 and "reason" in empty.tree.xpath("//textarea/@name")
        page = await dag.press(page, form, reason="Köpte fel <b>antal</b>")
        assert page.path == "/desk/proposals?told=proposed" and "Köpte fel <b>antal</b>" in page.text
        (form,) = page.tree.xpath("//main//form/@action")
        own = await dag.press(page, form, answer="yes")
        assert own.status == 403 and "kan inte själv godkänna" in own.text and heard == []
        page = await eva.open("/desk/proposals")
        page = await eva.press(page, form, answer="yes")
        assert len(heard) == 1 and page.status == 422, "what the wallet says is said to whoever approved"
        assert "Refund:" not in (await eva.open("/desk/proposals")).tree.xpath("string(//main)")
        page = await eva.open(f"/desk/log?company={company}&first=2026-01-01&last=nonsense")
        assert "Proposed what takes two" in page.text and "Norrsken Bygg AB" in page.text
        assert "Approved a proposal" in (await eva.open("/desk/log")).text


async def case_and_request(house: House) -> tuple[UUID, UUID, UUID]:
    """A question of somebody's, a sender's wish for a recipient; and who it is that asks."""
    person = await house.person(ANNA)
    company = await house.company(person)
    case, request = uuid4(), uuid4()
    await house.told(
        support.CaseOpened(
            company=company,
            person=person,
            case=case,
            reference="7KQM-2XEA",
            opened_by="customer",
            category="other",
            title=Personal("Hjälp <i>oss</i>"),
            form=Personal({}),
            text=Personal("Var är vår faktura?"),
            name=Personal("Anna Öst"),
            email=Personal(ANNA),
            language="sv",
        ),
        directory.RecipientRequestReceived(
            company=company,
            request=request,
            kind="register",
            name="Åkeriet",
            country="SE",
            number=Personal("5560360793"),
            operator="Annan",
            email=Personal("info@akeriet.example"),
        ),
    )
    return case, request, person


async def test_a_case_is_answered_and_a_request_is_refused_with_a_reason(house: House) -> None:
    await staffed(house)
    case, request, person = await case_and_request(house)

    async def said(told: portal.SupportCaseAnswered) -> Fact:
        return support.CaseAnswered(
            company=told.company,
            person=person,
            case=case,
            reference="7KQM-2XEA",
            answer=uuid4(),
            number=1,
            side=told.side,
            title=Personal("Hjälp"),
            text=told.text,
            email=Personal(ANNA),
            language="sv",
        )

    async def refused(told: portal.RecipientRequestDecided) -> Fact:
        return directory.RecipientRequestRefused(
            company=told.company, request=request, code="recipient-request.refused", decided=True
        )

    async with (
        house.browser() as dag,
        house.answering(portal.SupportCaseAnswered, said) as answers,
        house.answering(portal.RecipientRequestDecided, refused) as decisions,
    ):
        await dag.log_in(DAG)
        front = await dag.open("/desk")
        assert front.text.count("1 väntar") == 2, "the case and the request"
        page = await dag.open(f"/desk/cases/{case}")
        assert "Hjälp <i>oss</i>" in page.text
        page = await dag.press(page, f"/desk/cases/{case}", step="answer", text="Den kom i går.")
        (answer,) = answers
        assert isinstance(answer, portal.SupportCaseAnswered) and answer.side == "operator"
        assert "Den kom i går." in page.text and "Det är gjort." in page.text
        page = await dag.open(f"/desk/requests/{request}")
        page = await dag.press(page, f"/desk/requests/{request}", decision="refuse", note="Finns inte där")
        (decision,) = decisions
        assert isinstance(decision, portal.RecipientRequestDecided) and decision.note == "Finns inte där"
        assert page.path == "/desk/requests?told=done"
        assert "1 väntar" not in (await dag.open("/desk")).text
        log = await dag.open("/desk/log")
        assert "Svarade i ett ärende" in log.text and "Beslut om mottagare" in log.text


async def test_money_that_waits_has_a_page_with_what_settles_it(house: House) -> None:
    await staffed(house)
    company = await house.company(await house.person(ANNA))
    order = await paid_order(house, company, "250.00")
    some = Money(Decimal("250.00"))
    await house.told(
        wallet.PaymentRefused(
            company=company, order=order, code="payment.already-paid", payment="p/2 ä&", set_aside=some, to_card=True
        )
    )

    async def settled(told: portal.PaymentAssigned) -> Fact:
        return wallet.SetAsideSettled(
            company=company, order=order, payment=told.payment, amount=some, left=Money(Decimal(0)), how="assigned"
        )

    async with house.browser() as dag, house.answering(portal.PaymentAssigned, settled) as heard:
        await dag.log_in(DAG)
        page = await dag.open("/desk/money")
        (link,) = [link for link in page.links() if link.startswith("/desk/money/set-aside")]
        page = await dag.open(link)
        form = f"/desk/money/{company}/{order}/assign"
        wrong = await dag.press(page, form, to_order="fel")
        assert wrong.status == 422 and "p/2 ä&" in wrong.text
        page = await dag.press(page, form, to_order=str(order))
        assert len(heard) == 1 and page.path == "/desk/money?told=done" and "Ingenting här" in page.text


async def test_an_invoice_is_found_by_its_number_with_every_fact_that_was_told(house: House) -> None:
    await staffed(house)
    person = await house.person(ANNA)
    company = await house.company(person)
    invoice = await house.draft(company, person)
    await house.told(await house.issued(company, invoice, "2026-00417"))
    async with house.browser("en") as dag:
        await dag.log_in(DAG)
        page = await dag.open("/desk/invoices?search=2026-00417")
        assert f"/desk/invoices/{invoice}" in page.links()
        page = await dag.open(f"/desk/invoices/{invoice}")
        assert "invoicing.invoice_issued" in page.text and "portal.invoice_draft_saved" in page.text
        assert (await dag.open(f"/desk/invoices?search={invoice}")).links().count(f"/desk/invoices/{invoice}") == 1
        assert (await dag.open(f"/desk/invoices/{uuid4()}")).status == 404
