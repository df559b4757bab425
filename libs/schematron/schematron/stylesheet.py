"""The compiled Schematron as it stands in its XSLT: patterns, rules, assertions, variables and functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from schematron import tree
from schematron.errors import CannotCompile
from schematron.parser import parse

XSL = "{http://www.w3.org/1999/XSL/Transform}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@dataclass(frozen=True)
class XPath:
    """An expression as written, with the namespaces it is written under."""

    text: str
    namespaces: Mapping[str, str] = field(repr=False)

    def parsed(self) -> tree.Expression:
        """Its tree."""
        return parse(self.text, self.namespaces)


@dataclass(frozen=True)
class Variable:
    """An xsl:variable or xsl:param: an expression, or a fixed text."""

    name: str
    value: XPath | str


@dataclass(frozen=True)
class Assertion:
    """An assertion, or with `is_report` a report, which speaks when its test holds."""

    rule: str
    flag: str
    test: XPath
    is_report: bool
    message: tuple[str | XPath, ...]


@dataclass(frozen=True)
class Rule:
    """A rule with its context (a match pattern)."""

    context: XPath
    variables: tuple[Variable, ...]
    assertions: tuple[Assertion, ...]


@dataclass(frozen=True)
class Function:
    """An xsl:function; its body is read when it is translated."""

    uri: str
    name: str
    parameters: tuple[tuple[str, str | None], ...]  # name and declared type
    returns: str | None
    body: etree._Element


@dataclass(frozen=True)
class Stylesheet:
    """A whole rule file. Within a pattern the rules stand with the one that goes first, first."""

    title: str
    sha256: str
    patterns: tuple[tuple[Rule, ...], ...]
    variables: tuple[Variable, ...]
    functions: tuple[Function, ...]

    @property
    def assertions(self) -> list[Assertion]:
        """All assertions, in their order."""
        return [each for pattern in self.patterns for rule in pattern for each in rule.assertions]


def parse_xslt(xslt: bytes) -> etree._Element:
    """The root of the stylesheet; entities are not expanded and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xslt, parser)
    except etree.XMLSyntaxError as error:
        raise CannotCompile(f"an XSLT that is not well-formed: {error}") from error
    if root.tag not in (XSL + "stylesheet", XSL + "transform"):
        raise CannotCompile(f"a file that is no XSLT but {root.tag}")
    if not str(root.get("version")).startswith(("2", "3")):
        raise CannotCompile(f"XSLT version {root.get('version')}, whose XPath 1.0 means other things")
    if root.get("xpath-default-namespace"):
        raise CannotCompile("the attribute xpath-default-namespace")
    return root


def digest(xslt: bytes) -> str:
    """The SHA-256 of the file, in hexadecimal."""
    return sha256(xslt).hexdigest()


def elements(parent: etree._Element) -> Iterator[etree._Element]:
    """The child elements, without comments and instructions."""
    for child in parent:
        if isinstance(child.tag, str):
            yield child


def xpath_at(element: etree._Element, attribute: str) -> XPath:
    """The expression in an attribute. The default namespace of the XML does not hold in XPath."""
    text = element.get(attribute)
    if text is None:
        raise CannotCompile(f"{element.tag} without the attribute {attribute}")
    return XPath(text, {prefix: uri for prefix, uri in element.nsmap.items() if prefix})


def variable(element: etree._Element) -> Variable:
    """An xsl:variable or xsl:param: its select, else its text, else the one xsl:value-of or xsl:sequence in it."""
    name = str(element.get("name"))
    if element.get("select") is not None:
        return Variable(name, xpath_at(element, "select"))
    inside = list(elements(element))
    if not inside:
        return Variable(name, element.text or "")
    if len(inside) == 1 and inside[0].tag in (XSL + "value-of", XSL + "sequence"):
        return Variable(name, xpath_at(inside[0], "select"))
    raise CannotCompile(f"the variable ${name}, which is built by XSLT instructions")


def function(element: etree._Element) -> Function:
    """An xsl:function."""
    prefix, _, name = str(element.get("name")).rpartition(":")
    parameters = [(str(each.get("name")), each.get("as")) for each in element.findall(XSL + "param")]
    return Function(element.nsmap.get(prefix, ""), name, tuple(parameters), element.get("as"), element)


def message(element: etree._Element) -> tuple[str | XPath, ...]:
    """The parts of an svrl:text: fixed text, and expressions to be worked out where the assertion fails."""
    parts: list[str | XPath] = [element.text or ""]
    for child in elements(element):
        if child.tag == XSL + "value-of":
            parts.append(xpath_at(child, "select"))
        elif child.tag == XSL + "text" or not str(child.tag).startswith(XSL):
            parts.append("".join(map(str, child.itertext())))  # the second: marks such as <emph> in the text
        else:
            raise CannotCompile(f"{child.tag} in the text of an assertion")
        parts.append(child.tail or "")
    return tuple(part for part in parts if part != "")
