"""XML from strangers: refused before it costs anything, and always with a reason."""

import pytest

from einvoice.examples import swedish
from einvoice.reader import read
from einvoice.ubl import build
from einvoice.validation import validate
from einvoice.xml import UnsafeXml, canonical_utf8, parse

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>'.encode()
LOCAL_FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
REMOTE_DTD = b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'


@pytest.mark.parametrize("document", [BOMB, LOCAL_FILE, REMOTE_DTD, b"<!DOCTYPE a><a/>"])
def test_a_document_with_a_doctype_is_refused_whatever_it_says(document: bytes) -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse(document)
    assert refusal.value.code == "xml.doctype"


def test_a_doctype_hidden_in_another_encoding_is_refused_too() -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"))
    assert refusal.value.code == "xml.doctype"


@pytest.mark.parametrize("length", [0, 1, 40, 900, -20])
def test_a_truncated_document_is_refused(length: int) -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse(build(swedish())[:length])
    assert refusal.value.code == "xml.not-well-formed"


def test_a_document_in_another_encoding_than_it_says_is_refused() -> None:
    with pytest.raises(UnsafeXml):
        parse(build(swedish()).replace(b"UTF-8", b"UTF-16", 1))
    with pytest.raises(UnsafeXml):
        parse(build(swedish()).decode().replace("Erik", "Åke").encode("latin-1"))


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
    with pytest.raises(UnsafeXml, match="depth"):
        parse(b"<a>" * 1000 + b"</a>" * 1000)


def test_an_attachment_of_more_than_ten_million_characters_is_refused() -> None:
    with pytest.raises(UnsafeXml) as refusal:
        parse(b"<a>" + b"x" * 10_100_000 + b"</a>")
    assert refusal.value.code == "xml.not-well-formed"


def test_comments_and_instructions_are_not_read() -> None:
    document = build(swedish()).replace(b"<cbc:BuyerReference>", b"<?php x?><!-- y --><cbc:BuyerReference>")
    assert read(document).unknown == ()


def test_validation_answers_with_a_finding_and_reaches_no_rule_engine() -> None:
    report = validate(BOMB)
    assert not report.valid
    assert [finding.rule for finding in report.findings] == ["xml.doctype"]
    assert [run.state for run in report.layers] == ["failed", "not reached", "not reached", "not reached"]
