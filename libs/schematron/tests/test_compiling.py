"""What a rule file may hold: variables, functions, messages; and what fails the compile, with a clear error."""

from pathlib import Path

import pytest
from schematron_rule_files import cen_xslt
from schematron_saxon import Saxon
from schematron_small_rules import assertion, compiled, report, rule, stylesheet, variable

from schematron import CannotCompile, compile_rules

XML = b"""<o:order xmlns:o="urn:order" xmlns:i="urn:item"><o:code>AE</o:code><o:sum>3</o:sum><o:word>x</o:word>
<i:line><i:name>a</i:name></i:line><i:line><i:name>b</i:name></i:line></o:order>"""

FUNCTIONS = """
<xsl:function name="f:half" as="xs:decimal"><xsl:param name="of" as="xs:decimal"/>
  <xsl:sequence select="$of div 2"/></xsl:function>
<xsl:function name="f:kind" as="xs:string"><xsl:param name="code" as="xs:string?"/><xsl:choose>
  <xsl:when test="$code = 'AE'"><xsl:sequence select="'reverse'"/></xsl:when>
  <xsl:when test="empty($code)"><xsl:value-of select="'none'"/></xsl:when>
  <xsl:otherwise><xsl:sequence select="concat('other ', $code)"/></xsl:otherwise></xsl:choose></xsl:function>
<xsl:function name="f:is-odd" as="xs:boolean"><xsl:param name="n"/><xsl:variable name="rest" select="$n mod 2"/>
  <xsl:value-of select="$rest = 1 or $rest = -1"/></xsl:function>
<xsl:function name="f:factorial" as="xs:integer"><xsl:param name="n" as="xs:integer"/>
  <xsl:sequence select="if ($n le 1) then 1 else $n * f:factorial($n - 1)"/></xsl:function>
<xsl:function name="f:names" as="xs:string"><xsl:param name="lines" as="element()*"/>
  <xsl:variable name="mark">+</xsl:variable>
  <xsl:sequence select="string-join($lines/i:name, $mark)"/></xsl:function>
<xsl:function name="f:many" as="xs:integer"><xsl:param name="words" as="xs:string*"/>
  <xsl:sequence select="count($words)"/></xsl:function>
"""
TESTS = [
    "f:half(o:sum) = 1.5", "f:half(3) = 1.5", "f:kind(o:code) = 'reverse'", "f:kind(()) = 'none'",
    "f:kind(o:missing) = 'none'", "f:kind(o:sum) = 'other 3'", "f:is-odd(3)", "not(f:is-odd(4))",
    "f:factorial(5) = 120", "f:names(i:line) = 'a+b'", "f:many(('a', 'b')) = 2", "f:many(i:line/i:name) = 2",
    "$three = 3", "$list = 'B'", "$fixed = 'text'", "$later = 4", "some $word in $list satisfies $word = 'C'",
    "$of-rule = 'AE'", "$twice + $twice = 6", "$lines/i:name = 'b'", "count($lines[i:name = $first]) = 1",
]  # fmt: skip
BEFORE = (
    FUNCTIONS + variable("three", "/o:order/o:sum") + variable("list", "tokenize('A B C', '\\s')")
    + variable("later", "$three + 1")
    + '<xsl:variable name="fixed">text</xsl:variable><xsl:param name="unused" select="xs:decimal(/*/o:word)"/>'
)  # fmt: skip
OF_RULE = (
    variable("of-rule", "o:code") + variable("twice", "xs:decimal(o:sum)") + variable("lines", "i:line")
    + variable("first", "$lines[1]/i:name") + variable("never-asked", "xs:decimal(o:word)")
)  # fmt: skip
WHOLE = stylesheet(
    [rule("/o:order", OF_RULE, *(assertion(test, f"T{number}") for number, test in enumerate(TESTS)))], before=BEFORE
)


def test_variables_and_functions_of_the_rules_mean_what_saxon_makes_of_them(tmp_path: Path) -> None:
    result = compiled(WHOLE).check(XML)
    assert [TESTS[int(finding.rule[1:])] for finding in result.findings] == []
    assert result.uncomputed == ()  # neither $unused nor $never-asked has a value, and nobody asks
    path = tmp_path / "rules.xslt"
    path.write_bytes(WHOLE)
    assert not Saxon(path).answer(XML)


