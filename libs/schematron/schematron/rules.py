"""Rules that can be checked, and what they answer."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from decimal import localcontext
from pathlib import Path
from types import ModuleType

from lxml import etree

from schematron.check import Assertion
from schematron.dispatch import Ruleset
from schematron.document import Document, Element, read
from schematron.values import DECIMALS

MILD_FLAGS = frozenset({"warning", "information", "info"})
"""Flags that do not make a document invalid; any other does, also one the compiler has never heard of."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An assertion that does not hold: its official id, flag and text, and an XPath to where it does not.

    The names in `where` are those of the document; a place is given where several children have one name:
    /Invoice/cac:InvoiceLine[2]/cbc:ID.
    """

    rule: str
    flag: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """An assertion that has no answer for this element, since working it out met an error."""

    rule: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a check found, in the order of the rules' patterns and of the document."""

    findings: tuple[Finding, ...]
    uncomputed: tuple[Uncomputed, ...]

    @property
    def passed(self) -> bool:
        """Nothing but mild findings, and nothing left uncomputed."""
        return not self.uncomputed and all(finding.flag in MILD_FLAGS for finding in self.findings)


class Rules:
    """The compiled rules of one file. Several threads may check with them at once."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset

    @property
    def title(self) -> str:
        """The title the rules give themselves."""
        return self._ruleset.title

    @property
    def sha256(self) -> str:
        """The SHA-256 of the XSLT the rules were compiled from, in hexadecimal."""
        return self._ruleset.sha256

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of all assertions, each once, in their order."""
        return tuple(dict.fromkeys(assertion.rule for assertion in self._ruleset.assertions))

    def check(self, root: bytes | etree._Element | Document) -> Result:
        """Checks a document, given as XML bytes, as its lxml root element, or as `read_document` gives it.

        Reading costs about as much as checking: to check one document by several rules, read it once. Raises
        NotReadable for a document that cannot be checked at all.
        """
        document = read(root)
        with localcontext(DECIMALS):
            check = self._ruleset.run(document)
        found = [Finding(a.rule, a.flag, text, element.where()) for a, element, text in _sorted(check.reports)]
        failed = [Uncomputed(a.rule, why, element.where()) for a, element, why in _sorted(check.uncomputed_reports)]
        return Result(tuple(found), tuple(failed))


def _sorted(reports: list[tuple[Assertion, Element, str]]) -> list[tuple[Assertion, Element, str]]:
    return sorted(reports, key=lambda report: (report[0].pattern, report[1].order, report[0].number))


def load_module(path: Path) -> Rules:
    """The rules in a generated Python module. The module is run: it must come from a place only the operator writes."""
    name = f"_schematron_rules_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return rules_of(module)


def rules_of(module: ModuleType) -> Rules:
    """The rules of a generated module that has been imported."""
    ruleset = getattr(module, "RULESET", None)
    if not isinstance(ruleset, Ruleset):
        raise ImportError(f"{module.__name__} was not made by `schematron compile`")
    return Rules(ruleset)
