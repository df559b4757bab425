"""Writes the Python module of a rule file: names, constants, assertions, functions, formulas, conditions, rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from schematron import runtime
from schematron.absences import Wanted, is_on_root_element, wanted_absent
from schematron.contexts import ContextWriter
from schematron.errors import CannotCompile
from schematron.of_flow import fixed_words
from schematron.of_rules import (
    absent_path,
    attributes_looked_at,
    fixed_message,
    own_function,
    rule_function,
    signature,
)  # fmt: skip
from schematron.parts import Parts
from schematron.scope import DOCUMENT_SCOPE
from schematron.shapes import Code, Kind
from schematron.stylesheet import Assertion, Rule, Stylesheet, XPath
from schematron.translator import Translator

_WORD = re.compile(r"[A-Za-z_]\w*")
_LOCAL_NAMES = ("node", "check", "error", "RULESET", "FORMULAS", "ASSERTIONS")


@dataclass
class _Written:
    """What has been written so far, in the order it will stand in the module."""

    assertions: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    patterns: list[list[str]] = field(default_factory=list)


class ModuleWriter:
    """Translates one stylesheet."""

    def __init__(self, stylesheet: Stylesheet) -> None:
        self._stylesheet = stylesheet
        self._parts = Parts(reserved={*runtime.__all__, *_LOCAL_NAMES})
        self._contexts = ContextWriter(self._parts)
        self._written = _Written()

    def module(self) -> str:
        """The module's source. Raises CannotCompile, naming rule and construct, for what is not understood."""
        self._learn()
        for number, rules in enumerate(self._stylesheet.patterns):
            self._written.patterns.append([self._rule(rule, number) for rule in rules])
        for function in self._stylesheet.functions:
            self._written.functions.append(own_function(function, self._parts))
        return self._source()

    def _learn(self) -> None:
        """Prefixes, global variables and the signatures of functions: what rules refer to."""
        for rules in self._stylesheet.patterns:
            for rule in rules:
                self._parts.learn_prefixes(rule.context.namespaces)
        for function in self._stylesheet.functions:
            self._parts.functions[function.uri, function.name] = signature(function, self._parts)
        for variable in self._stylesheet.variables:
            self._parts.globals[variable.name] = self._global(variable.name, variable.value)

    def _global(self, name: str, value: XPath | str) -> Code:
        if isinstance(value, str):
            return Code(repr(value), Kind.STRING)
        try:
            expression = value.parsed()
            t = Translator(self._parts)
            words = fixed_words(t, expression)
            if words is not None:
                self._parts.word_lists[name] = words
            code = t.code(expression, DOCUMENT_SCOPE)
            if t.statements:
                raise CannotCompile("a global variable that needs statements")
        except CannotCompile as error:
            raise error.located(f"(global variable ${name})", value.text) from error
        is_literal = code.is_(Kind.STRING) and code.text[0] in "'\""
        return code if is_literal else self._parts.formula(code, f"${name}")

    def _rule(self, rule: Rule, pattern: int) -> str:
        """Writes a rule's function and gives its Rule(…)."""
        try:
            context = rule.context.parsed()
            contexts = self._contexts.contexts(context)
            on_root = is_on_root_element(context)
        except CannotCompile as error:
            raise error.located(f"with context {rule.context.text}", rule.context.text) from error
        checked: list[tuple[str, Assertion]] = []
        absent: list[str] = []
        for assertion in rule.assertions:
            python = self._assertion(assertion, pattern)
            wanted = self._wanted_absent(assertion) if on_root and not assertion.is_report else None
            if wanted is not None:
                absent += [absent_path(each, python, self._parts) for each in wanted]
            elif not self._always_holds(assertion):
                checked.append((python, assertion))
        return self._rule_entry(rule, contexts, checked, absent)

    def _wanted_absent(self, assertion: Assertion) -> list[Wanted] | None:
        try:
            return wanted_absent(assertion.test.parsed())
        except CannotCompile as error:
            raise error.located(assertion.rule, assertion.test.text) from error

    def _always_holds(self, assertion: Assertion) -> bool:
        return not assertion.is_report and assertion.test.text.replace(" ", "") == "true()"

    def _assertion(self, assertion: Assertion, pattern: int) -> str:
        number = len(self._written.assertions)
        rule = assertion.rule or f"{pattern + 1}.{number + 1}"
        text = fixed_message(assertion)
        python = f"A{number}"
        self._written.assertions.append(
            f"{python} = Assertion({pattern}, {number}, {rule!r}, {assertion.flag!r}, {text!r})"
        )
        return python

    def _rule_entry(
        self, rule: Rule, contexts: list[str], checked: list[tuple[str, Assertion]], absent: list[str]
    ) -> str:
        number = len(self._written.rules)
        name = f"rule_{number}" if checked or absent else "None"
        lines = []
        if checked or absent:
            lines.append(rule_function(name, rule, checked, self._parts))
        else:
            lines.append(f"# rule_{number} asserts nothing, but shadows those after it\n")
        given = [f"({', '.join(contexts)},)", name]
        if absent:
            lines[0] += f"    check.look_up(absences_{number}, node)\n"
            lines.append(f"absences_{number} = Absences(\n    " + ",\n    ".join(absent) + ",\n)\n")
            given.append(f"absences_{number}")
        attributes = attributes_looked_at(rule, checked, self._parts) if checked and not absent else None
        if attributes is not None:
            lines.append(f"{name} = remembered({', '.join([name, *map(repr, attributes)])})\n")
        self._written.rules.append("\n".join(lines))
        return f"Rule({', '.join(given)})"

    def _source(self) -> str:
        stylesheet, parts, written = self._stylesheet, self._parts, self._written
        patterns = "".join(
            "    (\n" + "".join(f"        {entry},\n" for entry in entries) + "    ),\n" for entries in written.patterns
        )
        formulas = "".join(f"formula_{number}, " for number in range(len(parts.formulas)))
        assertions = "".join(f"A{number}, " for number in range(len(written.assertions)))
        used = [
            "".join(f"{python} = {expression}\n" for expression, python in parts.constants.items()),
            "\n".join(written.assertions) + "\n",
            *("\n" + text for text in (*written.functions, *parts.formulas, *self._contexts.definitions)),
            *("\n" + text for text in written.rules),
            f"\nASSERTIONS = ({assertions})\nFORMULAS = ({formulas})\nPATTERNS = (\n{patterns})\n",
            f"RULESET = Ruleset({stylesheet.title!r}, {stylesheet.sha256!r}, ASSERTIONS, FORMULAS, PATTERNS)\n",
        ]
        words = {"name", *_WORD.findall("\n".join(used))}
        imported = [each for each in runtime.__all__ if each in words]
        sections = [
            f'"""Schematron rules compiled to Python from the XSLT with SHA-256 {stylesheet.sha256}. Do not edit."""\n',
            "from schematron.runtime import (\n" + "".join(f"    {name},\n" for name in imported) + ")\n",
            "".join(f"{python} = name({uri!r}, {local!r})\n" for (uri, local), python in parts.names.items()),
            *used,
        ]
        return "\n".join(sections)
