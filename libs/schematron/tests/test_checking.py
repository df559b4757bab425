"""What a check answers: findings with their places, what could not be computed, and documents that are refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from schematron_mutants import invoices
from schematron_rule_files import cen_xslt
from schematron_small_rules import assertion, compiled, report, rule, stylesheet

from schematron import Finding, NotReadable, Rules, load, paths, read_document

ORDER = (
    b'<order xmlns="urn:order" xmlns:i="urn:item"><i:line><i:a/><i:b/></i:line><i:line><i:b/><i:b/></i:line></order>'
)


@pytest.fixture(scope="module")
def every_b() -> Rules:
    return compiled(stylesheet([rule("i:b", assertion("../i:a", "B", "warning", "A b needs an a.")), rule("*")]))


def test_a_finding_says_which_rule_how_bad_what_and_where(every_b: Rules) -> None:
    result = every_b.check(ORDER)
    assert result.findings == (
        Finding("B", "warning", "A b needs an a.", "/order/i:line[2]/i:b[1]"),
        Finding("B", "warning", "A b needs an a.", "/order/i:line[2]/i:b[2]"),
    )


def test_warnings_pass_and_any_other_flag_does_not() -> None:
    for flag, passes in {"warning": True, "information": True, "fatal": False, "error": False, "odd": False}.items():
        result = compiled(stylesheet([rule("/*", assertion("false()", flag=flag))])).check(ORDER)
        assert (result.findings[0].flag, result.passed) == (flag, passes)


def test_what_could_not_be_computed_never_counts_as_passed() -> None:
    result = compiled(stylesheet([rule("i:line", assertion("xs:decimal(name(*[1])) > 0", "SUM"))])).check(ORDER)
    assert result.findings == ()
    assert [(missing.rule, missing.where) for missing in result.uncomputed] == [
        ("SUM", "/order/i:line[1]"),
        ("SUM", "/order/i:line[2]"),
    ]
    assert not result.passed


def test_findings_come_in_the_order_of_patterns_then_of_the_document_then_of_assertions() -> None:
    two = [assertion("false()", "FIRST"), assertion("false()", "SECOND")]
    rules = compiled(
        stylesheet([rule("i:b", report("true()", "B")), rule("i:line", *two)], [rule("/*", report("true()", "ROOT"))])
    )
    found = [(finding.rule, finding.where.removeprefix("/order")) for finding in rules.check(ORDER).findings]
    assert found == [
        ("FIRST", "/i:line[1]"), ("SECOND", "/i:line[1]"), ("B", "/i:line[1]/i:b"),
        ("FIRST", "/i:line[2]"), ("SECOND", "/i:line[2]"), ("B", "/i:line[2]/i:b[1]"), ("B", "/i:line[2]/i:b[2]"),
        ("ROOT", ""),
    ]  # fmt: skip


def test_bytes_an_lxml_element_and_a_document_read_before_give_the_same_answer(every_b: Rules) -> None:
    root = etree.fromstring(ORDER)
    inside = etree.fromstring(b"<x>" + ORDER + b" tail</x>")[0]
    for source in (ORDER, root, inside, read_document(ORDER), ORDER.decode().encode("utf-16")):
        assert every_b.check(source) == every_b.check(ORDER)


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b"", "well-formed"),
        (b"<a><b></a>", "well-formed"),
        (b"<a>&unknown;</a>", "well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "DOCTYPE"),
        (b"<a>" * 200 + b"</a>" * 200, "deep"),
        (b"<a>" + b"".join(b"<b%d/>" % number for number in range(6000)) + b"</a>", "paths"),
    ],
)
def test_a_document_that_cannot_be_checked_is_refused(every_b: Rules, xml: bytes, said: str) -> None:
    with pytest.raises(NotReadable, match=said):
        every_b.check(xml)


def test_documents_full_of_new_paths_do_not_fill_the_memory(every_b: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PATHS_MAX", 50)
    for start in range(0, 400, 40):
        odd = b"".join(b"<odd%d/>" % number for number in range(start, start + 40))
        assert every_b.check(b"<a>" + odd + b"</a>").passed
        assert paths.shared_table().size <= 50 + 41
    assert len(every_b.check(ORDER).findings) == 2


def test_a_long_text_is_one_text_node() -> None:
    rules = compiled(stylesheet([rule("/o:a", assertion("count(text()) = 1 and string-length(.) = 300000", "LONG"))]))
    assert rules.check(b"<o:a xmlns:o='urn:order'>" + b"x" * 300_000 + b"</o:a>").passed


def test_several_threads_check_at_once_with_the_same_rules(cache_dir: Path) -> None:
    rules = load(cen_xslt(), cache_dir)
    documents = [*invoices().values()] * 2
    alone = [rules.check(xml) for xml in documents]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(rules.check, documents)) == alone
