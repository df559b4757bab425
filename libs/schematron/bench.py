"""Measures checking beside Saxon, in least CPU time of several rounds: python bench.py [rounds]."""

import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parent / "tests"))
from schematron_rule_files import cen_xslt, peppol_xslt
from schematron_saxon import Saxon

from schematron import Rules, load, read_document

LINES = (3, 50, 1000)
ROUNDS = 7
NS = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}


def invoice(lines: int) -> bytes:
    """A valid Swedish invoice with that many lines."""
    root = etree.parse(str(Path(__file__).parent / "tests/data/derived/SE-base.xml")).getroot()
    patterns = root.findall("cac:InvoiceLine", NS)
    net = Decimal(0)
    for each in patterns:
        root.remove(each)
    for number in range(lines):
        line = deepcopy(patterns[number % len(patterns)])
        line.find("cbc:ID", NS).text = str(number + 1)
        net += Decimal(line.find("cbc:LineExtensionAmount", NS).text)
        root.append(line)
    charge = Decimal(root.find("cac:AllowanceCharge/cbc:Amount", NS).text)
    tax = ((net + charge) / 4).quantize(Decimal("0.01"), ROUND_HALF_UP)
    round_up = (net + charge + tax).to_integral_value(ROUND_CEILING)
    amounts = {
        "cac:TaxTotal/cbc:TaxAmount": tax,
        "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount": net + charge,
        "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount": tax,
        "cac:LegalMonetaryTotal/cbc:LineExtensionAmount": net,
        "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount": net + charge,
        "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount": net + charge + tax,
        "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount": round_up - (net + charge + tax),
        "cac:LegalMonetaryTotal/cbc:PayableAmount": round_up,
    }
    for path, amount in amounts.items():
        root.find(path, NS).text = str(amount)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def least_ms(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of several rounds, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def check(rules: list[Rules], xml: bytes) -> None:
    """Reads once, checks by all rules; the invoice must pass, so that no time goes into findings."""
    document = read_document(xml)
    results = [each.check(document) for each in rules]
    assert all(result.passed for result in results), results


def main() -> None:
    """Prints a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    files = [path for path in (cen_xslt(), peppol_xslt()) if path]
    print(f"rules: {', '.join(path.name for path in files)}; least CPU ms of {rounds} rounds")
    with tempfile.TemporaryDirectory() as cache:
        start = time.process_time()
        rules = [load(path, Path(cache)) for path in files]
        compiled = time.process_time() - start
        start = time.process_time()
        rules = [load(path, Path(cache)) for path in files]
        print(f"compile and load {compiled:.2f} s, load from the cache {time.process_time() - start:.2f} s")
    saxon = [Saxon(path) for path in files]
    print(f"{'lines':>6} {'read':>8} {'all of it':>10} {'saxon':>8} {'ratio':>6}")
    for lines in LINES:
        print(row(lines, rules, saxon, rounds))


def row(lines: int, rules: list[Rules], saxon: list[Saxon], rounds: int) -> str:
    """One line of the table."""
    xml = invoice(lines)
    read = least_ms(lambda: read_document(xml), rounds)
    ours = least_ms(lambda: check(rules, xml), rounds)
    theirs = least_ms(lambda: [each.svrl(xml) for each in saxon], rounds)
    return f"{lines:>6} {read:>8.2f} {ours:>10.2f} {theirs:>8.2f} {theirs / ours:>5.1f}x"


if __name__ == "__main__":
    main()
