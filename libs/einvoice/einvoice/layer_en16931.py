"""The second layer: the official EN 16931 rules, as CEN publishes them, run by SaxonC."""

import re
from collections.abc import Iterator

from lxml import etree
from saxonche import PySaxonProcessor

from einvoice.findings import Finding
from einvoice.official_files import ubl_folder
from einvoice.terms import term_of
from einvoice.xml import location, parse

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_STEP = re.compile(r"/\*:([\w.-]+)\[namespace-uri\(\)='([^']*)'\]\[(\d+)\]")
_VERSION = re.compile(rb"Schematron version (\d+\.\d+\.\d+)")
_HEADER_BYTES = 2048
_ID_PREFIX = re.compile(r"^\[[^\]]+\]-?\s*")


class En16931OnSaxon:
    """CEN's compiled Schematron (XSLT), made ready once (0.4 s). Belongs to the thread that made it."""

    def __init__(self) -> None:
        stylesheet = ubl_folder() / "EN16931-UBL-validation.xslt"
        with stylesheet.open("rb") as file:
            version = _VERSION.search(file.read(_HEADER_BYTES))
        self.version = version[1].decode() if version else "unknown"
        self._processor = PySaxonProcessor(license=False)
        self._rules = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(stylesheet))

    def check(self, document: bytes, root: etree._Element) -> list[Finding]:
        """Every assertion that failed. Saxon resolves entities, so it must be given what `einvoice.xml` produced."""
        node = self._processor.parse_xml(xml_text=document.decode())
        told = self._rules.transform_to_string(xdm_node=node)
        return list(_findings(parse(told.encode()), root))


def _findings(svrl: etree._Element, root: etree._Element) -> Iterator[Finding]:
    for failed in svrl.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        text = " ".join("".join(map(str, failed.itertext())).split())
        where = _where(root, failed.get("location") or "")
        yield Finding(
            rule=failed.get("id") or "unnamed",
            level="warning" if failed.get("flag") == "warning" else "fatal",
            text=_ID_PREFIX.sub("", text),
            where=where,
            term=term_of(where, text),
        )


def _where(root: etree._Element, path: str) -> str:
    """The element that Schematron names by namespace and position, as `einvoice.xml.location` writes it."""
    element: etree._Element | None = root
    for name, namespace, position in _STEP.findall(path)[1:]:
        found = element.findall(f"{{{namespace}}}{name}") if element is not None else []
        element = found[int(position) - 1] if len(found) >= int(position) else None
    return path if element is None else location(element)
