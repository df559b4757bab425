"""The oracle: the same XSLT run by Saxon, and its answer and ours in one form."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from schematron import Result

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
Place: TypeAlias = tuple[tuple[str, str, int], ...]  # (namespace, local name, number among its like) from the root down
Answer: TypeAlias = Counter[tuple[str, str, Place]]  # rule, flag, place

_STEP = re.compile(r"/(?:\*:([\w.\-]+)\[namespace-uri\(\)='([^']*)'\]|Q\{([^}]*)\}([\w.\-]+)|([\w.\-]+))\[(\d+)\]")


class SaxonStops(Exception):
    """Saxon met a dynamic error, and so has no answer for the whole document."""


class Saxon:
    """One XSLT, compiled by Saxon once."""

    def __init__(self, xslt: Path) -> None:
        processor = _processor()
        self._executable = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(xslt))
        self._processor = processor

    def svrl(self, xml: bytes) -> bytes:
        """The report, as XML."""
        from saxonche import PySaxonApiError

        try:
            node = self._processor.parse_xml(xml_text=xml.decode())
            return str(self._executable.transform_to_string(xdm_node=node)).encode()
        except PySaxonApiError as error:
            raise SaxonStops(str(error)) from error

    def answer(self, xml: bytes) -> Answer:
        """The findings, with their places."""
        report = etree.fromstring(self.svrl(xml))
        found = report.iter(SVRL + "failed-assert", SVRL + "successful-report")
        return Counter((each.get("id"), each.get("flag"), place(each.get("location"))) for each in found)


@cache
def _processor() -> Any:
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


def place(location: str) -> Place:
    """Saxon's location, in the skeleton's spelling or in SchXslt's, as names and numbers."""
    steps = []
    for skeleton, uri, schxslt_uri, schxslt, plain, number in _STEP.findall(location):
        steps.append((uri or schxslt_uri, skeleton or schxslt or plain, int(number)))
    return tuple(steps)


def our_answer(result: Result, xml: bytes) -> Answer:
    """Our findings in the same form: each place is looked up in the document by its XPath."""
    root = etree.fromstring(xml)
    return Counter((each.rule, each.flag, _our_place(each.where, root)) for each in result.findings)


def _our_place(where: str, root: etree._Element) -> Place:
    element = root
    steps = [(*_name(root), 1)]
    for step in where.split("/")[2:]:
        name, _, number = step.rstrip("]").partition("[")
        alike = [child for child in element if isinstance(child.tag, str) and _written(child) == name]
        assert number or len(alike) == 1, f"{where} may mean several elements"
        element = alike[int(number or 1) - 1]
        steps.append((*_name(element), int(number or 1)))
    return tuple(steps)


def _written(element: etree._Element) -> str:
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def _name(element: etree._Element) -> tuple[str, str]:
    name = etree.QName(element)
    return name.namespace or "", name.localname
