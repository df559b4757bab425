"""Reads XSLT made by the ISO Schematron skeleton: one mode (M10, M11, …) per pattern, one template per rule."""

import re

from lxml import etree

from schematron.errors import CannotCompile
from schematron.stylesheet import (
    SVRL,
    XSL,
    Assertion,
    Rule,
    Stylesheet,
    Variable,
    digest,
    elements,
    function,
    message,
    variable,
    xpath_at,
)  # fmt: skip

_PATTERN_MODE = re.compile(r"M\d+\Z")
_TRAVERSAL = ("text()", "@*|node()", "*|comment()|processing-instruction()", "*")
_BRACKETED_ID = re.compile(r"\s*\[([\w.\-]+)\]")
_OWN_VARIABLES = {
    "document-uri",
    "archiveDirParameter",
    "archiveNameParameter",
    "fileNameParameter",
    "fileDirParameter",
}


def is_skeleton(root: etree._Element) -> bool:
    """Is this stylesheet of the skeleton's making?"""
    return root.find(f"{XSL}template[@mode='schematron-select-full-path']") is not None


def read_skeleton(root: etree._Element, xslt: bytes) -> Stylesheet:
    """The rules in the stylesheet. Raises CannotCompile for an instruction the skeleton does not write."""
    output = root.find(f".//{SVRL}schematron-output")
    by_mode: dict[str, list[tuple[float, Rule]]] = {mode: [] for mode in _modes_in_order(root)}
    for template in root.findall(XSL + "template"):
        mode = template.get("mode")
        if mode in by_mode and not _is_traversal(template):
            by_mode[mode].append((float(str(template.get("priority"))), _rule(template)))
    return Stylesheet(
        title="" if output is None else str(output.get("title") or ""),
        sha256=digest(xslt),
        patterns=tuple(_first_goes_first(rules) for rules in by_mode.values()),
        variables=tuple(_variables(root)),
        functions=tuple(function(each) for each in root.findall(XSL + "function")),
    )


def _is_traversal(template: etree._Element) -> bool:
    """One of the templates that only lead from element to element, which every mode ends with."""
    return template.find(SVRL + "fired-rule") is None and template.get("match") in _TRAVERSAL


def _modes_in_order(root: etree._Element) -> list[str]:
    """The patterns' modes, in the order the root template applies them."""
    main = root.find(f"{XSL}template[@match='/']")
    for template in root.findall(f"{XSL}template[@match='/']"):
        main = template if template.get("mode") is None else main
    applied = [] if main is None else main.findall(f".//{XSL}apply-templates")
    return [mode for each in applied if (mode := each.get("mode")) and _PATTERN_MODE.match(mode)]


def _first_goes_first(rules: list[tuple[float, Rule]]) -> tuple[Rule, ...]:
    return tuple(rule for _, rule in sorted(rules, key=lambda ranked: -ranked[0]))


def _variables(root: etree._Element) -> list[Variable]:
    declared = [each for each in elements(root) if each.tag in (XSL + "variable", XSL + "param")]
    return [variable(each) for each in declared if each.get("name") not in _OWN_VARIABLES]


def _rule(template: etree._Element) -> Rule:
    context = xpath_at(template, "match")
    variables: list[Variable] = []
    assertions: list[Assertion] = []
    try:
        for child in elements(template):
            if child.tag == XSL + "variable":
                variables.append(variable(child))
            elif child.tag in (XSL + "choose", XSL + "if"):
                assertions.append(_assertion(child))
            elif child.tag not in (SVRL + "fired-rule", XSL + "apply-templates"):
                raise CannotCompile(f"{child.tag} in a rule")
    except CannotCompile as error:
        raise error.located(f"with context {context.text}", "") from error
    return Rule(context, tuple(variables), tuple(assertions))


def _assertion(instruction: etree._Element) -> Assertion:
    """<choose><when test/><otherwise><failed-assert>…, or for a report <if test><successful-report>…"""
    is_report = instruction.tag == XSL + "if"
    asked = instruction if is_report else instruction.find(XSL + "when")
    speaks = instruction if is_report else instruction.find(XSL + "otherwise")
    said = None if speaks is None else speaks.find(SVRL + ("successful-report" if is_report else "failed-assert"))
    if asked is None or said is None:
        raise CannotCompile("an instruction that is neither an assertion nor a report")
    given = {name: str(value) for name, value in said.attrib.items()}
    given |= {str(each.get("name")): (each.text or "").strip() for each in said.findall(XSL + "attribute")}
    text = said.find(SVRL + "text")
    parts = () if text is None else message(text)
    bracketed = _BRACKETED_ID.match(parts[0]) if parts and isinstance(parts[0], str) else None
    rule = given.get("id") or (bracketed.group(1) if bracketed else "")
    flag = given.get("flag") or given.get("role") or "fatal"
    return Assertion(rule, flag, xpath_at(asked, "test"), is_report, parts)