def test_a_variable_that_fails_leaves_only_those_who_ask_without_an_answer() -> None:
    asked = assertion("$bad = 1 and $bad < 2", "ASKS")
    inside = [
        variable("bad", "xs:decimal(o:word)"),
        asked,
        assertion("o:sum = 3", "FINE"),
        assertion("o:sum = 4", "WRONG"),
    ]
    result = compiled(stylesheet([rule("/o:order", *inside)])).check(XML)
    assert [finding.rule for finding in result.findings] == ["WRONG"]
    assert [(missing.rule, missing.where) for missing in result.uncomputed] == [("ASKS", "/o:order")]
    assert "not a decimal: 'x'" in result.uncomputed[0].reason


def test_a_function_that_calls_itself_too_often_has_no_answer_and_breaks_nothing() -> None:
    deep = assertion("f:factorial(100000) > 0", "DEEP")
    result = compiled(stylesheet([rule("/o:order", deep)], before=FUNCTIONS)).check(XML)
    assert [missing.rule for missing in result.uncomputed] == ["DEEP"]


def test_a_message_says_what_stands_in_the_document() -> None:
    code, lines, names = (f'<xsl:value-of select="{asked}"/>' for asked in ("o:code", "count(i:line)", "i:line/i:name"))
    text = f"Code {code} with {lines} lines: {names}"
    result = compiled(stylesheet([rule("/o:order", assertion("false()", text=text))])).check(XML)
    assert [finding.text for finding in result.findings] == ["Code AE with 2 lines: a b"]


def test_an_id_in_brackets_at_the_head_of_the_text_stands_for_a_missing_one() -> None:
    xslt = stylesheet([rule("/o:order", assertion("false()", "", text="[BR-01]-Wrong."))])
    assert compile_rules(xslt).rule_ids == ("BR-01",)


def test_a_test_that_is_always_true_is_not_asked_but_keeps_its_id() -> None:
    source = compile_rules(stylesheet([rule("/o:order", assertion("true()", "ALWAYS"))]))
    assert source.rule_ids == ("ALWAYS",)
    assert "check.report" not in source.text


UNKNOWN = {
    "document('codes.xml')/code": "document",
    "current-date() > xs:date('2026-01-01')": "current-date",
    "o:code is o:code": "'is'",
    "o:code instance of element()": "instance of",
    "namespace::o": "namespace::",
    "comment()": "comment",
    "$nowhere = 1": r"\$nowhere",
    "nobody:knows()": "nobody",
    "f:knows()": "knows",
    "matches(o:code, '\\p{L}')": "regular expression",
    "matches(o:code, '[a-z-[aeiou]]')": "regular expression",
    "xs:duration('P1D') = 1": "duration",
    "o:code =": "XPath",
    "o:code # 1": "XPath",
    "(: never closed": "comment",
    "@id/o:code": "no element",
    "max(('a', 'b')) = 'b'": "max",
    "position() = 1": "position",
    "preceding::node()": "preceding",
    "1 | 2": "union",
    "concat('a') = 'a'": "concat",
}


@pytest.mark.parametrize("test", UNKNOWN)
def test_an_unknown_construct_fails_the_compile_naming_rule_and_construct(test: str) -> None:
    with pytest.raises(CannotCompile, match=UNKNOWN[test]) as failure:
        compile_rules(stylesheet([rule("/o:order", assertion(test, "BR-99"))]))
    assert "rule BR-99" in str(failure.value)
    assert test in str(failure.value)


@pytest.mark.parametrize(
    ("xslt", "said"),
    [
        (b"<x", "not well-formed"),
        (b"<x/>", "no XSLT"),
        (b'<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', "version 1.0"),
        (b'<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', "neither"),
        (stylesheet([rule("o:a", '<xsl:for-each select="o:b"/>')]), "for-each"),
        (stylesheet([rule("o:a", report("true()"))], before='<xsl:variable name="v"><a/><b/></xsl:variable>'), r"\$v"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(xslt: bytes, said: str) -> None:
    with pytest.raises(CannotCompile, match=said):
        compile_rules(xslt)


def test_text_in_the_rules_cannot_become_python() -> None:
    nasty = '"""\n\'); raise SystemExit(1) #\\'
    xslt = stylesheet(
        [
            rule(
                "/o:order",
                assertion(f"o:code != '{nasty.replace(chr(39), '')}\n'", "R&quot;\\", text="&#34;&#34;&#34;"),
            )
        ]
    )
    assert compiled(xslt).check(XML).findings == ()


def test_the_same_file_gives_the_same_module_and_says_what_it_was_made_from() -> None:
    xslt = cen_xslt().read_bytes()
    source = compile_rules(xslt)
    assert source == compile_rules(xslt)
    assert (source.assertions, len(source.rule_ids)) == (979, 979)
    assert source.sha256 in source.text.splitlines()[0]
