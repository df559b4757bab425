"""The code lists of EN 16931, taken from the official rules that hold codes to them, so that both say the same."""

import re
from functools import cache

from einvoice.rules.official_files import en16931_rules

_ASSERTION = re.compile(r'<svrl:failed-assert test="([^"]*)">\s*<xsl:attribute name="id">(BR-CL-\d+)<')
_LIST = re.compile(r"contains\(\s*'( [^']+ )'")


@cache
def code_list(rule: str) -> frozenset[str]:
    """The codes that a rule such as BR-CL-23 (units) allows. Raises LookupError for a rule that has no list."""
    return _lists()[rule]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = en16931_rules().read_text(encoding="utf-8")
    found = {rule: frozenset(" ".join(_LIST.findall(test)).split()) for test, rule in _ASSERTION.findall(text)}
    return {rule: codes for rule, codes in found.items() if codes}
