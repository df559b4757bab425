"""The blocks of a page that are drawn look and read as the ones that are laid out from the template."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from pypdf import PdfReader

from einvoice.cii import facturx
from einvoice.model import Invoice, PrecedingInvoice, from_json
from einvoice.pdf import drawing, text
from einvoice.pdf.drawing import render
from einvoice.pdf.rows import CARRIED_HEIGHT, DrawnRows
from einvoice.pdf.text import MEDIUM, REGULAR, SEMI_BOLD, face
from einvoice.pdf.words import LANGUAGES

EXAMPLES = Path(__file__).parent / "pdf_examples"
CELLS = {"/Table", "/TR", "/TH", "/TD", "/H1", "/H2", "/P", "/Figure"}
APART_MAX = 0.2  # In points: less than anybody sees, and than a printer prints.


def example(name: str, **changes: Any) -> Invoice:
    return msgspec.structs.replace(from_json((EXAMPLES / f"{name}.json").read_bytes()), **changes)


def laid_out(monkeypatch: pytest.MonkeyPatch, invoice: Invoice, **options: Any) -> bytes:
    """The invoice as a page on which nothing but codes and the page's number is drawn."""
    lay_rows = drawing.lay_rows
    with monkeypatch.context() as patched:
        patched.setattr(drawing, "BLOCKS", dict.fromkeys(drawing.BLOCKS, lambda page, fonts: None))
        patched.setattr(drawing, "foot_block", lambda page, fonts: None)
        patched.setattr(
            drawing,
            "lay_rows",
            lambda *told: [replace(row, is_whole=False) for row in lay_rows(*told)],
        )
        return render(invoice, **options)


def pieces(pdf: bytes, page: int = 0) -> list[tuple[str, float, float, float]]:
    """The glyphs of every piece of text on a page, their size, and where it stands, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        matrix, kept = pikepdf.Matrix(), []
        size, at, found = 0.0, pikepdf.Matrix(), []
        for operands, operator in pikepdf.parse_content_stream(opened.pages[page]):
            told = str(operator)
            if told == "q":
                kept.append(matrix)
            elif told == "Q":
                matrix = kept.pop()
            elif told == "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif told == "Tf":
                size = float(operands[1])
            elif told == "Tm":
                at = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif told == "TJ":
                glyphs = [bytes(part).hex() for part in operands[0] if isinstance(part, pikepdf.String)]
                found.append(("".join(glyphs), round(size * at.a, 1), round(at.e, 2), round(at.f, 2)))
    return sorted(found)


def kinds(pdf: bytes) -> Counter[str]:
    """How often each kind of element is in the structure tree."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, int):
            return
        yield node["/S"]
        for kid in node.get("/K", []):
            yield from walk(kid)

    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    return Counter(kind for kid in root["/K"] for kind in walk(kid) if kind in CELLS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["se", "dk", "no", "fi", "se-credit-note"])
def test_a_drawn_page_looks_and_reads_as_the_page_that_the_template_lays_out(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = render(example(name), language=language)
    template = laid_out(monkeypatch, example(name), language=language)

    assert kinds(drawn) == kinds(template)
    ours, theirs = pieces(drawn), pieces(template)
    assert [piece[:2] for piece in ours] == [piece[:2] for piece in theirs]
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if abs(a[2] - b[2]) + abs(a[3] - b[3]) > APART_MAX]
    assert apart == []


def read_aloud(pdf: bytes) -> list[tuple[str, str]]:
    """Each element of the structure tree that is met in reading, and the glyphs of the text that is its own."""
    found: list[tuple[str, str]] = []

    def walk(node: Any, page: int, kind: str) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid, page, kind)
        elif not isinstance(node, pikepdf.Dictionary):
            found.append((kind, marked[page, int(node)]))
        elif "/S" in node:
            page = pages[node.Pg.objgen] if "/Pg" in node else page
            told = str(node.S)
            if told in CELLS:
                found.append((told, ""))
            walk(node.get("/K", pikepdf.Array()), page, told if told in CELLS else kind)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.objgen: number for number, page in enumerate(opened.pages)}
        marked = {(number, mark): told for number, page in enumerate(opened.pages) for mark, told in glyphs(page)}
        walk(opened.Root.StructTreeRoot.K, 0, "")
    return found


