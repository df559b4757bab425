"""Reads XSLT made by SchXslt 1: one mode, one template per rule, and the pattern of a rule named inside it."""

from lxml import etree

from schematron.errors import CannotCompile
from schematron.stylesheet import (
    SVRL,
    XSL,
    Assertion,
    Rule,
    Stylesheet,
    Variable,
    XPath,
    digest,
    elements,
    function,
    message,
    variable,
    xpath_at,
)  # fmt: skip

SCHXSLT = "{https://doi.org/10.5281/zenodo.1495494}"


def is_schxslt(root: etree._Element) -> bool:
    """Is this stylesheet of SchXslt's making?"""
    return root.find(f".//{SCHXSLT}pattern") is not None


def read_schxslt(root: etree._Element, xslt: bytes) -> Stylesheet:
    """The rules in the stylesheet. Raises CannotCompile for an instruction SchXslt does not write."""
    output = root.find(f".//{SVRL}schematron-output")
    ranked: dict[str, list[tuple[float, Rule]]] = {str(each.get("id")): [] for each in root.iter(SCHXSLT + "pattern")}
    for template in root.findall(XSL + "template"):
        if template.get("match") and template.get("mode") not in (None, "#all"):
            pattern, rule = _rule(template)
            ranked.setdefault(pattern, []).append((float(str(template.get("priority"))), rule))
    own = "schxslt:"
    functions = [each for each in root.findall(XSL + "function") if not str(each.get("name")).startswith(own)]
    declared = [each for each in elements(root) if each.tag in (XSL + "variable", XSL + "param")]
    return Stylesheet(
        title="" if output is None else str(output.get("title") or ""),
        sha256=digest(xslt),
        patterns=tuple(_first_goes_first(rules) for rules in ranked.values()),
        variables=tuple(variable(each) for each in declared if not str(each.get("name")).startswith(own)),
        functions=tuple(function(each) for each in functions),
    )


def _first_goes_first(rules: list[tuple[float, Rule]]) -> tuple[Rule, ...]:
    return tuple(rule for _, rule in sorted(rules, key=lambda ranked: -ranked[0]))


def _rule(template: etree._Element) -> tuple[str, Rule]:
    """The pattern's id, and the rule: its variables stand before the choose, its assertions in the otherwise."""
    context = xpath_at(template, "match")
    variables: list[Variable] = []
    assertions: list[Assertion] = []
    pattern = ""
    try:
        for child in elements(template):
            if child.tag == XSL + "variable":
                variables.append(variable(child))
            elif child.tag == XSL + "choose":
                pattern, assertions = _assertions(child)
            elif child.tag != XSL + "param":
                raise CannotCompile(f"{child.tag} in a rule")
    except CannotCompile as error:
        raise error.located(f"with context {context.text}", "") from error
    return pattern, Rule(context, tuple(variables), tuple(assertions))


def _assertions(choose: etree._Element) -> tuple[str, list[Assertion]]:
    rule = choose.find(f"{XSL}otherwise/{SCHXSLT}rule")
    if rule is None:
        raise CannotCompile("a template that is no rule")
    found = []
    for child in elements(rule):
        if child.tag == XSL + "if":
            found.append(_assertion(child))
        elif child.tag != SVRL + "fired-rule":
            raise CannotCompile(f"{child.tag} in a rule")
    return str(rule.get("pattern")), found


def _assertion(instruction: etree._Element) -> Assertion:
    """<if test="not(…)"><failed-assert>…, or for a report <if test="…"><successful-report>…"""
    said = next((each for each in elements(instruction) if str(each.tag).startswith(SVRL)), None)
    if said is None or said.tag not in (SVRL + "failed-assert", SVRL + "successful-report"):
        raise CannotCompile("an xsl:if that is neither an assertion nor a report")
    is_report = said.tag == SVRL + "successful-report"
    text = said.find(SVRL + "text")
    return Assertion(
        rule=said.get("id") or "",
        flag=said.get("flag") or said.get("role") or "fatal",
        test=xpath_at(instruction, "test") if is_report else _asserted(instruction),
        is_report=is_report,
        message=() if text is None else message(text),
    )


def _asserted(instruction: etree._Element) -> XPath:
    """The assertion's own test, without the not(…) that SchXslt puts around it."""
    test = xpath_at(instruction, "test")
    body = test.text.strip()
    if not (body.startswith("not(") and body.endswith(")")):
        raise CannotCompile(f"an assertion whose test is not not(…): {body[:40]}")
    return XPath(body[4:-1], test.namespaces)
