"""mock-einvoice's rules over our elements: the findings are its own, and a document is read once for all layers."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path

import mockeinvoice.rules.peppol
import pytest
from lxml import etree
from mockeinvoice import rules as theirs
from mockeinvoice import ubl

from einvoice.examples import swedish
from einvoice.rules import mock
from einvoice.rules.mock import tree
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.validation import validate
from einvoice.ubl.writer import build
from einvoice.xml import canonical_utf8, parse
from schematron import Document, read_document

DATA = Path(__file__).parent / "data"
INVOICES = {file.stem: file.read_bytes() for file in sorted(DATA.glob("*/*.xml"))}
COUNTRIES = ("SE", "DK", "NO", "DE", "NL", "GR", "EL", "IT", "IS")
TEXTS = ("", " ", "x", "-1", "0", " S ", "1e3", "NaN", "2026-13-01", "2026-01-01Z", "true", "false", "1", "ZZZ", "384")
SCHEMES = ("0007", "0088", "0096", "0106", "0151", "0184", "0190", "0192", "0196", "0198", "0201", "0208", "0210")
MUTANTS = 600


def told_by_mock_einvoice(document: bytes) -> list[tuple[str, str, str]]:
    read, _, sent = ubl.parse_tree(document)
    found = [(one.code, one.path, one.text) for one in theirs.run(read, "peppol", sent)]
    return [one for one in found if not mock.is_told_by_en16931(one[0], one[2])]


def told_here(document: ParsedDocument) -> list[tuple[str, str, str]]:
    return [(rule.id, where, text) for rule, where, text in mock.failures(document.elements)]


def mutant(document: bytes, chosen: random.Random) -> etree._Element:
    """The document moved to another country, or with elements taken away, doubled, overwritten or of another scheme."""
    root = parse(document)
    for _ in range(chosen.choice((1, 1, 2, 4))):
        element = chosen.choice(list(root.iter())[1:])
        parent = element.getparent()
        change = chosen.choice(("remove", "double", "write", "scheme", "move"))
        if change == "remove" and parent is not None:
            parent.remove(element)
        elif change == "double":
            element.addnext(copy.deepcopy(element))
        elif change == "write":
            element.text = chosen.choice(TEXTS)
        elif change == "scheme":
            element.set(chosen.choice(("schemeID", "currencyID", "unitCode")), chosen.choice(SCHEMES))
        else:
            _move(root, chosen)
    return root


def _move(root: etree._Element, chosen: random.Random) -> None:
    country = chosen.choice(COUNTRIES)
    for code in root.iter("{*}IdentificationCode"):
        code.text = country if chosen.random() < 0.8 else code.text
    for number in root.iter("{*}CompanyID"):
        if (number.text or "")[:2].isalpha():
            number.text = country + (number.text or "")[2:]


def mutants(count: int) -> Iterator[etree._Element]:
    chosen = random.Random(16931)
    for _ in range(count):
        yield mutant(chosen.choice(list(INVOICES.values())), chosen)


@pytest.mark.parametrize("name", INVOICES)
def test_each_invoice_has_the_findings_that_mock_einvoice_itself_tells(name: str) -> None:
    root = parse(INVOICES[name])
    assert told_here(ParsedDocument(root)) == told_by_mock_einvoice(canonical_utf8(root))


def test_broken_invoices_of_many_countries_have_the_findings_that_mock_einvoice_itself_tells() -> None:
    """The siblings looked for: all 165 rules are ours by the same files, and the mutants meet two thirds of them."""
    met: set[str] = set()
    for root in mutants(MUTANTS):
        ours = told_here(ParsedDocument(root))
        assert ours == told_by_mock_einvoice(canonical_utf8(root)), etree.tostring(root)
        met.update(rule for rule, _, _ in ours)
    assert len(met) > 80


def test_every_rule_that_mock_einvoice_publishes_for_peppol_is_asked() -> None:
    assert [rule.id for rule in mock._in_order] == list(theirs.published.LAYERS["peppol"])
    assert {rule.id for rule in mock._in_order} == set(theirs.REGISTRY["peppol"])


def test_mock_einvoice_itself_stays_as_it_was() -> None:
    assert mockeinvoice.rules.peppol.contexts.__module__ == "mockeinvoice.rules.tree"
    assert mockeinvoice.rules.peppol.named.__module__ == "mockeinvoice.rules.peppol"


def test_a_line_among_thousands_is_told_by_its_number() -> None:
    document = build(swedish())
    root = parse(document)
    last = root.findall("{*}InvoiceLine")[-1]
    for _ in range(2_000):
        last.addnext(copy.deepcopy(last))
    empty = root.findall("{*}InvoiceLine")[1_500].find("{*}Item/{*}Name")
    assert empty is not None
    empty.text = " "
    at = [where for rule, where, _ in told_here(ParsedDocument(root)) if rule == "PEPPOL-EN16931-R008"]
    assert at == ["/Invoice/cac:InvoiceLine[1501]/cac:Item/cbc:Name"]


def test_the_elements_are_read_once_for_all_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []

    def counted(document: bytes) -> Document:
        lengths.append(len(document))
        return read_document(document)

    monkeypatch.setattr("einvoice.rules.parsed.read_document", counted)
    assert validate(build(swedish())).valid
    assert len(lengths) == 1


def test_a_document_of_another_kind_is_no_document_without_findings() -> None:
    with pytest.raises(ValueError, match="no UBL Invoice or CreditNote"):
        list(mock.failures(ParsedDocument(parse(b"<Order/>")).elements))


def test_the_text_of_an_element_is_what_stands_before_its_first_child() -> None:
    document = ParsedDocument(parse(b"<a>one<b>two</b>three<c/></a>")).elements
    assert tree.Root(document).text == "one"
