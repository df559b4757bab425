"""The third layer: the rules of Peppol BIS Billing 3, the official ones where the operator has them.

Peppol's own rule files have no licence to ship. An operator that has them names their folder in PEPPOL_RULES_DIR;
without it the rules are those that the open package mock-einvoice has written anew. That agreed with the official ones
in 1,684 of 1,685 published assertions, and misses what only the XSD sees. The report says which rules ran.
"""

import os
from importlib.metadata import version
from pathlib import Path

from einvoice.rules import mock, self_billing
from einvoice.rules.compiled import CompiledRules, NoAnswer, not_readable
from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.official_files import PEPPOL_PIN, NotThePinnedFile, pins, rule_file
from einvoice.rules.parsed import ParsedDocument
from einvoice.terms import term_of
from schematron import NotReadable

RULES_DIR = "PEPPOL_RULES_DIR"
"""The setting for a folder with Peppol's rules for UBL: Schematron, as it was compiled to XSLT."""
RULES_FILES = ("PEPPOL-EN16931-UBL.xslt", "PEPPOL-EN16931-UBL.xsl")
SELF_BILLING_FILES = ("PEPPOL-EN16931-UBL-SB.xslt", "PEPPOL-EN16931-UBL-SB.xsl")
"""What the folder has for self-billing, which Peppol publishes as a profile with rules of its own."""
RULES_RELEASE = "3.0.21"
"""The release of Peppol BIS Billing that mock-einvoice 0.4.0 is pinned to."""


class OfficialPeppol(CompiledRules):
    """Peppol's own rule file; its SHA-256 in the version says exactly which. Raises ValueError for other rules."""

    def __init__(self, file: Path, cache_dir: Path | None = None) -> None:
        self._folder, self._cache_dir = file.parent, cache_dir
        self._self_billing: CompiledRules | None = None
        content, named = rule_file(file, PEPPOL_PIN)
        super().__init__(content, cache_dir, files=(named,))
        if not any(rule.startswith("PEPPOL-") for rule in self.rule_ids):
            raise ValueError(f"{file} holds no rules of Peppol")
        self.version = f"official {named.name} (SHA-256 {named.sha256})"

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every assertion that failed. Raises NoAnswer for self-billing, whose rules are not in the folder."""
        if not self_billing.is_claimed(document.root):
            return super().check(document)
        if self._self_billing is None:
            self._self_billing = self._rules_for_self_billing()
        return self._self_billing.check(document)

    def _rules_for_self_billing(self) -> CompiledRules:
        for name in SELF_BILLING_FILES:
            if (self._folder / name).is_file():
                content, named = rule_file(self._folder / name, PEPPOL_PIN)
                return CompiledRules(content, self._cache_dir, files=(named,))
        raise NoAnswer(f"this is self-billing, and {self._folder} holds no {' or '.join(SELF_BILLING_FILES)}")


class PeppolByMockEinvoice:
    """165 rules in pure Python."""

    files: tuple[RuleFile, ...] = ()

    def __init__(self, remark: str = "") -> None:
        self.version = f"mock-einvoice {version('mock-einvoice')} ({RULES_RELEASE}){remark}"

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every Peppol rule that did not hold. The EN 16931 rules, which it has too, are the layer before."""
        try:
            elements = document.elements
        except NotReadable as refusal:
            return [not_readable(refusal, document)]
        found = [
            Finding(
                rule=rule.id,
                level="warning" if rule.flag == "warning" else "fatal",
                text=text,
                where=where,
                term=term_of(where, text),
            )
            for rule, where, text in mock.failures(elements)
        ]
        return self_billing.judged(found, document.root) if self_billing.is_claimed(document.root) else found


def peppol_rules() -> OfficialPeppol | PeppolByMockEinvoice:
    """The official rules of the folder in PEPPOL_RULES_DIR, or else mock-einvoice, which says why it stands in.

    Rules that are there and cannot be compiled raise, and so does a pinned file that is not there: an operator that
    supplied or pinned them must not get others unawares.
    """
    folder = os.environ.get(RULES_DIR)
    for name in RULES_FILES if folder else ():
        if (Path(folder or "") / name).is_file():
            return OfficialPeppol(Path(folder or "") / name)
    if pins(PEPPOL_PIN):
        raise NotThePinnedFile(f"{PEPPOL_PIN} is set, and {RULES_DIR} holds no {' or '.join(RULES_FILES)}")
    if not folder:
        return PeppolByMockEinvoice()
    return PeppolByMockEinvoice(f", as {RULES_DIR} holds no {' or '.join(RULES_FILES)}")
