"""mock-einvoice's rules for Peppol, run from its own files over elements that have been read and indexed already.

As mock-einvoice runs them they read the document once more into a tree of their own, and walk through all of it for
nearly each rule. Its rules reach the document through one module alone, `tree`. So its rule modules are loaded here a
second time, as modules of this package, whose `tree` is ours: not a line of them is changed, and `mockeinvoice` itself
is as it was. Tests hold both against each other, finding by finding.
"""

import decimal
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import mockeinvoice.rules
from mockeinvoice.rules import Failure, Rule, calculation, codelists, published

from einvoice.rules.mock import tree
from einvoice.rules.mock.tree import At, Root
from schematron import Document

__all__ = ["Failure", "failures", "rule"]

LAYER = "peppol"
_PRECISION = 60  # in digits, as mock-einvoice has it, so that sums are exact

_ROOTS = (tree.tag("ubl:Invoice"), tree.tag("cn:CreditNote"))

_NATIONAL = re.compile(r"[A-Z]{2}-[RS]-\d+")
_TWO_NUMBERS = re.compile(r"\d+ VAT identifiers where the rule takes one")

_rules: dict[str, Rule] = {}


def failures(document: Document) -> Iterable[tuple[Rule, str, str]]:
    """Each failure of a rule, in the order that the rules are published in: the rule, where, and what was found.

    Raises ValueError for a document that is no UBL invoice or credit note.
    """
    root = Root(document)
    if root.tag not in _ROOTS:
        raise ValueError(f"{root.path} is no UBL Invoice or CreditNote")
    with decimal.localcontext() as context:
        context.prec = _PRECISION
        for asked in _in_order:
            try:
                found = list(asked.check(root))
            except calculation.Incomputable as error:
                if is_told_by_en16931(asked.id, str(error)):
                    continue
                found = [("", f"could not be computed: {error}")]
            for where, detail in found:
                yield asked, where or "/", f"{asked.about}: {detail}"


def is_told_by_en16931(identifier: str, error: str) -> bool:
    """Whether a country's rule cannot be computed only because a party has two VAT numbers.

    Then it cannot tell of which country the document is, and 24 rules of countries that have nothing to do with it
    would be told as broken. That a party has one VAT number is what UBL-SR-12, UBL-SR-18 and UBL-SR-23 ask already.
    """
    return bool(_NATIONAL.match(identifier)) and _TWO_NUMBERS.search(error) is not None


def rule(layer: str, identifier: str, about: str, over: str = "model") -> Callable[[Any], Any]:
    """What the rule modules register their rules by."""

    def register(check: Callable[[At], Iterable[Failure]]) -> Callable[[At], Iterable[Failure]]:
        if over != "tree" or identifier in _rules:
            raise ValueError(f"{identifier} is not one rule over the elements of a document")
        _rules[identifier] = Rule(identifier, layer, about, check, over)
        return check

    return register


def _load() -> list[Rule]:
    """The rules of all of Peppol's modules. The modules that do not touch the document are shared."""
    __path__.extend(mockeinvoice.rules.__path__)  # behind our own folder, so that `tree` is ours
    for shared in (calculation, codelists):
        sys.modules[f"{__name__}.{shared.__name__.rpartition('.')[2]}"] = shared
    peppol = import_module(f"{__name__}.peppol")
    # Two more that walk through all elements, before the other modules take them from this one.
    peppol.named, peppol.identifiers = tree.named, tree.identifiers  # type: ignore[attr-defined]
    for others in ("peppol_de", "peppol_national"):
        import_module(f"{__name__}.{others}")
    return [_rules[identifier] for identifier in published.LAYERS[LAYER] if identifier in _rules]


_in_order = _load()
