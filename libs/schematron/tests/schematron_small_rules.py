"""Small rule files made for one test each, in the form the ISO skeleton writes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

from schematron import Rules, load

NAMESPACES = {
    "svrl": "http://purl.oclc.org/dsdl/svrl",
    "xsl": "http://www.w3.org/1999/XSL/Transform",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "o": "urn:order",
    "i": "urn:item",
    "f": "urn:functions",
}


def assertion(test: str, rule: str = "R", flag: str = "fatal", text: str = "") -> str:
    """<assert test="…">; `text` may hold xsl:value-of."""
    said = f"<svrl:failed-assert test={quoteattr(test)}>{_attributes(rule, flag)}<svrl:text>{text or rule}</svrl:text>"
    return (
        f"<xsl:choose><xsl:when test={quoteattr(test)}/><xsl:otherwise>{said}</svrl:failed-assert>"
        "</xsl:otherwise></xsl:choose>"
    )


def report(test: str, rule: str = "R", flag: str = "warning") -> str:
    """<report test="…">."""
    said = f"<svrl:successful-report test={quoteattr(test)}>{_attributes(rule, flag)}<svrl:text>{rule}</svrl:text>"
    return f"<xsl:if test={quoteattr(test)}>{said}</svrl:successful-report></xsl:if>"


def variable(name: str, select: str) -> str:
    """<let name="…" value="…">."""
    return f"<xsl:variable name={quoteattr(name)} select={quoteattr(select)}/>"


def rule(context: str, *inside: str) -> tuple[str, str]:
    """A rule: its context, and its variables and assertions."""
    return context, "".join(inside)


def stylesheet(*patterns: list[tuple[str, str]], before: str = "", title: str = "Small rules") -> bytes:
    """A whole file; each pattern is a list of rules, `before` holds variables and functions of the file."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    modes = "".join(f'<xsl:apply-templates mode="M{number}" select="/"/>' for number in range(len(patterns)))
    return (
        f'<xsl:stylesheet {declared} version="2.0">{before}{_PATHS}'
        f'<xsl:template match="/"><svrl:schematron-output title="{escape(title)}">{modes}</svrl:schematron-output>'
        f"</xsl:template>{''.join(_pattern(rules, number) for number, rules in enumerate(patterns))}</xsl:stylesheet>"
    ).encode()


def compiled(xslt: bytes) -> Rules:
    """The rules, ready to check."""
    with TemporaryDirectory() as folder:
        return load(xslt, Path(folder))


def _pattern(rules: list[tuple[str, str]], number: int) -> str:
    templates = [
        f'<xsl:template match={quoteattr(context)} mode="M{number}" priority="{1000 + len(rules) - place}">'
        f"<svrl:fired-rule context={quoteattr(context)}/>{inside}"
        f'<xsl:apply-templates mode="M{number}" select="@*|*"/></xsl:template>'
        for place, (context, inside) in enumerate(rules)
    ]
    templates.append(f'<xsl:template match="text()" mode="M{number}" priority="-1"/>')
    templates.append(
        f'<xsl:template match="@*|node()" mode="M{number}" priority="-2">'
        f'<xsl:apply-templates mode="M{number}" select="@*|*"/></xsl:template>'
    )
    return "".join(templates)


def _attributes(rule: str, flag: str) -> str:
    location = '<xsl:apply-templates mode="schematron-select-full-path" select="."/>'
    return (
        f'<xsl:attribute name="id">{rule}</xsl:attribute><xsl:attribute name="flag">{flag}</xsl:attribute>'
        f'<xsl:attribute name="location">{location}</xsl:attribute>'
    )


_PATHS = """
<xsl:template match="*" mode="schematron-select-full-path">
  <xsl:apply-templates mode="schematron-get-full-path" select="."/>
</xsl:template>
<xsl:template match="*" mode="schematron-get-full-path">
  <xsl:apply-templates mode="schematron-get-full-path" select="parent::*"/>
  <xsl:value-of select="concat('/*:', local-name(), '[namespace-uri()=''', namespace-uri(), '''][',
    1 + count(preceding-sibling::*[node-name(.) = node-name(current())]), ']')"/>
</xsl:template>
"""
