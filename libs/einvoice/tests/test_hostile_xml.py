"""XML from strangers: refused before it costs anything, and always with a reason."""

from pathlib import Path

import pytest

from einvoice.examples import every_term, swedish
from einvoice.rules.limits import ValidationLimits
from einvoice.rules.pool import OfficialRules
from einvoice.rules.validation import validate
from einvoice.ubl.reader import read
from einvoice.ubl.writer import build
from einvoice.xml import UnsafeXml, canonical_utf8, parse

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>'.encode()
LOCAL_FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
REMOTE_DTD = b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'
LONG = "x" * 500_000
BOMBS = {
    "billion laughs": BOMB,
    "billion laughs in an attribute": BOMB.replace(b"<a>&l9;</a>", b'<a b="&l9;"/>'),
    "quadratic": f'<!DOCTYPE a [<!ENTITY b "{LONG}">]><a>{"&b;" * 10_000}</a>'.encode(),
    "quadratic in an attribute": f'<!DOCTYPE a [<!ENTITY b "{LONG}">]><a b="{"&b;" * 10_000}"/>'.encode(),
    "attributes by default": f'<!DOCTYPE a [<!ATTLIST b c CDATA "{LONG}">]><a>{"<b/>" * 10_000}</a>'.encode(),
    "a local file": LOCAL_FILE,
    "a local file by parameter": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
    "a remote DTD": REMOTE_DTD,
    "no more than a name": b"<!DOCTYPE a><a/>",
    "in an invoice": build(swedish()).replace(b"<Invoice", b'<!DOCTYPE Invoice [<!ENTITY x "y">]><Invoice', 1),
}


@pytest.mark.parametrize("document", BOMBS.values(), ids=BOMBS)
def test_a_document_with_a_doctype_is_refused_whatever_it_says(document: bytes) -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse(document)
    assert refusal.value.code == "xml.doctype"
    assert "root:" not in refusal.value.text


async def test_a_worker_that_reads_them_all_again_and_again_keeps_within_its_memory_and_lives() -> None:
    pool = OfficialRules(1, ValidationLimits(memory_bytes_max=400_000_000, document_nodes_max=200_000))
    await pool.start()
    [process_id] = pool.process_ids
    large = b"<a>" + b"x" * 9_500_000 + b"</a>"
    many = b"<a>" + b"<b/>" * 190_000 + b"</a>"
    for document in (*BOMBS.values(), b"<a" * 1000, *(large, many) * 25):
        report = await pool.validate(document)
        assert report.complete and not report.valid
    assert (await pool.validate(build(swedish()))).valid
    assert pool.process_ids == {process_id}
    await pool.stop()


def test_what_points_outside_is_neither_followed_nor_understood(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xsd"
    secret.write_text("secret")
    inside = f"""<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{secret.as_uri()}" parse="text"/>"""
    document = build(swedish()).replace(b"<cbc:BuyerReference>", inside.encode() + b"<cbc:BuyerReference>")
    report = validate(document)
    assert {finding.rule for finding in report.findings} == {"XSD"}
    assert not any("secret" in finding.text for finding in report.findings)
    assert [unknown.text for unknown in read(document).unknown] == [""]
    hints = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 {secret.as_uri()}"'
    )
    assert validate(build(swedish()).replace(b"<Invoice ", f"<Invoice {hints} ".encode(), 1)).valid
    style = f'<?xml-stylesheet type="text/xsl" href="{secret.as_uri()}"?><Invoice'
    assert validate(build(swedish()).replace(b"<Invoice", style.encode(), 1)).valid


def test_a_doctype_hidden_in_another_encoding_is_refused_too() -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"))
    assert refusal.value.code == "xml.doctype"


def test_a_document_that_is_cut_off_anywhere_is_refused() -> None:
    document = build(every_term())
    for length in range(0, len(document), 7):
        with pytest.raises(UnsafeXml) as refusal:
            parse(document[:length])
        assert refusal.value.code == "xml.not-well-formed"
        assert refusal.value.text.endswith(tuple("0123456789")) or "empty" in refusal.value.text, "it says where"


