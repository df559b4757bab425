"""What rules say to people: our own sentence on what is wrong, where, and what to do, in five languages.

The sentences are in `words.toml`, one table a rule. They stand beside the official texts and never replace them.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from einvoice.pdf.words import LANGUAGES
from einvoice.rules.findings import Finding, Report
from einvoice.term_names import term_name

__all__ = ["LANGUAGES", "RuleWords", "rule_words", "sentence", "told_in"]

_LINE = re.compile(r"^/(?:Invoice|CreditNote)/cac:(?:Invoice|CreditNote)Line\[(\d+)\]")
_LINE_NAMES = {"sv": "Rad", "da": "Linje", "nb": "Linje", "fi": "Rivi", "en": "Line"}


class RuleWords(NamedTuple):
    """The words of one rule: the business term its sentence is about, and the sentence by language."""

    term: str | None
    sentences: dict[str, str]


def sentence(rule: str, language: str, where: str = "") -> str | None:
    """Our sentence on a rule, in one of LANGUAGES; None for a rule that we have no words for.

    `where`, the place of a finding, says which line it is about when there are several. Raises ValueError for another
    language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    words = rule_words().get(rule)
    if words is None:
        return None
    line = _LINE.match(where)
    return f"{_LINE_NAMES[language]} {line[1]}: {words.sentences[language]}" if line else words.sentences[language]


def told_in(report: Report, language: str) -> Report:
    """The same report in that language: each finding with the name of its term, and our sentence where we have one."""
    return msgspec.structs.replace(report, findings=tuple(_told(finding, language) for finding in report.findings))


def _told(finding: Finding, language: str) -> Finding:
    words = rule_words().get(finding.rule)
    term = finding.term or (words.term if words else None)
    return msgspec.structs.replace(
        finding,
        term=term,
        term_name=term_name(term, language) if term else None,
        sentence=sentence(finding.rule, language, finding.where),
    )


@cache
def rule_words() -> dict[str, RuleWords]:
    """The words of every rule that has some, by its id; rules that say the same share theirs."""
    tables = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    found: dict[str, RuleWords] = {}
    for rule, table in tables.items():
        words = RuleWords(table.get("term"), {language: table[language] for language in LANGUAGES})
        for named in (rule, *table.get("also", ())):
            if named in found:
                raise ValueError(f"words.toml has words for {named} twice")
            found[named] = words
    return found