def glyphs(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """The glyphs of each piece of marked content on a page, by its number."""
    found: dict[int, str] = {}
    marks: list[int] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        told = str(operator)
        if told in ("BDC", "BMC"):
            numbered = told == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            marks.append(int(operands[1].MCID) if numbered else -1)
        elif told == "EMC":
            marks.pop()
        if marks and told in ("BDC", "TJ"):
            parts = (
                [bytes(part).hex() for part in operands[0] if isinstance(part, pikepdf.String)] if told == "TJ" else []
            )
            found[marks[-1]] = found.get(marks[-1], "") + "".join(parts)
    yield from found.items()


def rows_of(read: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The rows of tables of seven cells, each with what is read of it."""
    rows: list[list[tuple[str, str]]] = []
    inside = False
    for kind, told in read:
        if kind not in ("/TD", "/TH", "/P"):
            inside = kind == "/TR"
            rows += [[]] if inside else []
        elif inside:
            rows[-1].append((kind, told))
    return [row for row in rows if row.count(("/TD", "")) == 7]


@pytest.mark.parametrize("lines", [6, 60, 620])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_invoice_reads_line_by_line_as_the_template_of_one_page(
    lines: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The siblings looked for: a page, some pages and many; each language."""
    invoice = example("se")
    longer = example("se", lines=(invoice.lines * (lines // len(invoice.lines) + 1))[:lines], rounding=None)
    template = rows_of(read_aloud(laid_out(monkeypatch, invoice, language=language)))
    assert len(template) == len(invoice.lines)
    rows = rows_of(read_aloud(render(longer, language=language)))
    assert rows == [template[number % len(template)] for number in range(lines)]


def test_every_row_has_a_rule_below_but_the_total_that_a_page_ends_with(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[DrawnRows] = []

    class Kept(DrawnRows):
        def __init__(self, *told: Any) -> None:
            super().__init__(*told)
            drawn.append(self)

    monkeypatch.setattr(drawing, "DrawnRows", Kept)
    invoice = example("se")
    render(msgspec.structs.replace(invoice, lines=invoice.lines * 10))
    below = [block.height - max(y + height for _, _, y, _, height in block._rules) for block in drawn]
    assert len(drawn) > 2
    assert below == pytest.approx([CARRIED_HEIGHT] * (len(drawn) - 1) + [0.0])


@pytest.mark.parametrize("many", ["totals", "references", "accounts"])
def test_a_block_that_may_be_taller_than_a_page_is_laid_out_so_that_it_can_break(many: str) -> None:
    invoice = example("dk" if many == "totals" else "no")
    if many == "totals":
        invoice = msgspec.structs.replace(invoice, allowances=invoice.allowances * 70)
    elif many == "references":
        invoice = msgspec.structs.replace(invoice, preceding_invoices=(PrecedingInvoice(number="2026-1"),) * 70)
    else:
        means = invoice.payment_means[0]
        accounts = tuple(msgspec.structs.replace(means, account=f"8601111{number:04}") for number in range(210))
        invoice = msgspec.structs.replace(invoice, payment_means=accounts)
    pdf = render(invoice)

    for number in range(len(PdfReader(io.BytesIO(pdf)).pages)):
        assert min(height for *_, height in pieces(pdf, number)) > 0


@pytest.mark.parametrize(
    ("weight", "word", "kerned"),
    [(REGULAR, "AV", True), (SEMI_BOLD, "To", True), (MEDIUM, "LT", True), (REGULAR, "00", False)],
)
def test_letters_that_fit_into_each_other_are_set_closer(weight: int, word: str, kerned: bool) -> None:
    apart = sum(face(weight).width(letter, 1) for letter in word)

    assert (face(weight).width(word, 1) < apart) is kerned
    assert (">" in face(weight).shown(word)[:-1]) is kerned


def test_pairs_of_letters_take_no_memory_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "PAIRS_KEPT_MAX", 3)
    forgetful, full = text.Face(REGULAR), face(REGULAR)
    for word in ("AVATAR", "Tolv", "LTD", "AVATAR"):
        assert forgetful.shown(word) == full.shown(word) and forgetful.width(word, 9) == full.width(word, 9)
    assert len(forgetful._kerning) <= 3


@pytest.mark.parametrize("lines", [6, 100])
@pytest.mark.parametrize("variant", ["page", "factur-x"])
def test_a_written_file_is_sound_to_a_reader_that_repairs_nothing(variant: str, lines: int) -> None:
    invoice = example("se")
    invoice = msgspec.structs.replace(invoice, lines=(invoice.lines * lines)[:lines], rounding=None)
    pdf = facturx.build(invoice).document if variant == "factur-x" else render(invoice, ubl=b"<Invoice/>")

    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []
        assert len(opened.attachments) == 1
        assert ("/ID" in opened.trailer) == (variant == "factur-x")
