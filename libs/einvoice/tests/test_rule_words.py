"""Our own sentences: every rule that people often meet says what is wrong and what to do, in five languages."""

import re
from pathlib import Path

import msgspec
import pytest
from mockeinvoice.rules import REGISTRY

from einvoice.command_line import main
from einvoice.examples import swedish
from einvoice.model import Invoice
from einvoice.rules.explain import explain
from einvoice.rules.layer_en16931 import En16931
from einvoice.rules.preflight import RULES
from einvoice.rules.validation import validate
from einvoice.rules.words import LANGUAGES, rule_words, sentence, told_in
from einvoice.term_names import term_name
from einvoice.terms import all_terms
from einvoice.ubl.writer import build

DATA = Path(__file__).parent / "data"
OF_THE_DOCUMENT = {"XSD", "xml.too-large", "xml.too-many-nodes", "xml.doctype", "xml.not-well-formed"}
IN_NO_UBL_ARTEFACT = {"BR-CO-25"}
NORDIC = re.compile(r"SE-R-\d|NO-R-\d|DK-R-\d|NORDIC-")
CHARACTERS_MAX = 220


def test_the_rules_that_people_meet_most_have_words_and_the_nordic_ones_among_them() -> None:
    words = rule_words()
    assert len({id(told) for told in words.values()}) >= 60
    assert {rule for rule in RULES if rule not in words} == set()
    nordic = {rule for rule in REGISTRY["peppol"] if NORDIC.match(rule)}
    # Taxes other than VAT, UNSPSC versions and the mandate of a Danish direct debit are met by few.
    assert nordic - set(words) == {"DK-R-003", "DK-R-004", "DK-R-007"}


def test_words_are_only_for_rules_that_exist() -> None:
    exist = {*En16931().rule_ids, *REGISTRY["peppol"], *RULES, *OF_THE_DOCUMENT, *IN_NO_UBL_ARTEFACT}
    assert set(rule_words()) - exist == set()
    terms = {term.number for term in all_terms()}
    assert {words.term for words in rule_words().values() if words.term} - terms == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_says_what_is_wrong_and_then_what_to_do(language: str) -> None:
    told = {rule: words.sentences[language] for rule, words in rule_words().items()}
    for rule, words in told.items():
        assert words[0].isupper() or words.startswith("FIK"), rule
        assert words.endswith("."), rule
        assert len(re.findall(r"[.;:,](?: |$)", words)) >= 2, f"{rule}: what is wrong, and what to do"
        assert len(words) <= CHARACTERS_MAX, rule
        assert "  " not in words and "BT-" not in words, rule
    assert len(set(told.values())) == len({id(words) for words in rule_words().values()}), "no two rules say the same"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Rad 2: Enhetskoden finns inte."),
        ("da", "Linje 2: Enhedskoden findes ikke."),
        ("nb", "Linje 2: Enhetskoden finnes ikke."),
        ("fi", "Rivi 2: Yksikkökoodia ei ole olemassa."),
        ("en", "Line 2: There is no such unit code."),
    ],
)
def test_a_finding_carries_rule_level_official_text_place_term_and_our_sentence(language: str, words: str) -> None:
    report = validate(build(with_unit("PARSEC")), language=language)
    [finding] = [one for one in report.findings if one.rule == "BR-CL-23"]
    assert finding.sentence is not None and finding.sentence.startswith(words)
    assert finding.where == "/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity"
    assert (finding.level, finding.layer, finding.term) == ("fatal", "en16931", "BT-129")
    assert finding.term_name == term_name("BT-129", language)
    assert finding.text.startswith("Unit code MUST be coded")


def test_a_rule_without_words_keeps_its_official_text_alone() -> None:
    assert sentence("DK-R-003", "sv") is None
    report = validate(build(swedish()))
    assert told_in(report, "da") == report


def test_every_business_term_has_a_name_of_its_own_in_five_languages() -> None:
    numbers = {term.number for term in all_terms()}
    for language in LANGUAGES:
        named = {number: term_name(number, language) for number in numbers}
        assert all(name and name == name.strip() and len(name) <= 60 for name in named.values())
        twice = [name for name in named.values() if list(named.values()).count(name) > 1]
        # English is the standard's own, which calls a group and its only term alike.
        assert not twice or language == "en", twice
    assert [term_name("BT-130", language) for language in LANGUAGES[:4]] == ["Enhet", "Enhed", "Enhet", "Yksikkö"]
    assert term_name("BT-4", "sv") is None


def test_explain_names_a_term_in_the_language_that_is_asked_for() -> None:
    assert (explain("BT-112", "fi") or "").startswith("BT-112 Verollinen yhteissumma\n")


def test_an_unknown_language_is_refused_by_name() -> None:
    for refused in (sentence, term_name):
        with pytest.raises(ValueError, match="no language 'is'"):
            refused("BT-1", "is")


def test_the_document_itself_has_words_too() -> None:
    for document, rule in ((b"<!DOCTYPE a><a/>", "xml.doctype"), (b"<a", "xml.not-well-formed"), (b"<a/>", "XSD")):
        [finding] = validate(document, language="fi").findings
        assert (finding.rule, finding.sentence) == (rule, sentence(rule, "fi"))


@pytest.mark.parametrize(
    ("rule", "language", "words"),
    [
        ("SE-R-013", "da", "Sælgerens svenske organisationsnummer er forkert."),
        ("br-co-15", "nb", "Totalbeløpet inkl. mva stemmer ikke."),
        ("NORDIC-VIITE", "fi", "Viitenumero on väärä"),
        ("peppol-en16931-r003", "sv", "Köparens referens saknas"),
        ("BR-CO-25", "en", "An amount is due"),
        ("XML.DOCTYPE", "en", "The document has a DOCTYPE"),
    ],
)
def test_explain_says_it_in_the_language_that_is_asked_for(
    rule: str, language: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", rule, "--language", language]) == 0
    assert words in capsys.readouterr().out


def test_explain_shows_the_official_text_and_the_term_beside_our_sentence() -> None:
    told = explain("BR-CO-15", "da") or ""
    assert told.splitlines()[0] == "BR-CO-15 (fatal, EN 16931)"
    assert "  BT-112 Totalbeløb inkl. moms" in told.splitlines()
    assert "Invoice total amount with VAT (BT-112) = Invoice total amount without VAT (BT-109)" in told


def test_validate_tells_findings_in_our_words_when_a_language_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    broken = str(DATA / "derived/taxincl-off.xml")
    assert main(["validate", "--language", "nb", broken]) == 1
    assert "    Totalbeløpet inkl. mva stemmer ikke." in capsys.readouterr().out


def with_unit(unit: str) -> Invoice:
    first, second, *others = swedish().lines
    changed = msgspec.structs.replace(second, unit=unit)
    return msgspec.structs.replace(swedish(), lines=(first, changed, *others))
