"""The layers that judge a Svefaktura: its structure by our own table, and SFTI's schemas where the operator has them.

SFTI's schemas come without a licence to ship, so an operator that has them names their folder in
SVEFAKTURA_SCHEMAS_DIR; without it that layer could not run, and says so. The structure is what those schemas say of
which elements there are, in which order and how often; it knows nothing of codes and figures.
"""

import os
import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree

from einvoice.rules.findings import Finding, RuleFile
from einvoice.rules.layer_xsd import FINDINGS_MAX, Schemas
from einvoice.rules.parsed import ParsedDocument
from einvoice.rules.validation import Layer
from einvoice.svefaktura.writer import ROOT
from einvoice.xml import location, prefixed

SCHEMAS_DIR = "SVEFAKTURA_SCHEMAS_DIR"
"""The setting for a folder with SFTI's schemas as SFTI lays them out: maindoc, common and codelist."""


class SvefakturaStructure:
    """Which elements a Svefaktura has, in which order and how often (`structure.toml`)."""

    version = "SFTI 1.0, our table"
    files: tuple[RuleFile, ...] = ()

    def __init__(self) -> None:
        self._contents = {name: _content(told) for name, told in _table().items()}

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every element whose content is not what the schemas say."""
        root = document.root
        if root.tag != ROOT:
            return [_finding(root, f"the root is {root.tag}: no Svefaktura")]
        found = [_finding(element, text) for element in root.iter() if (text := self._fault(element))]
        return found[:FINDINGS_MAX]

    def _fault(self, element: etree._Element) -> str | None:
        name = prefixed(str(element.tag))
        content, told = self._contents.get(name), "".join(f"{prefixed(str(child.tag))} " for child in element)
        if content is None:
            return f"{name} holds text alone" if told else None
        return None if content.fullmatch(told) else f"{name} holds {' '.join(_table()[name].split())}, and not {told}"


def svefaktura_schemas() -> Schemas:
    """SFTI's own schemas. Raises FileNotFoundError when the operator has not supplied them."""
    folder = os.environ.get(SCHEMAS_DIR)
    if not folder:
        raise FileNotFoundError(f"SFTI's schemas are not ours to ship: name their folder in {SCHEMAS_DIR}")
    return Schemas({ROOT: Path(folder) / "maindoc" / "SFTI-BasicInvoice-1.0.xsd"}, "SFTI 1.0", "Svefaktura")


@cache
def _table() -> dict[str, str]:
    text = files(__package__).joinpath("structure.toml").read_text(encoding="utf-8")
    return {name: str(told) for name, told in tomllib.loads(text).items()}


def _content(told: str) -> re.Pattern[str]:
    """A content as an expression over the names of the children, each with a space behind it."""
    parts = []
    for entry in told.split():
        name = entry.rstrip("?*+")
        parts.append(f"(?:{re.escape(name)} ){entry[len(name) :]}")
    return re.compile("".join(parts))


def _finding(element: etree._Element, text: str) -> Finding:
    return Finding(rule="SVEFAKTURA-STRUCTURE", level="fatal", text=text, where=location(element))


LAYERS = (Layer("structure", SvefakturaStructure, decides=True), Layer("xsd", svefaktura_schemas))
"""What judges a Svefaktura."""
