"""Stories of mails about credits: which account's address they go to, and what they say."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from notifications_stories import CONTACT, Office, paid, text_of

from contracts.notifications import v1 as told
from contracts.values import Money, OrderLine, Personal, PricedLine
from contracts.wallet import v1 as wallet

SOUTH = "syd@exempel.test"


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


def sek(amount: str) -> Money:
    return Money(Decimal(amount))


async def south_of(office: Office, email: str | None = SOUTH) -> UUID:
    account = uuid4()
    address = Personal(email) if email else None
    await office.hear(wallet.AccountSaved(company=office.company, account=account, name="Syd", email=address))
    return account


@pytest.mark.req("S1-16", "S1-24")
async def test_the_receipt_goes_to_the_address_of_the_account_that_was_bought_for(office: Office) -> None:
    account = await south_of(office)
    fact = paid(office.company)
    await office.hear(fact.model_copy(update={"account": account}))
    assert office.mail["To"] == SOUTH
    office.server.taken.clear()
    await office.hear(paid(office.company).model_copy(update={"account": office.company}))
    assert office.mail["To"] == CONTACT, "the first account has the company's own contact"


async def test_an_account_that_loses_its_address_is_written_to_at_the_contact(office: Office) -> None:
    account = await south_of(office)
    await office.hear(wallet.AccountSaved(company=office.company, account=account, name="Syd"))
    await office.hear(wallet.BalanceLow(company=office.company, klip="invoice", available=9, account=account))
    assert office.mail["To"] == CONTACT


async def test_a_receipt_names_everything_that_was_bought_and_what_vat_it_is(office: Office) -> None:
    lines = (
        PricedLine("invoice", 100, sek("2.00"), sek("200.00")),
        PricedLine("plan.basic", 1, sek("149.00"), sek("149.00")),
    )
    note = "Reverse charge, article 196 of Directive 2006/112/EC"
    await office.hear(paid(office.company).model_copy(update={"lines": lines, "vat_note": note}))
    text = plain(text_of(office.mail))
    assert "Köpt: 100 fakturaklip, abonnemang Basic" in text and f"Moms: {note}" in text


@pytest.mark.req("S4-21")
async def test_a_new_price_is_announced_ahead_once_to_each_company(office: Office) -> None:
    fact = wallet.PriceChangeNoticed(
        company=office.company,
        announcement=uuid4(),
        item="invoice",
        net=sek("2.35"),
        previous=sek("2.00"),
        valid_from=datetime(2027, 1, 1, tzinfo=UTC),
    )
    await office.hear(fact, fact)
    text = plain(text_of(office.mail))
    assert office.mail["Subject"] == "Nytt pris från 1 januari 2027"
    assert "2,35 kr" in text and "Pris i dag: 2,00 kr" in text


async def test_money_that_goes_back_and_money_that_was_taken_back_are_written_about(office: Office) -> None:
    of = {"company": office.company, "order": uuid4()}
    await office.hear(wallet.RefundPaid(**of, refund=uuid4(), amount=sek("125.00")))
    assert plain(office.mail["Subject"]) == "Vi har betalat tillbaka 125,00 kr"
    office.server.taken.clear()
    taken = (OrderLine("invoice", 60),)
    lost = {"account": office.company, "taken": taken, "amount": sek("250.00"), "owed": sek("100.00")}
    await office.hear(wallet.PaymentChargedBack(**of, **lost))
    assert "Att betala: 100,00 kr" in plain(text_of(office.mail))


async def test_a_plan_that_begins_later_has_a_notice_and_one_that_begins_has_its_own(office: Office) -> None:
    of = {"company": office.company}
    later = datetime(2999, 2, 21, tzinfo=UTC)
    await office.hear(wallet.PlanChosen(**of, plan="free", previous="basic", valid_from=later))
    assert office.mail["Subject"] == "Abonnemanget byts till Free den 21 februari 2999"
    office.server.taken.clear()
    now = datetime(2026, 11, 1, tzinfo=UTC)
    chosen = wallet.PlanChosen(**of, plan="basic", previous="free", valid_from=now)
    changed = wallet.PlanChanged(
        **of, plan="basic", previous="free", permits=("other-operators",), invoices_per_year=0, users=3
    )
    await office.hear(chosen, changed)
    assert office.mail["Subject"] == "Ert abonnemang är nu Basic"


async def test_what_was_ordered_by_itself_is_written_about_and_what_a_person_ordered_is_not(office: Office) -> None:
    sums = {"net": sek("200.00"), "vat": sek("50.00"), "total": sek("250.00")}
    of = {"company": office.company, "klip": "invoice", "quantity": 100, **sums}
    assert await office.hear(wallet.OrderAccepted(**of, order=uuid4())) == []
    (sent,) = await office.hear(wallet.OrderAccepted(**of, order=uuid4(), cause="top-up", payment="transfer"))
    assert isinstance(sent, told.MailSent) and sent.template == "top-up-ordered"
    assert "när betalningen har kommit in" in text_of(office.mail)
