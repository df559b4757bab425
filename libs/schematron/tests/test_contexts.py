"""Which elements a rule meets: match patterns, their order, and what is decided once per path."""

from pathlib import Path

import pytest
from schematron_saxon import Saxon, our_answer
from schematron_small_rules import assertion, compiled, report, rule, stylesheet, variable

from schematron import CannotCompile, compile_rules

ORDER = b"""<o:order xmlns:o="urn:order" xmlns:i="urn:item">
  <i:line><i:name>a</i:name><i:tax kind="S"><o:code>S</o:code></i:tax></i:line>
  <i:line><i:name>b</i:name><i:tax kind="AE"><o:code>AE</o:code></i:tax><o:note>1</o:note><o:note>2</o:note></i:line>
  <i:line><i:name>c</i:name><i:tax><o:code>S</o:code><o:code>E</o:code></i:tax><i:line><i:name>d</i:name></i:line></i:line>
  <o:note>3</o:note>
</o:order>"""

CONTEXTS = [
    "i:line", "//i:line", "/o:order", "/o:order/i:line", "/*/i:line", "o:order/i:line/i:name", "//i:line/i:line", "*",
    "//*", "i:*", "*:note", "o:order//o:note", "/o:order//i:name", "i:line | o:note", "i:line[i:name = 'a']",
    "i:line[i:name = 'a' and i:tax]", "i:line[i:name = 'a'][i:tax]/i:tax", "i:line[o:note]/o:note",
    "i:tax[normalize-space(o:code) = 'AE']", "i:tax[@kind = 'S']/o:code", "*[local-name() = 'note']",
    "*[ends-with(name(), ':tax') and not(@kind)]", "//*[not(*) and normalize-space() = 'a']",
    "i:name[not(ancestor::i:line[2])]", "*[self::o:note]", "*[parent::o:order]", "i:line/i:name[../i:tax]",
    "o:note[current() = '2']", "i:line[xs:decimal(i:name) = 1]", "i:line[$wanted = i:name]", "element()",
    "element()[o:code = 'E']",
]  # fmt: skip
GLOBAL = variable("wanted", "//i:line[2]/i:name")


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_rule_meets_the_elements_saxon_says_it_meets(context: str, tmp_path: Path) -> None:
    xslt = stylesheet([rule(context, assertion("false()", "MET"))], before=GLOBAL)
    path = tmp_path / "rules.xslt"
    path.write_bytes(xslt)
    assert our_answer(compiled(xslt).check(ORDER), ORDER) == Saxon(path).answer(ORDER)


def _met(*patterns: list[tuple[str, str]], xml: bytes = ORDER, before: str = "") -> list[tuple[str, str]]:
    result = compiled(stylesheet(*patterns, before=before)).check(xml)
    assert result.uncomputed == ()
    return [(finding.rule, finding.where) for finding in result.findings]


def test_a_rule_on_the_document_node_meets_it_once() -> None:
    assert _met([rule("/", report("o:order", "DOC"))]) == [("DOC", "/")]


def test_of_the_rules_in_a_pattern_the_first_that_fits_is_followed() -> None:
    first, second = rule("i:line[i:name = 'b']", report("true()", "B")), rule("//i:line", report("true()", "LINE"))
    found = _met([first, second])
    assert found == [
        ("LINE", "/o:order/i:line[1]"),
        ("B", "/o:order/i:line[2]"),
        ("LINE", "/o:order/i:line[3]"),
        ("LINE", "/o:order/i:line[3]/i:line"),
    ]


def test_each_pattern_has_a_rule_for_the_element_of_its_own() -> None:
    one, two = [rule("o:note", report(". = '3'", "ONE"))], [rule("o:note", report(". = '3'", "TWO"))]
    assert _met(one, two) == [("ONE", "/o:order/o:note"), ("TWO", "/o:order/o:note")]


def test_a_rule_without_assertions_shadows_those_after_it() -> None:
    assert _met([rule("i:line/o:note"), rule("o:note", report("true()", "NOTE"))]) == [("NOTE", "/o:order/o:note")]


