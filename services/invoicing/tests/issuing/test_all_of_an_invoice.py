"""Whatever an invoice can hold, a draft can say: it comes out in the UBL, and every official rule accepts it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import Desk, issued

from contracts.draft_parts import DraftAllowance, DraftPayee, DraftPreceding, DraftProperty, VatReason
from contracts.invoicing import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.values import Address, BankAccount, DraftCharge, DraftLine, InvoiceDraft, Money, Personal
from einvoice.model import Invoice
from einvoice.rules.pool import OfficialRules
from einvoice.ubl.reader import read

IBAN = BankAccount("iban", "SE45 5000 0000 0583 9825 7466", bic="ESSESESS")
NONE = Decimal(0)


@pytest.fixture
async def real(official_rules: OfficialRules) -> Desk:
    desk = Desk(official_rules)
    await desk.come_aboard(rules=False)
    return desk


async def ubl_of(desk: Desk, draft: InvoiceDraft) -> Invoice:
    """The invoice as it was issued, valid in every layer."""
    _, facts = await desk.issued(draft)
    fact = issued(facts)
    return read(await desk.invoicing.documents.read(fact.document)).invoice


def whole(desk: Desk, second: Any) -> InvoiceDraft:
    """A draft that says all that a draft can say, at once."""
    line = DraftLine(
        "Räl 60E1",
        Decimal(2_500),
        "MTR",
        Decimal(950),
        Decimal(25),
        article="R-60",
        allowances=(DraftAllowance("Mängdrabatt", "95", percent=Decimal(10)),),
        charges=(DraftAllowance("Kapning", "ABL", amount=Decimal("120.50")),),
        price_quantity=Decimal(100),
        gross_price=Decimal(1_000),
        buyers_article="B-17",
        gtin="7350053850019",
        classification="30102204",
        classification_list="TST",
        properties=(DraftProperty("Kvalitet", "R260"),),
        note="Levererad i två delar",
        object_id="SPÅR-7",
        order_line="10",
        accounting_cost="4010",
        period_from=date(2026, 11, 1),
        period_until=date(2026, 11, 15),
    )
    return desk.draft(
        lines=(line,),
        charges=(DraftCharge("FC", "Frakt", NONE, Decimal(25), percent=Decimal("2.5")),),
        allowances=(DraftAllowance("Årsbonus", "100", percent=Decimal(3), vat_rate=Decimal(25)),),
        other_accounts=(second,),
        prepaid=Decimal(1_000),
        rounding=Decimal("-0.30"),
        tax_point_date=date(2026, 11, 15),
        tax_registration="Godkänd för F-skatt",
        period_from=date(2026, 11, 1),
        period_until=date(2026, 11, 15),
        preceding_invoices=(DraftPreceding("2025-117", date(2025, 12, 1)),),
        contract="RAM-2026",
        project="P-7",
        sales_order="S-1",
        receiving_advice="M-1",
        despatch_advice="F-1",
        tender="UPPH-3",
        object_id="ANL-9",
        accounting_cost="5010",
        payment_terms="30 dagar netto",
        delivery_date=date(2026, 11, 14),
        delivery_name="Infranord Depå",
        delivery_location="7300009000005",
        delivery_address=Address("", "Depågatan 2", "80320", "Gävle", "SE"),
        payee=DraftPayee("Faktorn AB", "5560360793"),
    )


async def test_all_that_a_draft_can_say_is_in_the_invoice(real: Desk) -> None:
    second = uuid4()
    await real.invoicing.hear(
        onboarding.BankAccountConfirmed(company=real.supplier, account=second, details=IBAN, default=False)
    )
    written = await ubl_of(real, whole(real, second))
    line, (allowance,), (charge,) = written.lines[0], written.allowances, written.charges
    assert (line.price.net, line.price.gross, line.price.discount) == (Decimal(950), Decimal(1000), Decimal(50))
    assert (line.price.base_quantity, line.price.base_quantity_unit) == (Decimal(100), "MTR")
    assert (line.allowances[0].base_amount, line.allowances[0].amount) == (Decimal("23750.00"), Decimal("2375.00"))
    assert (line.charges[0].amount, line.charges[0].reason_code) == (Decimal("120.50"), "ABL")
    net = Decimal("21495.50")
    assert (allowance.base_amount, allowance.percent, allowance.amount) == (net, Decimal(3), Decimal("644.87"))
    assert (charge.base_amount, charge.amount) == (net, Decimal("537.39"))
    item = line.item
    assert item.standard_id and (item.buyers_id, item.standard_id.value) == ("B-17", "7350053850019")
    assert (item.classifications[0].code, item.classifications[0].list_id) == ("30102204", "TST")
    assert [(one.name, one.value) for one in item.attributes] == [("Kvalitet", "R260")]
    assert (line.note, line.order_line, line.accounting_cost) == ("Levererad i två delar", "10", "4010")
    assert line.object_id and line.period and (line.object_id.value, line.period.end) == ("SPÅR-7", date(2026, 11, 15))
    assert (written.prepaid, written.rounding) == (Decimal("1000.00"), Decimal("-0.30"))
    assert (written.contract, written.project, written.sales_order) == ("RAM-2026", "P-7", "S-1")
    assert (written.receiving_advice, written.despatch_advice, written.tender_or_lot) == ("M-1", "F-1", "UPPH-3")
    assert written.object_id and (written.object_id.value, written.accounting_cost) == ("ANL-9", "5010")
    assert written.preceding_invoices[0].number == "2025-117"
    assert written.delivery and written.delivery.location and written.delivery.address and written.period
    assert (written.delivery.name, written.delivery.location.scheme) == ("Infranord Depå", "0088")
    assert (written.delivery.address.city, written.payment_terms) == ("Gävle", "30 dagar netto")
    assert written.payee and written.payee.legal_id and written.payee.name == "Faktorn AB"
    assert [means.account for means in written.payment_means] == ["9912346", "SE4550000000058398257466"]
    assert written.seller.tax_registration == "Godkänd för F-skatt"


async def test_an_empty_draft_says_no_more_than_it_did(real: Desk) -> None:
    """Siblings: each of the new fields is left out, not written empty (R008)."""
    written = await ubl_of(real, real.draft())
    assert (written.delivery, written.payee, written.period, written.preceding_invoices) == (None, None, None, ())
    assert (written.allowances, written.vat_exemptions, written.notes, written.vat_currency) == ((), (), (), None)


# VAT.


def lines_of(*vat: tuple[str, str]) -> tuple[DraftLine, ...]:
    return tuple(
        DraftLine("Vara", Decimal(1), "C62", Decimal(1_000), Decimal(rate), vat_category=code) for code, rate in vat
    )


async def test_categories_are_mixed_and_each_says_why_it_carries_no_vat(real: Desk) -> None:
    reasons = (
        VatReason("E", "VATEX-EU-132-1I"),
        VatReason("AE", reason="Omvänd betalningsskyldighet för byggtjänster"),
    )
    draft = real.draft(
        lines=lines_of(("S", "25"), ("S", "6"), ("E", "0"), ("AE", "0"), ("Z", "0")), vat_reasons=reasons
    )
    written = await ubl_of(real, draft)
    told_why = {one.category: (one.code, one.reason) for one in written.vat_exemptions}
    assert told_why["E"] == ("VATEX-EU-132-1I", None)
    assert told_why["AE"] == (None, "Omvänd betalningsskyldighet för byggtjänster")
    assert "Z" not in told_why


@pytest.mark.parametrize(
    ("category", "code", "words"),
    [
        ("AE", "VATEX-EU-AE", "Omvänd betalningsskyldighet"),
        ("G", "VATEX-EU-G", "Export utanför EU"),
        ("O", "VATEX-EU-O", "Omfattas inte av moms"),
        ("K", "VATEX-EU-IC", "Unionsintern försäljning"),
    ],
)
async def test_a_category_that_speaks_for_itself_says_so_in_the_buyers_language(
    real: Desk, category: str, code: str, words: str
) -> None:
    written = await ubl_of(real, real.draft(lines=lines_of((category, "0")), delivery_date=date(2026, 11, 20)))
    assert [(one.code, one.reason) for one in written.vat_exemptions] == [(code, words)]


async def test_reverse_charge_needs_the_buyers_vat_number_or_its_company_number(official_rules: OfficialRules) -> None:
    """BR-AE-02 asks for either. Siblings: K asks for the VAT number itself (BR-IC-02)."""
    desk = Desk(official_rules)
    await desk.register(desk.buyer, "5560125790", "Infranord AB")
    await desk.come_aboard(rules=False)
    written = await ubl_of(desk, desk.draft(lines=lines_of(("AE", "0"))))
    assert written.buyer.vat_id is None and written.buyer.legal_id and written.buyer.legal_id.value == "5560125790"
    (fact,) = await desk.save(desk.draft(lines=lines_of(("K", "0")), delivery_date=date(2026, 11, 20)))
    assert isinstance(fact, told.InvoiceDrafted) and [one.rule for one in fact.findings] == ["BR-IC-02"]


async def test_vat_in_kronor_stands_beside_that_in_euro_with_the_rate_and_its_day(real: Desk) -> None:
    await real.confirm_account(IBAN)
    euro = {"currency": "EUR", "vat_currency": "SEK", "exchange_rate": Decimal("11.2345")}
    draft = real.draft(**euro, exchange_rate_date=date(2026, 11, 20), note="Tack")
    (fact,) = await real.save(draft)
    assert isinstance(fact, told.InvoiceDrafted) and fact.findings == () and fact.sums
    assert fact.sums.vat_again == Money(Decimal("26681.94"), "SEK"), "2,375.00 euro of VAT"
    written = await ubl_of(real, draft)
    assert (written.vat_currency, written.vat_amount_in_vat_currency) == ("SEK", Decimal("26681.94"))
    assert written.notes == ("Tack Växelkurs för momsen: 1 EUR = 11.2345 SEK (2026-11-20).",)


# What each country asks for.


async def seller_in(country: str, number: str, vat: str, account: BankAccount, rules: OfficialRules) -> Desk:
    """A desk whose supplier and buyer are both of that country."""
    desk = Desk(rules)
    buyers = {"NO": ("982463718", "NO982463718MVA"), "DK": ("24256790", "DK24256790"), "FI": ("20774740", "FI20774740")}
    await desk.register(desk.supplier, number, "Selger", vat=vat, country=country)
    await desk.register(desk.buyer, buyers[country][0], "Kjøper", vat=buyers[country][1], country=country)
    for company in (desk.supplier, desk.buyer):
        await desk.move(company, Address("", "Gate 1", "0150", "By", country))
    await desk.confirm_account(account)
    await desk.connect(desk.buyer, "Kjøper")
    await desk.invoicing.hear(desk.signed())
    await desk.invoicing.hear(onboarding.CompanyReady(company=desk.supplier))
    return desk


async def test_a_norwegian_invoice_has_its_register_and_kid_and_raw_fish(official_rules: OfficialRules) -> None:
    account = BankAccount("iban", "NO9386011117947", country="NO")
    desk = await seller_in("NO", "923609016", "NO923609016MVA", account, official_rules)
    line = DraftLine("Torsk", Decimal(100), "KGM", Decimal(45), Decimal("11.11"))
    written = await ubl_of(desk, desk.draft(lines=(line,), currency="NOK", payment_reference="1234567897"))
    assert written.seller.tax_registration == "Foretaksregisteret"
    assert written.payment_means[0].payment_id == "1234567897"


async def test_a_danish_invoice_is_paid_by_its_payment_line(official_rules: OfficialRules) -> None:
    account = BankAccount("iban", "DK5000400440116243", country="DK")
    desk = await seller_in("DK", "32439918", "DK32439918", account, official_rules)
    draft = desk.draft(currency="DKK", payment_reference="+71<000000000000018+81234567<")
    (means,) = (await ubl_of(desk, draft)).payment_means
    assert (means.code, means.payment_id, means.account) == ("93", "71#000000000000018", "81234567")
    (plain,) = (await ubl_of(desk, replace(draft, payment_reference=""))).payment_means
    assert (plain.code, plain.account) == ("58", "DK5000400440116243")


async def test_a_finnish_invoice_has_the_rate_of_its_day(official_rules: OfficialRules) -> None:
    account = BankAccount("iban", "FI2112345600000785", country="FI")
    desk = await seller_in("FI", "01120389", "FI01120389", account, official_rules)
    line = DraftLine("Ruis", Decimal(10), "KGM", Decimal(2), Decimal("13.5"))
    draft = desk.draft(lines=(line,), currency="EUR", payment_reference="1234561")
    assert (await ubl_of(desk, draft)).lines[0].vat.rate == Decimal("13.5")


async def test_a_swedish_seller_that_is_approved_for_f_tax_says_so(official_rules: OfficialRules) -> None:
    desk = Desk(official_rules)
    registered = onboarding.CompanyRegistered
    await desk.invoicing.hear(
        registered(
            company=desk.supplier,
            person=uuid4(),
            country="SE",
            number=Personal("5567037485"),
            name="Nordbygg AB",
            vat_number=Personal("SE556703748501"),
            contact_name=Personal("Åsa Öst"),
            contact_email=Personal("asa@example.se"),
            language="sv",
            f_tax=True,
        )
    )
    await desk.come_aboard(rules=False)
    assert (await ubl_of(desk, desk.draft())).seller.tax_registration == "Godkänd för F-skatt"
