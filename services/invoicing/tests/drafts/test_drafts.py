"""A draft is kept however incomplete, with its sums and what still stands against sending it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from invoicing_stories import PDF, Desk

from chassis.testing import is_answered_as_repeated, unguarded
from contracts.invoicing import v1 as told
from contracts.onboarding import v1 as onboarding
from contracts.values import BankAccount, DraftCharge, DraftLine, InvoiceDraft, Money


def rules_of(fact: Any, level: str = "error") -> set[str]:
    assert isinstance(fact, told.InvoiceDrafted)
    return {one.rule for one in fact.findings if one.level == level}


@pytest.mark.req("S3-51")
async def test_an_empty_draft_is_kept_and_says_what_is_missing(desk: Desk) -> None:
    (fact,) = await desk.save(InvoiceDraft(receiver=desk.buyer))
    assert {"BR-16", "BR-CO-25", "PEPPOL-EN16931-R003"} <= rules_of(fact)
    assert isinstance(fact, told.InvoiceDrafted) and fact.payable == Money(Decimal("0.00"))


@pytest.mark.req("S3-72", "S3-65", "S3-66")
async def test_the_sums_are_computed_from_lines_and_charges(desk: Desk) -> None:
    freight = DraftCharge("FC", "Frakt", Decimal("99.50"), Decimal(25))
    draft = desk.draft(charges=(freight,), round_to_krona=True)
    (fact,) = await desk.save(draft)
    assert isinstance(fact, told.InvoiceDrafted)
    assert (fact.net, fact.vat) == (Money(Decimal("9599.50")), Money(Decimal("2399.88")))
    assert fact.payable == Money(Decimal("11999.00")), "11,999.38, rounded to whole kronor outside the VAT"
    assert fact.findings == () and fact.receiver_name == "Infranord AB"


@pytest.mark.req("S3-72")
def test_a_draft_has_no_room_for_a_sum_that_somebody_typed() -> None:
    """A tampered total cannot travel: neither draft nor line has a field for one, and unknown fields are dropped."""
    names = set(InvoiceDraft.__dataclass_fields__) | set(DraftLine.__dataclass_fields__)
    assert not {name for name in names if any(word in name for word in ("total", "sum", "payable", "net", "amount"))}


async def test_the_latest_draft_counts_and_an_older_one_changes_nothing(desk: Desk) -> None:
    invoice, early = uuid4(), desk.invoicing.now
    await desk.save(desk.draft(note="second"), invoice)
    (refused,) = await desk.save(desk.draft(note="first"), invoice, at=early)
    assert isinstance(refused, told.InvoiceDraftRefused) and refused.code == "invoice.draft-outdated"
    assert (await desk.state(invoice)).draft.note == "second"


async def test_the_same_draft_twice_is_once(desk: Desk) -> None:
    invoice, at = uuid4(), desk.invoicing.now + timedelta(minutes=1)
    assert len(await desk.save(desk.draft(), invoice, at=at)) == 1
    assert is_answered_as_repeated(await desk.save(desk.draft(), invoice, at=at))


async def test_another_companys_draft_is_not_found(desk: Desk) -> None:
    invoice = await desk.saved()
    (fact,) = await desk.save(desk.draft(note="mine now"), invoice, company=uuid4())
    assert isinstance(fact, told.InvoiceDraftRefused) and fact.code == "invoice.not-found"
    assert (await desk.state(invoice)).draft.note == ""


@pytest.mark.req("S3-74")
async def test_a_draft_after_sending_is_refused_and_changes_nothing(desk: Desk) -> None:
    invoice, _ = await desk.sent()
    (fact,) = await desk.save(desk.draft(note="later"), invoice)
    assert isinstance(fact, told.InvoiceDraftRefused), "not invoice_refused: its credit stays reserved"
    assert fact.code == "invoice.already-sent"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"vat_rate": Decimal(24)}, "vat.rate"),
        ({"vat_category": "Q"}, "BR-CL-18"),
        ({"vat_category": "Z"}, "vat.rate-not-zero"),
        ({"price": Decimal(-1)}, "BR-27"),
        ({"name": " "}, "BR-25"),
        ({"unit": ""}, "BR-23"),
        ({"quantity": Decimal("1e40")}, "figure.out-of-range"),
        ({"price": Decimal("1e-40")}, "figure.out-of-range"),
    ],
)
async def test_a_wrong_line_is_pointed_at(desk: Desk, changes: dict[str, Any], rule: str) -> None:
    whole = desk.draft()
    (fact,) = await desk.save(replace(whole, lines=(*whole.lines, replace(whole.lines[0], **changes))))
    assert rules_of(fact) == {rule}
    assert isinstance(fact, told.InvoiceDrafted) and all(one.where.startswith("lines/1") for one in fact.findings)


EXEMPT_LINE: Any = {"vat_category": "E", "vat_rate": Decimal(0)}


@pytest.mark.parametrize(
    ("reason", "code", "where"),
    [
        ("", "", {"exemption_reason"}),
        (" ", " ", {"exemption_reason"}),
        ("", "education", {"exemption_code"}),
        ("Utbildning", "", set()),
        ("", "VATEX-EU-132-1I", set()),
        ("Utbildning", "VATEX-EU-132-1I", set()),
    ],
)
async def test_exempt_lines_need_a_reason_in_words_or_as_a_code(
    desk: Desk, reason: str, code: str, where: set[str]
) -> None:
    """Told once, whatever the number of lines: the finding stands at the field that cures it."""
    whole = desk.draft(exemption_reason=reason, exemption_code=code)
    exempt = replace(whole.lines[0], **EXEMPT_LINE)
    (fact,) = await desk.save(replace(whole, lines=(*whole.lines, exempt, exempt)))
    assert isinstance(fact, told.InvoiceDrafted)
    assert [one.where for one in fact.findings] == sorted(where)


async def test_a_reason_that_no_line_needs_is_kept_and_says_nothing(desk: Desk) -> None:
    (fact,) = await desk.save(desk.draft(exemption_reason="Utbildning", exemption_code="x"))
    assert isinstance(fact, told.InvoiceDrafted) and fact.findings == ()


async def test_a_sign_that_xml_cannot_hold_is_pointed_at_in_what_an_older_release_stored(desk: Desk) -> None:
    """Today the portal and the chassis refuse it first."""
    whole = desk.draft()
    with unguarded():
        (fact,) = await desk.save(replace(whole, lines=(replace(whole.lines[0], description="bell \x07"),)))
    assert rules_of(fact) == {"text.unwritable"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"currency": "kronor"}, "BR-CL-04"),
        ({"account": uuid4()}, "BG-17"),
        ({"payment_reference": "123456"}, "payment-reference.invalid"),
        ({"number": "9" * 31}, "number.too-long"),
        ({"receiver": uuid4()}, "customer.not-connected"),
        ({"charges": (DraftCharge("", "", Decimal(-5), Decimal(25)),)}, "charge.negative"),
    ],
)
async def test_a_wrong_head_is_pointed_at(desk: Desk, changes: dict[str, Any], rule: str) -> None:
    (fact,) = await desk.save(desk.draft(**changes))
    assert rule in rules_of(fact)


async def test_a_company_without_a_vat_number_cannot_charge_vat(desk: Desk) -> None:
    small = Desk()
    await small.register(small.supplier, "5567037485", "Liten AB")
    (fact,) = await small.save()
    assert "BR-S-02" in rules_of(fact)


@pytest.mark.req("S3-61")
@pytest.mark.parametrize(("reference", "found"), [("1234574", set()), ("123455", {"payment-reference.invalid"})])
async def test_an_ocr_number_is_checked_at_the_level_of_the_account(
    desk: Desk, reference: str, found: set[str]
) -> None:
    """The account's level is `length`: the next-to-last digit tells the length (vectors of Bankgirot)."""
    (fact,) = await desk.save(desk.draft(payment_reference=reference))
    assert rules_of(fact) == found


