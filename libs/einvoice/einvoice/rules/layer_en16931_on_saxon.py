"""The second layer on SaxonC, the engine that the compiled rules are held against."""

import re
from collections.abc import Iterator

from lxml import etree

try:
    from saxonche import PySaxonProcessor
except ImportError as missing:
    raise ImportError("SaxonC is not installed: pip install 'stafett-einvoice[saxon]'") from missing

from einvoice.places import Places
from einvoice.rules.findings import Finding
from einvoice.rules.official_files import EN16931_PIN, en16931_rules, en16931_version, rule_file, without_id
from einvoice.rules.parsed import ParsedDocument
from einvoice.terms import term_of
from einvoice.xml import parse

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_STEP = re.compile(r"/\*:([\w.-]+)\[namespace-uri\(\)='([^']*)'\]\[(\d+)\]")


class En16931OnSaxon:
    """CEN's compiled Schematron (XSLT), made ready once (0.4 s). Belongs to the thread that made it."""

    def __init__(self) -> None:
        self.version = en16931_version()
        self.files = (rule_file(en16931_rules(), EN16931_PIN)[1],)
        self._processor = PySaxonProcessor(license=False)
        compiler = self._processor.new_xslt30_processor()
        self._rules = compiler.compile_stylesheet(stylesheet_file=str(en16931_rules()))

    def check(self, document: ParsedDocument) -> list[Finding]:
        """Every assertion that failed. Saxon resolves entities, so it must be given what `einvoice.xml` produced."""
        node = self._processor.parse_xml(xml_text=document.utf8.decode())
        told = self._rules.transform_to_string(xdm_node=node)
        return list(_findings(parse(told.encode()), document.root))


def _findings(svrl: etree._Element, root: etree._Element) -> Iterator[Finding]:
    places = Places(root)
    for failed in svrl.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report"):
        text = " ".join("".join(map(str, failed.itertext())).split())
        path = failed.get("location") or ""
        steps = [(f"{{{namespace}}}{name}", int(place)) for name, namespace, place in _STEP.findall(path)[1:]]
        where = places.of_tags(path, steps)
        yield Finding(
            rule=failed.get("id") or "unnamed",
            level="warning" if failed.get("flag") == "warning" else "fatal",
            text=without_id(text),
            where=where,
            term=term_of(where, text),
        )
