"""Each construct of XPath that rules use means here what the specification says, and what Saxon makes of it."""

from pathlib import Path

import pytest
from saxonche import PySaxonApiError
from schematron_saxon import Saxon, SaxonStops
from schematron_small_rules import assertion, compiled, rule, stylesheet

ORDER = b"""<o:order xmlns:o="urn:order" xmlns:i="urn:item" id="A 1" i:kind="blue">
  <o:code> AE </o:code><o:empty/><o:blank>  </o:blank><o:nbsp>&#160;x</o:nbsp>
  <o:date>2026-02-28</o:date><o:zoned>2026-02-28+02:00</o:zoned><o:wrong>2026-02-30</o:wrong>
  <o:flag>true</o:flag><o:flags>1</o:flags><o:flags>0</o:flags>
  <i:line no="1"><i:name>b</i:name><o:amount currency="SEK">10.50</o:amount><i:tax>S</i:tax></i:line>
  <i:line no="2"><i:name>a</i:name><o:amount currency="EUR">-2.25</o:amount><i:tax>S</i:tax><i:tax>AE</i:tax></i:line>
  <i:line no="3"><i:name>c</i:name><o:amount currency="SEK">100</o:amount>
    <i:line no="3.1"><i:name>d</i:name></i:line></i:line>
  <o:parted>one<!-- and -->two<?stop?>three</o:parted>
  <o:mixed>x<i:name>y</i:name>z</o:mixed>
  <o:words>alpha beta  gamma</o:words><o:number>12</o:number><o:word>abc</o:word>
</o:order>"""


def _expressions(name: str) -> list[str]:
    """The lines of a file in data/, without headings."""
    lines = (Path(__file__).parent / "data" / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


HOLDS = _expressions("xpath_that_holds.txt")
STOPS = _expressions("xpath_without_answer.txt")


def _holding(tests: list[str], name: str) -> bytes:
    return stylesheet([rule("/*", *(assertion(test, f"{name}{number}") for number, test in enumerate(tests)))])


def test_every_construct_holds_where_the_specification_says_so() -> None:
    result = compiled(_holding(HOLDS, "H")).check(ORDER)
    assert [HOLDS[int(finding.rule[1:])] for finding in result.findings] == []
    assert [(HOLDS[int(missing.rule[1:])], missing.reason) for missing in result.uncomputed] == []


def test_every_negation_of_them_fails() -> None:
    """So no construct passes for the reason that it always does."""
    negated = [f"not({test})" for test in HOLDS]
    result = compiled(_holding(negated, "N")).check(ORDER)
    failed = {int(finding.rule[1:]) for finding in result.findings}
    assert [negated[number] for number in range(len(negated)) if number not in failed] == []
    assert result.uncomputed == ()


def test_saxon_holds_them_all_to_be_true_as_well(tmp_path: Path) -> None:
    path = tmp_path / "rules.xslt"
    path.write_bytes(_holding(HOLDS, "H"))
    assert [HOLDS[int(rule[1:])] for rule, _, _ in Saxon(path).answer(ORDER)] == []


def test_what_has_no_answer_is_reported_as_uncomputed() -> None:
    result = compiled(_holding(STOPS, "S")).check(ORDER)
    assert [STOPS[int(finding.rule[1:])] for finding in result.findings] == []
    assert [STOPS[int(missing.rule[1:])] for missing in result.uncomputed] == STOPS
    assert not result.passed


@pytest.mark.parametrize("test", STOPS)
def test_where_we_have_no_answer_saxon_stops(test: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.xslt"
    path.write_bytes(stylesheet([rule("/*", assertion(test))]))
    with pytest.raises((SaxonStops, PySaxonApiError)):  # the second where it sees the error before it runs
        Saxon(path).answer(ORDER)


def test_a_value_that_is_no_number_is_neither_less_nor_more() -> None:
    """Saxon holds NaN >= 0 for a text NaN; the specification does not (XPath 2.0, 3.5.2; op:numeric-less-than)."""
    rules = compiled(stylesheet([rule("/*", assertion("o:n >= 0", "MORE"), assertion("o:n < 0", "LESS"))]))
    result = rules.check(b'<o:a xmlns:o="urn:order"><o:n>NaN</o:n></o:a>')
    assert [finding.rule for finding in result.findings] == ["MORE", "LESS"]