@pytest.mark.req("S3-64")
async def test_attachments_are_pdf_by_what_they_hold(desk: Desk) -> None:
    zipped = desk.uploaded(b"PK\x03\x04 not a PDF at all", "ritning.pdf")
    (fact,) = await desk.save(desk.draft(attachments=(desk.uploaded(PDF), zipped)))
    assert isinstance(fact, told.InvoiceDrafted)
    assert [(one.rule, one.where) for one in fact.findings] == [("attachment.not-pdf", "attachments/1")]
    assert "ritning.pdf" in fact.findings[0].text


async def test_attachments_are_few_and_small(desk: Desk) -> None:
    large = replace(desk.uploaded(PDF), size=desk.settings.attachment_bytes_max + 1)
    (fact,) = await desk.save(desk.draft(attachments=(large,)))
    assert rules_of(fact) == {"attachment.too-large"}
    (fact,) = await desk.save(desk.draft(attachments=(desk.uploaded(PDF),) * 11))
    assert rules_of(fact) == {"attachments.too-many"}


async def test_persons_named_in_a_draft_are_sealed_in_the_store(desk: Desk) -> None:
    invoice = await desk.saved(desk.draft(seller_reference="Åsa Öst"))
    stored = b"".join(row.state for row in desk.invoicing.store.rows)
    assert b"Anna Berg" not in stored and "Åsa Öst".encode() not in stored and b"5567037485" not in stored
    assert (await desk.state(invoice)).draft.reference_person == "Anna Berg"


async def test_an_account_that_is_gone_is_paid_to_no_more(desk: Desk) -> None:
    other = uuid4()
    details = BankAccount("bankgiro", "5050-1055", ocr_level="hard")
    await desk.invoicing.hear(
        onboarding.BankAccountConfirmed(company=desk.supplier, account=other, details=details, default=True)
    )
    await desk.invoicing.hear(onboarding.BankAccountRemoved(company=desk.supplier, account=other))
    (gone,) = await desk.save(desk.draft(account=other))
    (left,) = await desk.save(desk.draft())
    assert isinstance(gone, told.InvoiceDrafted) and isinstance(left, told.InvoiceDrafted)
    assert [one.rule for one in gone.findings] == ["BG-17"] and left.findings == ()
