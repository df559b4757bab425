"""A sample can be paid by nobody: no account, reference or code in any syntax, and every page says what it is.

Looked for beside the UBL and the PDF: the QR codes of Sweden and of SEPA, the Finnish barcode, the Danish slip line,
the Norwegian KID, the file inside a Factur-X, and pages after the first.
"""

import io
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from test_pdf import with_lines

from einvoice.cii import facturx
from einvoice.cii import writer as cii
from einvoice.examples import swedish
from einvoice.model import Invoice, from_json
from einvoice.oioubl import writer as oioubl
from einvoice.pdf.drawing import render
from einvoice.pdf.words import LANGUAGES, words
from einvoice.rules.validation import validate
from einvoice.samples import as_sample
from einvoice.ubl import writer as ubl
from einvoice.ubl.reader import read

BARCODE_DIGITS = 54
EXAMPLES = Path(__file__).parent / "pdf_examples"


def example(country: str) -> Invoice:
    return from_json((EXAMPLES / f"{country}.json").read_bytes())


def payable_words(invoice: Invoice) -> set[bytes]:
    """Every account and reference of an invoice, as its documents would write them."""
    means = invoice.payment_means
    found = {text for one in means for text in (one.account, one.payment_id, one.card_number, one.mandate) if text}
    return {text.encode() for text in found}


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def images_of(pdf: bytes) -> int:
    """Drawings with a text for those who do not see them: QR codes and barcodes are some of these."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(1 for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure")


@pytest.mark.parametrize("country", ["se", "fi"])
def test_a_draft_says_what_it_is_in_its_readers_language_and_is_else_as_it_would_be_sent(country: str) -> None:
    """Account and sums stand on it; a code to scan does not: somebody would pay what is not sent yet."""
    real = replace(example(country), number="")
    sent, draft = render(example(country), language="da"), render(real, language="da", draft="sv")
    said, as_sent = " ".join(pages_of(draft)), " ".join(pages_of(sent))
    assert words("sv")["draft"] in said and words("da")["draft_number"] in said
    assert words("sv")["draft"] not in as_sent and images_of(draft) < images_of(sent)
    of_codes = " ".join(words("da")[label] for label in ("scan_uqr", "scan_epc", "barcode")).split()
    gone = {word for word in set(as_sent.split()) - set(said.split()) if len(word) < BARCODE_DIGITS}
    assert gone <= {*of_codes, example(country).number}


@pytest.mark.parametrize("country", ["se", "dk", "no", "fi"])
def test_no_syntax_of_a_sample_holds_anything_to_pay_by(country: str) -> None:
    real = example(country)
    payable, sample = payable_words(real), as_sample(real, "en")
    assert payable and any(word in ubl.build(real) for word in payable), "the invoice itself can be paid"
    documents = [ubl.build(sample), cii.build(sample).document]
    if country == "dk":
        documents.append(oioubl.build(sample).document)
    for document in documents:
        assert [word for word in payable if word in document] == []
        assert b"Sample document. Not to be paid." in document
    assert read(ubl.build(sample)).invoice.payment_means == ()


@pytest.mark.parametrize(("language", "lines"), [("sv", 90), *((language, 3) for language in LANGUAGES)])
def test_every_page_of_a_sample_says_so_in_its_language(language: str, lines: int) -> None:
    invoice = with_lines(swedish(), lines)
    pages = pages_of(render(invoice, language=language, sample=True))
    assert len(pages) > 1 or lines == 3
    assert [page for page in pages if words(language)["sample"] not in page] == []
    assert words(language)["sample"] not in " ".join(pages_of(render(invoice, language=language)))


@pytest.mark.parametrize("country", ["se", "dk", "no", "fi"])
def test_the_page_of_a_sample_has_no_account_no_reference_and_no_code_even_if_the_document_has(country: str) -> None:
    invoice = example(country)
    real, sample = render(invoice, language="en"), render(invoice, language="en", sample=True)
    accounts = {one.account[-4:] for one in invoice.payment_means if one.account}
    assert any(account in " ".join(pages_of(real)) for account in accounts)
    shown = " ".join(pages_of(sample)).replace(" ", "")
    assert [one for one in payable_words(invoice) if one.decode() in shown] == []
    if country in ("se", "fi"):
        assert images_of(sample) < images_of(real), "neither QR code nor barcode"


def test_the_file_inside_a_factur_x_sample_has_nothing_to_pay_by_either() -> None:
    invoice = example("fi")
    built = facturx.build(invoice, language="fi", sample=True).document
    inside = facturx.extract(built)
    assert [word for word in payable_words(invoice) if word in inside] == []
    assert words("fi")["sample"] in pages_of(built)[0]
    assert any(
        word in facturx.extract(facturx.build(invoice, language="fi").document) for word in payable_words(invoice)
    )


def test_a_sample_is_valid_all_the_same() -> None:
    report = validate(ubl.build(as_sample(swedish(), "sv")))
    assert report.complete and report.valid, report.findings
