"""Factur-X: the page people read, with the invoice inside it byte for byte, named as the standard wants it."""

import io
import zlib

import pikepdf
import pytest
from einvoice_format_stories import replace
from lxml import etree

from einvoice import formats
from einvoice.cii import facturx
from einvoice.cii import writer as cii
from einvoice.examples import every_term, swedish
from einvoice.model import CREDIT_NOTE, Invoice
from einvoice.pdf.drawing import render
from einvoice.ubl.reader import Unreadable
from einvoice.xml import UnsafeXml

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"


def for_facturx(invoice: Invoice) -> Invoice:
    """The invoice as it says itself what it was made for, in a Factur-X document."""
    made: Invoice = replace(invoice, specification=facturx.SPECIFICATION)
    return made


@pytest.fixture(scope="module")
def document() -> bytes:
    return facturx.build(swedish(), language="sv").document


@pytest.fixture(scope="module")
def pdf(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(document))


@pytest.fixture(scope="module")
def xmp(pdf: pikepdf.Pdf) -> etree._Element:
    return etree.fromstring(pdf.Root.Metadata.read_bytes())


def test_the_file_inside_is_the_cii_byte_for_byte(document: bytes) -> None:
    assert facturx.extract(document) == cii.build(for_facturx(swedish())).document
    assert facturx.read(document).invoice == for_facturx(swedish())


def test_the_file_is_named_related_and_dated_as_the_standard_wants_it(pdf: pikepdf.Pdf) -> None:
    [file] = pdf.Root.AF
    assert file.AFRelationship == "/Alternative"
    assert str(file.F) == str(file.UF) == "factur-x.xml"
    assert file.EF.F.Subtype == "/text/xml"
    assert str(file.EF.F.Params.ModDate).startswith("D:20261120")
    assert list(pdf.attachments) == ["factur-x.xml"]


def test_the_metadata_names_the_profile_and_describes_itself(xmp: etree._Element) -> None:
    assert len(list(xmp.iter(f"{RDF}RDF"))) == 1
    told = {
        str(element.tag).removeprefix(FX): element.text for element in xmp.iter() if str(element.tag).startswith(FX)
    }
    assert told == {
        "DocumentType": "INVOICE",
        "DocumentFileName": "factur-x.xml",
        "Version": "1.0",
        "ConformanceLevel": "EN 16931",
    }
    # PDF/A knows neither of these two schemas, and wants each described.
    assert {element.text for element in xmp.iter(f"{SCHEMA}namespaceURI")} == {FX.strip("{}"), PDFUA.strip("{}")}
    assert {element.text for element in xmp.iter(f"{PROPERTY}name")} == {*told, "part"}


def test_it_is_a_pdf_a_3_and_as_accessible_as_any_page_of_ours(pdf: pikepdf.Pdf, xmp: etree._Element) -> None:
    assert {xmp.findtext(f".//{PDFA}{name}") or one(xmp, f"{PDFA}{name}") for name in ("part", "conformance")} == {
        "3",
        "A",
    }
    assert (xmp.findtext(f".//{PDFUA}part") or one(xmp, f"{PDFUA}part")) == "1"
    assert pdf.Root.MarkInfo.Marked
    assert tags(pdf) == tags(pikepdf.open(io.BytesIO(render(swedish(), language="sv"))))
    assert pdf.Root.Lang == "sv" and "/OutputIntents" in pdf.Root


def one(xmp: etree._Element, attribute: str) -> str | None:
    """A value that stands as an attribute of its description."""
    return next((told for element in xmp.iter() if (told := element.get(attribute))), None)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The structure of the page as a screen reader meets it."""
    found = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def test_the_same_invoice_makes_the_same_bytes(document: bytes) -> None:
    assert facturx.build(swedish(), language="sv").document == document


def test_every_term_and_a_credit_note_go_through() -> None:
    invoice = every_term(credit_note=True)
    built = facturx.build(invoice)
    assert [loss.where for loss in built.losses] == ["payment_means[1].card_network"]
    read = facturx.read(built.document).invoice
    assert read == replace(for_facturx(invoice), payment_means__1__card_network=None)
    assert read.type_code == CREDIT_NOTE


# What strangers send


def carrying(name: str, content: bytes) -> bytes:
    """A PDF with a file in it."""
    made = pikepdf.new()
    made.attachments[name] = pikepdf.AttachedFileSpec(made, content, mime_type="text/xml")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"])
def test_the_file_may_have_the_names_that_others_gave_it(name: str) -> None:
    inside = cii.build(swedish()).document
    assert facturx.extract(carrying(name, inside)) == inside
    assert formats.read(carrying(name, inside)).invoice == swedish()


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (carrying("other.xml", b"<a/>"), "holds no invoice"),
        (b"%PDF-1.7\n", "cannot be opened"),
        (b"", "cannot be opened"),
    ],
)
def test_a_pdf_without_an_invoice_is_refused(document: bytes, text: str) -> None:
    with pytest.raises(Unreadable, match=text) as refusal:
        facturx.extract(document)
    assert refusal.value.code == "invoice.no-file-in-pdf"


def test_a_pdf_behind_a_password_is_refused() -> None:
    made, out = pikepdf.open(io.BytesIO(carrying("factur-x.xml", b"<a/>"))), io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(Unreadable, match="password"):
        facturx.extract(out.getvalue())


def test_a_file_that_unpacks_to_more_than_is_read_is_not_unpacked() -> None:
    bomb = carrying("factur-x.xml", b"<a>" + b" " * 5_000_000)
    assert len(bomb) < 50_000
    with pytest.raises(UnsafeXml) as refusal:
        facturx.extract(bomb, max_bytes=1_000_000)
    assert refusal.value.code == "xml.too-large"
    with pytest.raises(UnsafeXml, match="at most 10"):
        facturx.extract(bomb, max_bytes=10)


def test_a_file_packed_twice_is_not_read() -> None:
    made = pikepdf.open(io.BytesIO(carrying("factur-x.xml", b"<a/>")))
    packed = zlib.compress(zlib.compress(b"<a/>"))
    stream = made.attachments["factur-x.xml"].get_file().obj
    stream.write(packed, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
    out = io.BytesIO()
    made.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(Unreadable, match="which is not read"):
        facturx.extract(out.getvalue())


@pytest.mark.parametrize(
    ("inside", "code"),
    [(b"<a", "xml.not-well-formed"), (b"<!DOCTYPE a><a/>", "xml.doctype"), (b"<Finvoice/>", "invoice.not-cii")],
)
def test_what_is_inside_is_read_as_carefully_as_any_document(inside: bytes, code: str) -> None:
    with pytest.raises((Unreadable, UnsafeXml)) as refusal:
        formats.read(carrying("factur-x.xml", inside))
    assert refusal.value.code == code
    assert not formats.validate(carrying("factur-x.xml", inside)).valid
