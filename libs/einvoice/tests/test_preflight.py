"""What every official rule lets through, and the Nordic pre-flight does not."""

from decimal import Decimal

import msgspec
import pytest

from einvoice.examples import swedish
from einvoice.model import Address, Invoice, PaymentMeans
from einvoice.rules.preflight import MISTYPED, RULES, preflight
from einvoice.rules.validation import validate
from einvoice.ubl.writer import build


def paid_by(means: PaymentMeans, country: str = "SE") -> Invoice:
    seller = msgspec.structs.replace(swedish().seller, address=Address(country=country))
    return msgspec.structs.replace(swedish(), payment_means=(means,), seller=seller)


@pytest.mark.parametrize(
    ("means", "country", "rule"),
    [
        (PaymentMeans(code="30", account="9912347", branch="SE:BANKGIRO"), "SE", "NORDIC-BANKGIRO"),
        (PaymentMeans(code="30", account="9008005", branch="SE:PLUSGIRO"), "SE", "NORDIC-PLUSGIRO"),
        (PaymentMeans(code="30", account="9912346", branch="SE:BANKGIRO", payment_id="123456"), "SE", "NORDIC-OCR"),
        (PaymentMeans(code="30", account="SE4550000000058398257467"), "SE", "NORDIC-IBAN"),
        (PaymentMeans(code="93", account="81234567", payment_id="71#000000000000019"), "DK", "NORDIC-FIK"),
        (PaymentMeans(code="30", account="86011117946"), "NO", "NORDIC-ACCOUNT"),
        (PaymentMeans(code="30", account="86011117947", payment_id="602249"), "NO", "NORDIC-KID"),
        (PaymentMeans(code="30", account="FI2112345600000785", payment_id="1233"), "FI", "NORDIC-VIITE"),
        (PaymentMeans(code="30", account="FI2112345600000785", payment_id="RF471234567"), "FI", "NORDIC-RF"),
    ],
)
def test_a_mistyped_account_or_reference_is_found(means: PaymentMeans, country: str, rule: str) -> None:
    (finding,) = preflight(paid_by(means, country))
    assert (finding.rule, finding.level) == (rule, "warning")
    assert (rule in MISTYPED) is (rule != "NORDIC-OCR")


@pytest.mark.parametrize(
    ("means", "country"),
    [
        (PaymentMeans(code="30", account="9912346", branch="SE:BANKGIRO", payment_id="Faktura 1001"), "SE"),
        (PaymentMeans(code="30", account="SE4550000000058398257466", payment_id="1001"), "SE"),
        (PaymentMeans(code="93", account="81234567", payment_id="71#000000000000018"), "DK"),
        (PaymentMeans(code="42", account="0440116243", branch="0040", payment_id="1001"), "DK"),
        (PaymentMeans(code="30", account="86011117947", payment_id="23-"), "NO"),
        (PaymentMeans(code="30", account="FI2112345600000785", payment_id="1 23456 71234 56784"), "FI"),
        (PaymentMeans(code="10"), "SE"),
    ],
)
def test_a_right_one_or_one_of_another_kind_is_left_alone(means: PaymentMeans, country: str) -> None:
    assert list(preflight(paid_by(means, country))) == []


def test_an_amount_due_needs_a_date_or_terms() -> None:
    undated = msgspec.structs.replace(swedish(), due_date=None, payment_terms=None)
    (finding,) = preflight(undated)
    assert (finding.rule, finding.level, finding.term) == ("NORDIC-DUE", "fatal", "BT-9")
    assert list(preflight(msgspec.structs.replace(undated, prepaid=Decimal("17316.38")))) == []


def test_charging_vat_needs_a_vat_number_even_with_f_skatt() -> None:
    seller = msgspec.structs.replace(swedish().seller, vat_id=None)
    report = validate(build(msgspec.structs.replace(swedish(), seller=seller)))
    fatal = {finding.rule: finding.layer for finding in report.findings if finding.level == "fatal"}
    assert fatal == {"NORDIC-VAT-ID": "nordic"}
    assert not report.valid


def test_the_second_way_to_pay_is_pointed_at() -> None:
    broken = PaymentMeans(code="30", account="9912347", branch="SE:BANKGIRO")
    invoice = msgspec.structs.replace(swedish(), payment_means=(swedish().payment_means[0], broken))
    (finding,) = preflight(invoice)
    assert finding.where == "/Invoice/cac:PaymentMeans[2]/cac:PayeeFinancialAccount/cbc:ID"


def test_totals_within_the_official_slack_are_told_as_a_warning() -> None:
    document = build(swedish()).replace(b">6723.54<", b">6723.55<")
    report = validate(document, ("nordic",))
    assert {finding.rule for finding in report.findings} == {"NORDIC-SUMS"}
    assert report.valid


def test_every_rule_has_words() -> None:
    assert all(rule.text.endswith(".") and rule.id.startswith("NORDIC-") for rule in RULES.values())
