"""How each country's payment block is written, and what its codes carry."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from einvoice.model import Invoice, PaymentMeans, from_json
from einvoice.pdf.codes import Code128, QrCode
from einvoice.pdf.payment import epc_qr, payment_block, payment_slip, using_qr, virtual_barcode
from einvoice.pdf.words import words
from einvoice.sums import totals
from nordic.bankgiro import hyphenated, in_pairs

EXAMPLES = Path(__file__).parent / "pdf_examples"


def example(name: str) -> Invoice:
    return from_json((EXAMPLES / f"{name}.json").read_bytes())


@pytest.mark.parametrize(("digits", "written"), [("9912346", "991-2346"), ("50501055", "5050-1055"), ("12", "12")])
def test_a_bankgiro_has_four_digits_behind_the_dash(digits: str, written: str) -> None:
    assert hyphenated(digits) == written


@pytest.mark.parametrize(
    ("digits", "written"),
    [
        ("42", "4-2"),
        ("9008004", "90 08 00-4"),
        ("2865434", "28 65 43-4"),
        ("41054685", "410 54 68-5"),
        ("1234", "123-4"),
    ],
)
def test_a_plusgiro_is_written_in_pairs_from_the_right(digits: str, written: str) -> None:
    assert in_pairs(digits) == written


@pytest.mark.parametrize(
    ("code", "payment_id", "account", "line"),
    [
        ("93", "71#000000000000018", "81234567", "+71<000000000000018+81234567<"),
        ("93", "73#", "81234567", "+73<+81234567<"),
        ("50", "04#1234567890123452", "1234567", "+04<1234567890123452+1234567<"),
    ],
)
def test_a_danish_payment_slip_reads_as_its_code_line(code: str, payment_id: str, account: str, line: str) -> None:
    assert payment_slip(PaymentMeans(code=code, payment_id=payment_id, account=account)) == line


def test_using_qr_tells_amount_reference_and_account_exactly() -> None:
    invoice = example("se")
    told = json.loads(using_qr(invoice, invoice.payment_means[0], totals(invoice)) or "", parse_float=Decimal)

    assert told == {
        "uqr": 1,
        "tp": 1,
        "nme": "Norrsken Bygg & Spår AB",
        "cid": "5566778899",
        "iref": "202600417127",
        "idt": "20261120",
        "ddt": "20261220",
        "due": Decimal("68970.00"),
        "cur": "SEK",
        "vat": Decimal("13694.41"),
        "pt": "BG",
        "acc": "5050-1055",
    }


def test_the_epc_code_has_its_eleven_lines_in_order() -> None:
    invoice = example("fi")

    assert (epc_qr(invoice, invoice.payment_means[0], totals(invoice)) or "").split("\n") == [
        *("BCD", "002", "1", "SCT", "NDEAFIHH", "Järvi & Pojat Oy", "FI2112345600000785", "EUR3924.32"),
        *("", "RF341234561", ""),
    ]


def barcode_of(reference: str, *, amount: str, iban: str, due: date) -> str | None:
    invoice = msgspec.structs.replace(example("fi"), due_date=due)
    sums = msgspec.structs.replace(totals(invoice), payable=Decimal(amount))
    return virtual_barcode(invoice, PaymentMeans(code="30", account=iban, payment_id=reference), sums)


def test_a_finnish_barcode_carries_account_amount_reference_and_day() -> None:
    """The worked example of Finance Finland's bar code guide, version 4, with its check digit 55."""
    digits = barcode_of("559582243294671", amount="482.99", iban="FI7944052020036082", due=date(2012, 1, 31))

    assert digits == "4" + "7944052020036082" + "00048299" + "000" + "00000559582243294671" + "120131"


def test_a_finnish_barcode_with_an_rf_reference_is_version_five() -> None:
    digits = barcode_of("RF09 5595 8224 3294 671", amount="1000000", iban="FI7944052020036082", due=date(2012, 1, 31))

    assert digits == "5" + "7944052020036082" + "00000000" + "09" + "000000559582243294671" + "120131"
    assert len(digits) == 54


def test_no_barcode_is_made_of_what_it_cannot_hold() -> None:
    assert barcode_of("INV-1", amount="1", iban="FI7944052020036082", due=date(2012, 1, 31)) is None
    assert barcode_of("1232", amount="1", iban="SE4550000000058398257466", due=date(2012, 1, 31)) is None


class Bars:
    """Stands in for a PDF stream: keeps the rectangles drawn on it."""

    def __init__(self) -> None:
        self.rectangles: list[tuple[float, float, float, float]] = []
        self.stream: list[str] = []

    def transform(self, **matrix: float) -> None:
        assert matrix == {"a": 1, "d": 1}

    def set_color_rgb(self, *color: float) -> None: ...

    def fill(self) -> None: ...

    def rectangle(self, *place: float) -> None:
        self.rectangles.append(tuple(place))  # type: ignore[arg-type]


def test_code_128_is_as_long_as_its_standard_says_and_ends_in_the_stop_pattern() -> None:
    modules = 11 * (1 + 27 + 1) + 13  # start, 54 digits in pairs, check; the stop has thirteen
    bars = Bars()

    Code128("458101710000001220004829900000000559582243294671120131").draw(bars, modules, 10, None)

    x, _, width, _ = bars.rectangles[-1]
    assert round(x + width, 6) == modules
    assert [round(bar[2]) for bar in bars.rectangles[:3]] == [2, 1, 3]  # start C: 211232
    assert [round(bar[2]) for bar in bars.rectangles[-4:]] == [2, 3, 1, 2]  # stop: 2331112
    assert [round(bar[2]) for bar in bars.rectangles[-7:-4]] == [3, 1, 2]  # check digit 55, as the guide has it: 311321
    with pytest.raises(ValueError, match="even number"):
        Code128("123")


def test_a_qr_code_holds_every_module_once() -> None:
    import segno

    code, bars = segno.make("SPC", error="m", mask=3, micro=False, boost_error=False), Bars()
    size = len(code.matrix)

    QrCode("SPC").draw(bars, size, size, None)

    places = [operator.removesuffix(" re").split(" ") for operator in bars.stream]
    dark = {(int(x) + more, int(y)) for x, y, width, _ in places for more in range(int(width))}
    assert dark == {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}


def test_what_is_too_long_for_a_readable_code_gets_none() -> None:
    invoice = example("se")
    means = (msgspec.structs.replace(invoice.payment_means[0], payment_id="9" * 500),)
    invoice = msgspec.structs.replace(invoice, payment_means=means)

    block = payment_block(invoice, totals(invoice), words("sv"))

    assert block is not None and block.qr is None and block.fields[1].value == "9" * 399 + "…"


def test_nothing_left_to_pay_means_nothing_to_scan() -> None:
    invoice = msgspec.structs.replace(example("se"), prepaid=Decimal(100_000))

    block = payment_block(invoice, totals(invoice), words("sv"))

    assert block is not None and block.qr is None
