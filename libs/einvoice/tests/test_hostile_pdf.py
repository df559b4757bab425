"""A PDF of an invoice whose every text was written by somebody hostile: shown as text, opening and running nothing."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from einvoice.model import Attachment, Invoice, from_json
from einvoice.pdf.drawing import render
from einvoice.pdf.page import invoice_page

EXAMPLES = Path(__file__).parent / "pdf_examples"
COUNTRIES = ("se", "dk", "no", "fi", "se-credit-note")
SECRET = "5ecret-in-a-local-file"
ACTIVE = {"/JS", "/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/RichMedia", "/F"}


def example(name: str) -> Invoice:
    return from_json((EXAMPLES / f"{name}.json").read_bytes())


def with_attachment(invoice: Invoice) -> Invoice:
    attachment = Attachment(id="1", description="d", content=b"x", mime="text/csv", filename="f.csv")
    return msgspec.structs.replace(invoice, attachments=(attachment, Attachment(id="2", uri="https://example.com/")))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an invoice that holds text."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from places(part, (*path, index))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from places(getattr(value, name), (*path, name))


def put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """The same value with a text in one place."""
    if not path:
        return text
    first, *rest = path
    if isinstance(value, tuple):
        return (*value[:first], put(value[first], tuple(rest), text), *value[first + 1 :])
    return msgspec.structs.replace(value, **{first: put(getattr(value, first), tuple(rest), text)})


def put_everywhere(invoice: Invoice, text: str) -> Invoice:
    for path in list(places(invoice)):
        invoice = put(invoice, path, text)
    return invoice


def objects_of(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every dictionary in a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, DictionaryObject):
            yield found


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("name", COUNTRIES)
def test_html_and_links_to_files_in_every_text_field_are_shown_and_never_followed(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(SECRET)
    link = secret.as_uri()
    evil = (
        f'<img src="{link}"><link rel="attachment" href="{link}"><style>@import "{link}"</style>'
        "<script>app.alert(1)</script>{{ 7 * 7 }}"
    )
    pdf = render(put_everywhere(with_attachment(example(name)), evil))
    shown = re.sub(r"\s", "", text_of(pdf))
    assert "<script>app.alert(1)</script>{{7*7}}" in shown
    assert SECRET not in shown and SECRET.encode() not in pdf
    assert not PdfReader(io.BytesIO(pdf)).attachments
    for found in objects_of(pdf):
        assert not ACTIVE & set(found), f"an object that acts: {found}"
        assert found.get("/Type") != "/Filespec"


@pytest.mark.parametrize("name", COUNTRIES)
@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "²²²", "٣٣٣٣٣٣٣", "\u202e", "-" * 50, "https://example.com/?a=1&b=2"]
)
def test_no_text_stops_a_page_wherever_it_stands(name: str, text: str) -> None:
    invoice = with_attachment(example(name))
    for path in places(invoice):
        assert invoice_page(put(invoice, path, text), "sv", None, None).rows


@pytest.mark.parametrize("name", COUNTRIES)
def test_an_invoice_of_nothing_but_strange_texts_is_a_pdf(name: str) -> None:
    texts = ("²²²", "٣٣٣٣٣٣٣", "\x00", "<![CDATA[", "https://example.com/?a=1&b=2")
    strange = with_attachment(example(name))
    for number, path in enumerate(list(places(strange))):
        strange = put(strange, path, texts[number % len(texts)])
    assert render(strange).startswith(b"%PDF")
