"""Compiles an XSLT of Schematron rules to the source of a Python module."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from schematron import of_flow, of_functions, of_operators, of_paths
from schematron.errors import CannotCompile
from schematron.module_writer import ModuleWriter
from schematron.schxslt_form import is_schxslt, read_schxslt
from schematron.skeleton_form import is_skeleton, read_skeleton
from schematron.stylesheet import Stylesheet, parse_xslt

TRANSLATIONS = (of_flow, of_functions, of_operators, of_paths)
"""The modules that register how each kind of expression is translated."""


@dataclass(frozen=True, slots=True)
class CompiledSource:
    """A compiled rule file: the text of a Python module, and what it was made from."""

    text: str
    title: str
    sha256: str  # of the XSLT, in hexadecimal
    rule_ids: tuple[str, ...]  # each once, in the order of the rules
    assertions: int  # an id may name several


def compile_rules(xslt: bytes) -> CompiledSource:
    """Compiles the XSLT that the ISO Schematron skeleton or SchXslt 1 made of a Schematron file.

    Raises CannotCompile, naming the rule and the construct, for anything this compiler does not know.
    """
    stylesheet = read_stylesheet(xslt)
    ids = dict.fromkeys(assertion.rule for assertion in stylesheet.assertions)
    text = ModuleWriter(stylesheet).module()
    return CompiledSource(text, stylesheet.title, stylesheet.sha256, tuple(ids), len(stylesheet.assertions))


def read_stylesheet(xslt: bytes) -> Stylesheet:
    """The rules in the XSLT, before they are compiled."""
    root: etree._Element = parse_xslt(xslt)
    if is_skeleton(root):
        return read_skeleton(root, xslt)
    if is_schxslt(root):
        return read_schxslt(root, xslt)
    raise CannotCompile("an XSLT that neither the ISO Schematron skeleton nor SchXslt 1 made")
