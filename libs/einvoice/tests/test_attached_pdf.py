"""What may be attached is a PDF by what it holds: everybody can open it, nothing in it runs, and it is nothing else."""

import io

import pikepdf
import pytest

from devstack import hostile_files as hostile
from einvoice.examples import swedish
from einvoice.pdf.attached import NotAttachable, inspect
from einvoice.pdf.drawing import render

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def refused(content: bytes, **asked: int) -> str:
    with pytest.raises(NotAttachable) as caught:
        inspect(content, asked)
    return caught.value.code


def encrypted(password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(hostile.pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner="owner"))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(hostile.pdf(), id="one blank page"),
        pytest.param(hostile.pdf() + b"\r\n" * 100, id="blank lines behind it"),
        pytest.param(encrypted(""), id="only its changing is protected"),
        pytest.param(hostile.with_file_inside("factur-x.xml", b"<x/>"), id="a hybrid invoice"),
        pytest.param(hostile.pdf(hostile.PAGE[:-2] + b"/Annots[<</A<</S/URI/URI(https://x/JS)>>>>]>>"), id="a link"),
    ],
)
def test_what_people_attach_is_taken(content: bytes) -> None:
    assert inspect(content, {}) == b""


def test_our_own_invoices_can_be_attached() -> None:
    assert inspect(render(swedish(), language="sv"), {}) == b""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 but broken",
        b"%PDF-1.7\n%%EOF",
        b"MZ\x90\x00 I am no PDF",
        b"<html>" + hostile.pdf(),
        b"GIF89a" + hostile.pdf(),
        hostile.pdf() + b"x" * 2000,
        hostile.pdf()[:-40],
        hostile.pdf(pages=b"<</Type/Pages/Count 0/Kids[]>>"),
        hostile.pdf(pages=b"7"),
        hostile.pages_in_a_ring(),
        hostile.pdf(hostile.PAGE, b"[" * 600 + b"]" * 600, catalog=b"/Deep 4 0 R/Pages 2 0 R/Root 4 0 R")[:-9],
    ],
)
def test_what_is_no_whole_pdf_or_begins_as_something_else_is_refused(content: bytes) -> None:
    assert refused(content) == "document.not-pdf"


def test_a_password_is_told_apart_from_a_fault() -> None:
    assert refused(encrypted("secret")) == "document.protected"


@pytest.mark.parametrize(
    "content",
    [
        hostile.pdf(catalog=b"/OpenAction" + SCRIPT),
        hostile.pdf(hostile.PAGE, SCRIPT, catalog=b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>"),
        hostile.pdf(hostile.PAGE[:-2] + b"/AA<</O" + SCRIPT + b">>>>"),
        hostile.pdf(hostile.PAGE[:-2] + b"/Annots[<</Subtype/Link/A<</S/Launch/F(cmd.exe)>>>>]>>"),
        hostile.pdf(hostile.PAGE, b"<</S/GoTo/Next[[<</S/#4aavaScript/#4a#53(x)>>]]>>"),
        hostile.pdf(hostile.PAGE[:-2] + b"/Annots[<</Subtype/RichMedia/RichMediaContent<<>>>>]>>"),
    ],
)
def test_a_program_in_a_page_is_found_wherever_it_stands(content: bytes) -> None:
    assert refused(content) == "document.program-inside"


@pytest.mark.parametrize("name", ["run.exe", "invoice.xml", "factur-x.xml.exe"])
def test_a_file_inside_that_nobody_sees_is_refused(name: str) -> None:
    with pytest.raises(NotAttachable) as caught:
        inspect(hostile.with_file_inside(name), {})
    assert (caught.value.code, caught.value.details) == ("document.file-inside", {"file": name})


def test_what_another_program_opens_as_an_archive_is_refused() -> None:
    assert refused(hostile.and_an_archive(hostile.pdf())) == "document.something-else-too"


@pytest.mark.parametrize(
    "content",
    [
        hostile.pages_that_are_one(11),
        hostile.pages_hidden_in_nodes(2, 9),
        hostile.pdf(pages=b"<</Type/Pages/Count 99/Kids[3 0 R]>>"),
    ],
)
def test_pages_are_counted_wherever_they_stand(content: bytes) -> None:
    assert refused(content, pages_max=10) == "document.too-many-pages"


def test_rings_and_depths_end() -> None:
    inspect(hostile.references_in_a_ring(), {})
    found = [refused(hostile.nested_arrays(depth)) for depth in (90, 400)]
    assert found == ["document.program-inside", "document.not-pdf"]