def test_a_document_in_another_encoding_than_it_says_is_refused() -> None:
    with pytest.raises(UnsafeXml):
        parse(build(swedish()).replace(b"UTF-8", b"UTF-16", 1))
    with pytest.raises(UnsafeXml):
        parse(build(swedish()).decode().replace("Erik", "Åke").encode("latin-1"))
    for encoding in ("UTF-7", "EBCDIC-CP-SE", "no-such-thing", "utf-32"):
        with pytest.raises(UnsafeXml):
            parse(build(swedish()).replace(b"UTF-8", encoding.encode(), 1))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_without_a_declaration_is_read_by_its_first_bytes_or_refused(encoding: str) -> None:
    text = build(swedish()).decode().partition("?>")[2].lstrip()
    try:
        assert read(text.encode(encoding)).invoice == swedish()
    except UnsafeXml as refusal:
        assert refusal.code == "xml.not-well-formed"
        assert encoding in ("utf-16-le", "utf-16-be", "utf-32")


def test_a_mark_of_byte_order_counts_for_more_than_what_the_document_says() -> None:
    document = build(swedish())
    assert read(b"\xef\xbb\xbf" + document).invoice == swedish()
    assert read(b"\xef\xbb\xbf" + document.replace(b"UTF-8", b"ISO-8859-1", 1)).invoice == swedish()
    with pytest.raises(UnsafeXml):
        parse(b"\xff\xfe" + document)


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16", "windows-1252"])
def test_a_document_in_another_encoding_that_it_names_is_read_as_utf_8(encoding: str) -> None:
    document = build(swedish()).decode().replace("UTF-8", encoding, 1).encode(encoding)
    assert read(document).invoice == swedish()
    assert canonical_utf8(parse(document)).startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


def test_size_depth_and_number_of_tags_are_limited_before_a_tree_is_built() -> None:
    for document, code in [
        (b"<a>" + b"x" * 2000 + b"</a>", "xml.too-large"),
        (b"<a>" + b"<b/>" * 300 + b"</a>", "xml.too-many-nodes"),
        (b"<a " + b" ".join(b'a%d=""' % n for n in range(150)) + b"/>", "xml.too-many-nodes"),
    ]:
        with pytest.raises(UnsafeXml) as refusal:
            parse(document, max_bytes=2000, max_nodes=100)
        assert refusal.value.code == code
    with pytest.raises(UnsafeXml, match="256 deep") as refusal:
        parse(b"<a>" * 1000 + b"</a>" * 1000)
    assert refusal.value.code == "xml.too-large"


LARGE = b"x" * 10_100_000


def test_a_text_of_more_than_ten_million_characters_is_read_as_an_attachment_of_8_mb_has_one() -> None:
    root = parse(b"<a><b>" + LARGE + b"</b></a>")
    assert len(root[0].text or "") == len(LARGE)


@pytest.mark.parametrize(
    "document",
    [
        b"<a>" * 300 + LARGE + b"</a>" * 300,
        b"<!DOCTYPE a><a>" + LARGE + b"</a>",
        b"<!DOCTYPE a [<!ENTITY b 'b'>]><a c='&b;'>" + LARGE + b"</a>",
        ('<?xml version="1.0" encoding="UTF-16"?><a>' + LARGE.decode() + "</a>").encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?><a>' + LARGE + b"</a>",
    ],
    ids=["deep", "doctype", "entity", "utf-16", "utf-7"],
)
def test_such_a_text_opens_no_other_limit(document: bytes) -> None:
    """A DOCTYPE is looked for in the bytes, so encodings that could hide one are not read at this size."""
    with pytest.raises(UnsafeXml) as refusal:
        parse(document)
    assert refusal.value.code in ("xml.too-large", "xml.doctype")


def test_comments_and_instructions_are_not_read() -> None:
    document = build(swedish()).replace(b"<cbc:BuyerReference>", b"<?php x?><!-- y --><cbc:BuyerReference>")
    assert read(document).unknown == ()


def test_validation_answers_with_a_finding_and_reaches_no_rule_engine() -> None:
    report = validate(BOMB)
    assert not report.valid
    assert [finding.rule for finding in report.findings] == ["xml.doctype"]
    assert [run.state for run in report.layers] == ["failed", "not reached", "not reached", "not reached"]
