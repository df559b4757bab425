"""The third layer: the rules of Peppol BIS Billing 3, as the open package mock-einvoice has written them anew.

Peppol's own rule files have no licence to ship. The report names the package, so that nobody takes it for the official
artefact. It agreed with that in 1,684 of 1,685 published assertions, and misses what only the XSD sees.
"""

from importlib.metadata import version

from lxml import etree
from mockeinvoice import rules, ubl

from einvoice.findings import Finding
from einvoice.terms import term_of

RULES_RELEASE = "3.0.21"
"""The release of Peppol BIS Billing that mock-einvoice 0.4.0 is pinned to."""


class PeppolByMockEinvoice:
    """165 rules in pure Python."""

    def __init__(self) -> None:
        self.version = f"mock-einvoice {version('mock-einvoice')} ({RULES_RELEASE})"

    def check(self, document: bytes, root: etree._Element) -> list[Finding]:
        """Every Peppol rule that did not hold. The EN 16931 rules, which it has too, are the layer before."""
        read, _, sent = ubl.parse_tree(document)
        return [
            Finding(
                rule=found.code,
                level="warning" if found.level == "warning" else "fatal",
                text=found.text,
                where=found.path,
                term=term_of(found.path, found.text),
            )
            for found in rules.run(read, "peppol", sent)
        ]
