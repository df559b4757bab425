"""Invoices as this service writes them, judged by the real official rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import PDF, Desk

from contracts.invoicing import v1 as told
from contracts.values import Address, BankAccount, DraftCharge, DraftLine
from einvoice.rules.pool import OfficialRules


@pytest.fixture
async def real(official_rules: OfficialRules) -> Desk:
    desk = Desk(official_rules)
    await desk.come_aboard()
    return desk


async def test_a_swedish_invoice_passes_every_layer(real: Desk) -> None:
    draft = real.draft(
        lines=(
            DraftLine("Montering", Decimal("7.5"), "HUR", Decimal("949.95"), Decimal(25), article="M-1"),
            DraftLine(
                "Handbok", Decimal(3), "H87", Decimal("88.10"), Decimal(6), origin_country="DE", customs_number="4"
            ),
        ),
        charges=(DraftCharge("FC", "Frakt", Decimal("99.50"), Decimal(25)),),
        attachments=(real.uploaded(PDF),),
        note="Tack för beställningen",
        seller_reference="Åsa Öst",
        round_to_krona=True,
    )
    _, facts = await real.issued(draft)
    assert isinstance(facts[-1], told.InvoiceIssued), facts
    assert facts[-1].payable.amount == facts[-1].payable.amount.to_integral_value()
    assert {"xsd", "en16931", "peppol", "nordic"} <= {layer.split()[0] for layer in facts[-1].rules.split(", ")}


@pytest.mark.parametrize(
    "account",
    [BankAccount("plusgiro", "410 54 68-5"), BankAccount("iban", "SE45 5000 0000 0583 9825 7466", bic="ESSESESS")],
)
async def test_every_kind_of_account_passes(real: Desk, account: BankAccount) -> None:
    await real.confirm_account(account)
    _, facts = await real.issued()
    assert isinstance(facts[-1], told.InvoiceIssued), facts


async def test_reverse_charge_passes_with_both_vat_numbers(real: Desk) -> None:
    line = DraftLine("Byggtjänst", Decimal(1), "C62", Decimal(10_000), Decimal(0), vat_category="AE")
    _, facts = await real.issued(real.draft(lines=(line,)))
    assert isinstance(facts[-1], told.InvoiceIssued), facts
    assert facts[-1].vat.amount == 0


async def test_what_is_outside_vat_names_no_vat_numbers(real: Desk) -> None:
    line = DraftLine("Skadestånd", Decimal(1), "C62", Decimal(500), Decimal(0), vat_category="O")
    _, facts = await real.issued(real.draft(lines=(line,)))
    assert isinstance(facts[-1], told.InvoiceIssued), facts


@pytest.mark.parametrize(("reason", "code"), [("Utbildning", ""), ("", "VATEX-EU-132-1I"), ("Vård", "VATEX-EU-132-1C")])
async def test_exempt_lines_beside_others_pass_with_a_reason_in_words_or_as_a_code(
    real: Desk, official_rules: OfficialRules, reason: str, code: str
) -> None:
    draft = real.draft(exemption_reason=reason, exemption_code=code)
    exempt = DraftLine("Kurs i arbete på spår", Decimal(1), "C62", Decimal(4_000), Decimal(0), vat_category="E")
    _, facts = await real.issued(replace(draft, lines=(*draft.lines, exempt)))
    fact = facts[-1]
    assert isinstance(fact, told.InvoiceIssued), facts
    ubl = await real.invoicing.documents.read(fact.document)
    assert (reason or code).encode() in ubl and (b"VATEX-EU-132" in ubl) == bool(code)


async def test_a_supply_to_finland_passes(real: Desk) -> None:
    buyer = uuid4()
    await real.register(buyer, "20774740", "Helsingin Rata Oy", vat="FI20774740", country="FI")
    await real.move(buyer, Address("", "Ratapihantie 6", "00520", "Helsinki", "FI"))
    await real.connect(buyer, "Helsingin Rata Oy")
    await real.confirm_account(BankAccount("iban", "SE45 5000 0000 0583 9825 7466", bic="ESSESESS"))
    line = DraftLine("Räls", Decimal(2), "TNE", Decimal(9_000), Decimal(0), vat_category="K")
    draft = real.draft(receiver=buyer, lines=(line,), delivery_date=date(2026, 11, 20), currency="EUR")
    _, facts = await real.issued(draft)
    assert isinstance(facts[-1], told.InvoiceIssued), facts


@pytest.mark.parametrize(
    ("party", "changes", "rule"),
    [
        ("seller", {"vat": "SE55670374850"}, "SE-R-001"),
        ("seller", {"vat": "556703748501"}, "BR-CO-09"),
        ("buyer", {"number": "5560125791"}, "PEPPOL-COMMON-R049"),
    ],
)
async def test_a_wrong_number_of_a_party_is_refused_by_the_official_rule(
    official_rules: OfficialRules, party: str, changes: dict[str, Any], rule: str
) -> None:
    """Onboarding refuses such a number, but an invoice is validated without trust in that."""
    desk = Desk(official_rules)
    ours = {"number": "5567037485", "vat": "SE556703748501"}
    theirs = {"number": "5560125790", "vat": "SE556012579001"}
    (ours if party == "seller" else theirs).update(changes)
    await desk.register(desk.supplier, name="Nordbygg AB", **ours)
    await desk.register(desk.buyer, name="Infranord AB", **theirs)
    await desk.come_aboard()
    _, facts = await desk.issued()
    (refused,) = facts
    assert isinstance(refused, told.InvoiceRefused) and refused.code == "invoice.breaks-rules"
    assert rule in {one.rule for one in refused.findings}, refused.findings
    assert desk.invoicing.told(told.InvoiceIssued) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"unit": "STYCK"}, "BR-CL-23"), ({"origin_country": "XX"}, "BR-CL-15")],
)
async def test_a_wrong_code_is_found_by_the_official_list_while_it_is_written(
    desk: Desk, changes: dict[str, Any], rule: str
) -> None:
    draft = desk.draft()
    (fact,) = await desk.save(replace(draft, lines=(replace(draft.lines[0], **changes),)))
    assert isinstance(fact, told.InvoiceDrafted)
    assert [one.rule for one in fact.findings] == [rule]


async def test_tampered_sums_are_found_in_the_document_since_the_model_carries_none(
    real: Desk, official_rules: OfficialRules
) -> None:
    """Nobody can hand in a sum; one that is changed in the UBL afterwards breaks BR-CO-15 and the SHA-256."""
    _, facts = await real.issued()
    fact = facts[-1]
    assert isinstance(fact, told.InvoiceIssued)
    ubl = await real.invoicing.documents.read(fact.document)
    tampered = ubl.replace(b">11875.00<", b">1875.00<")
    assert tampered != ubl
    report = await official_rules.validate(tampered)
    assert not report.valid and "BR-CO-15" in {one.rule for one in report.findings}
