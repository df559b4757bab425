"""The second layer: the official EN 16931 rules, as CEN publishes them, compiled to Python."""

from pathlib import Path

from einvoice.rules.compiled import CompiledRules
from einvoice.rules.official_files import EN16931_PIN, en16931_rules, en16931_version, rule_file


class En16931(CompiledRules):
    """CEN's compiled Schematron (XSLT), compiled once more by `schematron`: 5 to 8 times faster than SaxonC."""

    def __init__(self, cache_dir: Path | None = None) -> None:
        self.version = en16931_version()
        content, file = rule_file(en16931_rules(), EN16931_PIN)
        super().__init__(content, cache_dir, files=(file,))