def test_rules_on_one_key_become_a_look_up_that_keeps_their_order() -> None:
    rules = [
        rule("i:tax[normalize-space(o:code) = 'AE'][@kind = 'no']", report("true()", "NEVER")),
        rule("i:tax[normalize-space(o:code) = 'AE']", report("true()", "AE")),
        rule("i:tax[normalize-space(o:code) = 'S']", report("true()", "S")),
        rule("i:tax[normalize-space(o:code) = 'AE']", report("true()", "SHADOWED")),
    ]
    xml = ORDER.replace(b"<o:code>E</o:code>", b"")
    assert [rule for rule, _ in _met(rules, xml=xml)] == ["S", "AE", "S"]


def test_an_error_in_a_context_is_no_match_and_no_failure() -> None:
    """XSLT 2.0, 5.5.4. Two codes make normalize-space an error."""
    rules = [
        rule("i:tax[normalize-space(o:code) = 'S']", report("true()", "S")),
        rule("i:tax", report("true()", "TAX")),
    ]
    assert [found for found, _ in _met(rules)] == ["S", "TAX", "TAX"]


def test_a_rule_asks_nothing_again_of_a_value_it_has_passed_but_always_reports_a_failure() -> None:
    xml = (
        b"<o:a xmlns:o='urn:order'>"
        + b"<o:code k='1'>A</o:code><o:code k='2'>A</o:code><o:code k='1'>B</o:code>" * 2
        + b"</o:a>"
    )
    rules = [rule("o:code", assertion(". = 'A' and @k = '1'", "CODE"))]
    assert [where for _, where in _met(rules, xml=xml)] == [f"/o:a/o:code[{place}]" for place in (2, 3, 5, 6)]


ABSENT_ORDER = b"""<o:order xmlns:o="urn:order" xmlns:i="urn:item" id="1">
  <i:line no="1"><o:note/><i:name lang="sv">a</i:name></i:line><o:extra><o:note/></o:extra></o:order>"""
ABSENCES = [
    ("not(i:line)", True), ("not(o:missing)", False), ("not(i:line/o:note)", True), ("not(o:note)", False),
    ("not(//o:note)", True), ("not(//o:extra/o:note)", True), ("not(//i:line/o:extra)", False), ("not(@id)", True),
    ("not(@no)", False), ("not(//@no)", True), ("not(//@lang)", True), ("not(i:line/@no)", True),
    ("not(i:line/i:name/@lang)", True), ("not(i:name/@lang)", False), ("not(o:missing | o:extra)", True),
    ("not(i:line/(o:missing | o:note))", True), ("not((i:line | o:extra)/o:code)", False),
    ("not(/o:order/o:extra)", True), ("not(i:line[o:note])", True), ("not(i:*)", True), ("not(//@kind)", False),
    ("not(//o:order)", True),
]  # fmt: skip


@pytest.mark.parametrize(("test", "present"), ABSENCES)
def test_what_a_rule_on_the_root_wants_absent_is_looked_up_among_the_paths(test: str, present: bool) -> None:
    found = _met([rule("/o:order | /o:other", assertion(test, "ABSENT"))], xml=ABSENT_ORDER)
    assert found == ([("ABSENT", "/o:order")] if present else [])


def test_nothing_is_wanted_absent_where_another_rule_has_taken_the_root() -> None:
    rules = [rule("o:order[@id]", report("true()", "FIRST")), rule("/o:order", assertion("not(i:line)", "ABSENT"))]
    assert _met(rules, xml=ABSENT_ORDER) == [("FIRST", "/o:order")]


@pytest.mark.parametrize(
    "context", ["@id", "i:line[1]", "i:line[position() = 2]", "id('x')", "o:order[i:line]//i:name"]
)
def test_a_context_that_is_not_understood_fails_the_compile_and_is_named(context: str) -> None:
    with pytest.raises(CannotCompile, match="context") as failure:
        compile_rules(stylesheet([rule(context, report("true()"))]))
    assert context in str(failure.value)
