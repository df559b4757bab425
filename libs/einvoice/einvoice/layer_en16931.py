"""The second layer: the official EN 16931 rules, as CEN publishes them, run by SaxonC."""

import re
from collections.abc import Iterator

from lxml import etree
from saxonche import PySaxonProcessor

from einvoice.findings import Finding
from einvoice.official_files import ubl_folder
from einvoice.terms import term_of
from einvoice.xml import parse, prefixed

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
    places = _Places(root)
    for failed in svrl.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        text = " ".join("".join(map(str, failed.itertext())).split())
        where = places.told(failed.get("location") or "")
        yield Finding(
            rule=failed.get("id") or "unnamed",
            level="warning" if failed.get("flag") == "warning" else "fatal",
            text=_ID_PREFIX.sub("", text),
            where=where,
            term=term_of(where, text),
        )


class _Places:
    """Elements that Schematron names by namespace and position, told as `einvoice.xml.location` does.

    Remembers the children it has looked up: a document can have a finding for each of thousands of lines.
    """

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._children: dict[tuple[etree._Element, str], list[etree._Element]] = {}

    def told(self, path: str) -> str:
        element, steps = self._root, [prefixed(str(self._root.tag))]
        for name, namespace, position in _STEP.findall(path)[1:]:
            tag = f"{{{namespace}}}{name}"
            twins = self._children.get((element, tag)) or element.findall(tag)
            if len(twins) < int(position):
                return path
            self._children[element, tag] = twins
            steps.append(f"{prefixed(tag)}[{position}]" if len(twins) > 1 else prefixed(tag))
            element = twins[int(position) - 1]
        return "/" + "/".join(steps)
