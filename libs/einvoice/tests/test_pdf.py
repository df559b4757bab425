"""What a rendered invoice shows, says to a screen reader, and never gives away."""

import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from pypdf import PdfReader

from einvoice.model import Address, Identifier, Invoice, Item, Party, Price, TaxRepresentative, from_json
from einvoice.pdf.drawing import pdf_key, render
from einvoice.sums import totals

EXAMPLES = Path(__file__).parent / "pdf_examples"


def example(name: str, **changes: Any) -> Invoice:
    return msgspec.structs.replace(from_json((EXAMPLES / f"{name}.json").read_bytes()), **changes)


def with_lines(invoice: Invoice, count: int) -> Invoice:
    lines = (invoice.lines * (count // len(invoice.lines) + 1))[:count]
    numbered = [msgspec.structs.replace(line, id=str(number)) for number, line in enumerate(lines, 1)]
    return msgspec.structs.replace(invoice, lines=tuple(numbered), rounding=None)


def text_of(pdf: bytes) -> str:
    """The text of all pages, with every kind of space as one plain space."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def page_count(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("se", "sv", ["Faktura", "68 970,00 kr", "53 825,60", "1 450,00", "13 694,41", "-0,01", "5050-1055"]),
        ("se", "sv", ["Org.nr 556677-8899", "Godkänd för F-skatt", "202600417127", "2026-12-20", "22,5 ton"]),
        ("se", "en", ["Invoice", "SEK 68,970.00", "20 Dec 2026", "Org.nr 556677-8899", "22.5 t"]),
        ("dk", "da", ["3.313,13 kr.", "+71<000000000000018+81234567<", "04.12.2026", "CVR-nr. 13585628", "-139,50"]),
        ("no", "nb", ["25 621,19 kr", "8601 11 17947", "602243", "1,2345", "NO923609016MVA", "-5 000,00"]),
        ("fi", "fi", ["3 924,32 €", "RF34 1234 561", "FI21 1234 5600 0007 85", "25,5 %", "VATEX-EU-AE"]),
    ],
)
def test_each_country_finds_its_figures_numbers_and_references(name: str, language: str, shown: list[str]) -> None:
    text = text_of(render(example(name), language=language))

    assert [figure for figure in shown if figure not in text] == []


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "en"])
def test_company_numbers_are_named_as_in_the_company_s_country_whatever_the_page_s_language(language: str) -> None:
    danish, finnish = (text_of(render(example(name), language=language)) for name in ("dk", "fi"))

    assert "CVR-nr. 13585628" in danish
    assert "Y-tunnus 2077474-0" in finnish


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment() -> None:
    text = text_of(render(example("se-credit-note")))

    assert "Kreditfaktura" in text
    assert "Avser faktura 2026-00417 (2026-11-20)" in text
    assert "Att kreditera 40 215,00 kr" in text
    assert "ska inte betalas" in text
    assert "5050-1055" not in text and "Att betala" not in text


def test_what_the_law_asks_of_a_seller_stands_at_the_foot_and_long_legal_information_among_the_notes() -> None:
    seller = msgspec.structs.replace(example("se").seller, legal_form="Aktiebolag")
    foot = text_of(render(example("se", seller=seller))).partition("Anmärkningar")[2]
    assert "Org.nr 556677-8899 Momsreg.nr SE556677889901 Godkänd för F-skatt Aktiebolag" in foot

    words = "Osakeyhtiö, kotipaikka Tampere, rekisteröity kaupparekisteriin 1987"
    told = text_of(render(example("se", seller=msgspec.structs.replace(seller, legal_form=words))))
    assert words in told and f"Godkänd för F-skatt {words}" not in told


def test_vat_in_another_currency_is_shown_beside_the_invoice_s_own() -> None:
    two = example("fi", vat_currency="SEK", vat_amount_in_vat_currency=Decimal("7218.31"))

    assert "Moms i SEK 7 218,31 kr" in text_of(render(two))


def test_a_large_sum_with_its_currency_stays_on_one_line() -> None:
    dear = msgspec.structs.replace(example("se").lines[0], price=Price(net=Decimal("12345678.90")))

    told = text_of(render(example("se", lines=(dear,), charges=(), rounding=None), language="en"))

    assert told.count("SEK 740,740,734.00") == 2


def test_a_tax_representative_is_named_with_number_and_address() -> None:
    representative = TaxRepresentative(
        name="Ombudet AB",
        vat_id="SE556012579001",
        address=Address(line1="Kungsgatan 4", city="Göteborg", postal_code="41119", country="SE"),
    )
    told = text_of(render(example("no", tax_representative=representative)))

    assert "Skatterepresentant: Ombudet AB, SE556012579001, Kungsgatan 4, 411 19 Göteborg, Sverige" in told


def test_what_the_buyer_knows_a_line_by_stands_under_it() -> None:
    line = example("se").lines[0]
    known = msgspec.structs.replace(
        line,
        order_line="10",
        price=msgspec.structs.replace(line.price, gross=Decimal("200"), discount=Decimal("13.50")),
        item=msgspec.structs.replace(
            line.item, buyers_id="B-7", standard_id=Identifier(value="7310865004703", scheme="0160")
        ),
    )
    told = text_of(render(example("se", lines=(known,))))

    assert "Ert artikelnr B-7 · GTIN 7310865004703 · Orderrad 10" in told
    assert "Bruttopris 200,00, rabatt -13,50" in told


def test_a_received_document_shows_the_totals_its_sender_wrote() -> None:
    invoice = example("se")
    stated = msgspec.structs.replace(totals(invoice), payable=Decimal("68969.99"))

    assert "68 969,99 kr" in text_of(render(invoice, stated=stated))


def test_the_same_invoice_gives_the_same_bytes() -> None:
    assert render(example("fi"), ubl=b"<Invoice/>") == render(example("fi"), ubl=b"<Invoice/>")


def test_the_key_of_a_kept_pdf_follows_document_language_and_logo() -> None:
    keys = {pdf_key(b"a", "sv"), pdf_key(b"b", "sv"), pdf_key(b"a", "da"), pdf_key(b"a", "sv", b"logo")}

    assert len(keys) == 4
    assert pdf_key(b"a", "sv") == pdf_key(b"a", "sv")


def test_the_document_itself_is_embedded_once_under_its_number() -> None:
    pdf = render(example("se", number="../2026/417"), ubl=b"<Invoice>exact bytes</Invoice>")

    assert PdfReader(io.BytesIO(pdf)).attachments == {".._2026_417.xml": [b"<Invoice>exact bytes</Invoice>"]}


def test_a_logo_is_shown_and_what_is_no_fair_logo_is_refused() -> None:
    png = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(png, "PNG")
    huge = io.BytesIO()
    Image.new("1", (5000, 5000)).save(huge, "PNG")

    page = PdfReader(io.BytesIO(render(example("se"), logo=png.getvalue()))).pages[0]

    assert len(page.images) == 1
    for refused in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", huge.getvalue(), png.getvalue()[:20], b"x" * 600_000):
        with pytest.raises(ValueError, match="logo"):
            render(example("se"), logo=refused)


def test_only_the_invoice_s_own_typeface_is_used_and_embedded() -> None:
    page = PdfReader(io.BytesIO(render(example("se")))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]

    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "Invoice-Sans" in font["/BaseFont"]
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no language 'is'"):
        render(example("se"), language="is")


# Long invoices


@pytest.mark.parametrize(("lines", "pages"), [(6, 1), (17, 2), (40, 3), (450, 19)])
def test_every_page_says_which_of_how_many_it_is_and_repeats_the_heads(lines: int, pages: int) -> None:
    reader = PdfReader(io.BytesIO(render(with_lines(example("se"), lines))))

    assert len(reader.pages) == pages
    for number, page in enumerate(reader.pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"Sida {number} / {pages}" in text
        assert ("Benämning" in text) == ("Rälsbefästning" in text)


@pytest.mark.parametrize("lines", [30, 120])
def test_totals_carried_to_the_next_page_are_brought_there_and_end_in_the_sum(lines: int) -> None:
    invoice = with_lines(example("se"), lines)
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(render(invoice))).pages]
    carried = [found for text in texts for found in re.findall(r"Transport till nästa sida ([\d ]+,\d\d)", text)]
    brought = [found for text in texts for found in re.findall(r"Transport från föregående sida ([\d ]+,\d\d)", text)]

    assert carried == brought
    assert len(carried) >= lines // 31 + 1
    nets = totals(invoice).line_nets
    sums = [f"{sum(nets[: count + 1]):,.2f}".replace(",", " ").replace(".", ",") for count in range(len(nets))]
    assert all(amount in sums for amount in carried)
    assert f"Summa rader exkl. moms {sums[-1]}" in texts[-1]


def test_lines_are_drawn_where_the_head_of_the_first_page_leaves_room_for_none() -> None:
    crowded = with_lines(example("se", buyer_reference="R" * 400, project="P" * 400, contract="K" * 400), 60)
    buyer = msgspec.structs.replace(crowded.buyer, name="B" * 400)

    reader = PdfReader(io.BytesIO(render(msgspec.structs.replace(crowded, buyer=buyer))))

    text = " ".join(page.extract_text() for page in reader.pages)
    assert text.count("SP-1042") == 10


# Accessibility


@dataclass
class Structure:
    """The structure tree of a PDF, walked: how often each element occurs, and every piece of content in it."""

    kinds: dict[str, int]
    content: set[tuple[int, int]]
    tables: list[list[int]]


def structure_of(pdf: bytes) -> Structure:
    reader = PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    found = Structure({}, set(), [])

    def walk(node: Any, page: int) -> None:
        node = node.get_object()
        if isinstance(node, int):
            assert (page, node) not in found.content, "content belongs to one element"
            found.content.add((page, int(node)))
            return
        page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else page
        kind = node["/S"]
        found.kinds[kind] = found.kinds.get(kind, 0) + 1
        if kind == "/Figure":
            assert node["/Alt"]
        if kind == "/Table":
            found.tables.append([])
        if kind == "/TR":
            found.tables[-1].append(len(node["/K"]))
        for kid in node.get("/K", []):
            walk(kid, page)

    for kid in reader.trailer["/Root"]["/StructTreeRoot"]["/K"]:
        walk(kid, 0)
    return found


@pytest.mark.parametrize("lines", [6, 16, 100])
def test_everything_on_a_page_is_in_the_structure_tree_or_marked_as_decoration(lines: int) -> None:
    pdf = render(with_lines(example("se"), lines))
    reader = PdfReader(io.BytesIO(pdf))
    structure = structure_of(pdf)
    root = reader.trailer["/Root"]
    parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]

    for number, page in enumerate(reader.pages):
        operators = page.get_contents().get_data()
        marked = {int(found) for found in re.findall(rb"/MCID (\d+)", operators)}
        assert len(re.findall(rb"\bB[MD]C\b", operators)) == len(re.findall(rb"\bEMC\b", operators))
        assert len(parents[2 * number + 1]) == len(marked) == max(marked) + 1
        in_tree = {content for at, content in structure.content if at == number}
        foot = marked - in_tree  # What stands at the foot of each page is repeated, and outside the tree.
        assert in_tree <= marked and 0 < len(foot) < 20
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert reader.metadata is not None and reader.metadata.title == "Faktura 2026-00417 – Norrsken Bygg & Spår AB"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_drawn_lines_are_rows_and_cells_to_a_screen_reader() -> None:
    structure = structure_of(render(with_lines(example("se"), 100)))
    rows_of_seven = sum(table.count(7) for table in structure.tables)
    drawn_tables = [table for table in structure.tables if 7 in table]

    assert rows_of_seven == 100 + len(drawn_tables)  # and the heads on each page
    assert structure.kinds["/Figure"] == 1  # the QR code
    assert structure.kinds["/H1"] == 1


# What strangers write

EVIL = (
    '<img src="file:///etc/passwd"><script>alert(1)</script><link rel="attachment" href="file:///etc/hostname">'
    '</title></style><style>@import "file:///etc/passwd"</style>{{ 7 * 7 }}&lt;b&gt;'
)
KEPT = {"code", "currency", "country", "type_code", "unit", "scheme", "branch", "mime", "account", "vat_currency"}


def poisoned(value: Any, text: str) -> Any:
    """The same invoice with `text` in every field that is free."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(part, text) for part in value)
    if isinstance(value, msgspec.Struct):
        fields = [field for field in value.__struct_fields__ if field not in KEPT]
        return msgspec.structs.replace(value, **{field: poisoned(getattr(value, field), text) for field in fields})
    return value


@pytest.mark.parametrize("lines", [6, 45])
def test_markup_in_any_field_is_shown_as_text_and_opens_no_file(lines: int) -> None:
    pdf = render(poisoned(with_lines(example("se"), lines), EVIL))
    reader = PdfReader(io.BytesIO(pdf))
    text = text_of(pdf)

    assert not reader.attachments
    assert "root:" not in text and "49" not in text.replace("249", "")
    assert text.replace(" ", "").count("<script>alert(1)</script>") > 10
    assert "{{7*7}}" in text.replace(" ", "")
    assert not any("/Annots" in page or "/AA" in page for page in reader.pages)
    assert "/OpenAction" not in reader.trailer["/Root"]


@pytest.mark.parametrize("lines", [3, 45])
@pytest.mark.parametrize(
    "text",
    ["مرحبا بالعالم", "Donaudampfschifffahrtsgesellschaft" * 40, "\u202e00.000 1\u2066", "\x00\x1b[2J", "😀" * 50, " "],
)
def test_no_text_is_too_strange_to_render(text: str, lines: int) -> None:
    pdf = render(poisoned(with_lines(example("se"), lines), text))

    assert 1 <= page_count(pdf) <= 20
    assert text_of(pdf).count("Sida") == page_count(pdf)


def test_invisible_characters_cannot_turn_a_number_around() -> None:
    item = Item(name="Pris \u202e0001\u202c kr")
    lines = tuple(msgspec.structs.replace(line, item=item) for line in example("se").lines[:1])

    assert "Pris 0001 kr" in text_of(render(example("se", lines=lines)))


def test_a_bare_invoice_renders_too() -> None:
    nobody = Party(name="A")
    bare = Invoice(
        number="1",
        issue_date=date(2026, 1, 2),
        currency="ISK",
        seller=nobody,
        buyer=nobody,
        lines=example("se").lines[:1],
    )

    assert "11 190,00 ISK" in text_of(render(bare))
