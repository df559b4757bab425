"""The parts of the module being generated that several rules share: names, constants, formulas, functions."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from schematron import tree
from schematron.errors import CannotCompile
from schematron.shapes import Code


@dataclass(frozen=True)
class FunctionSignature:
    """How a function of the rules is called from Python."""

    python_name: str
    parameter_types: tuple[str | None, ...]
    returns: str | None


@dataclass
class Parts:
    """Fills while rules are translated; the module writer empties it into the module."""

    reserved: Collection[str]
    prefixes: dict[str, str] = field(default_factory=dict)  # by namespace, as the rules write them
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # (uri, local) -> Python name
    constants: dict[str, str] = field(default_factory=dict)  # Python expression -> Python name
    formulas: list[str] = field(default_factory=list)  # function definitions
    globals: dict[str, Code] = field(default_factory=dict)
    word_lists: dict[str, frozenset[str]] = field(default_factory=dict)  # global variables that are fixed lists
    functions: dict[tuple[str, str], FunctionSignature] = field(default_factory=dict)
    _of_document: dict[tree.Expression, Code] = field(default_factory=dict)
    _groupings: dict[tuple[str, str], str] = field(default_factory=dict)

    def learn_prefixes(self, namespaces: Mapping[str, str]) -> None:
        """The first prefix met for a namespace names it in the module."""
        for prefix, uri in namespaces.items():
            self.prefixes.setdefault(uri, prefix)

    def name(self, uri: str, local: str) -> str:
        """The Python name that holds an element's name, as cbc_ID."""
        if (uri, local) not in self.names:
            prefix = self.prefixes.get(uri, "") if uri else ""
            self.names[uri, local] = self._unused(_identifier(f"{prefix}_{local}"), self.names.values())
        return self.names[uri, local]

    def test(self, test: tree.NameTest | tree.KindTest) -> str:
        """A name test as the run time's `matches` takes it, in Python."""
        if isinstance(test, tree.KindTest):
            if test.kind == "text":
                raise CannotCompile("text() on this axis")
            return "'*'"
        if test.uri is not None and test.local is not None:
            return self.name(test.uri, test.local)
        if test.local is not None:
            return repr(f"* {test.local}")
        return "'*'" if test.uri is None else repr(f"{test.uri} *")

    def constant(self, hint: str, python: str) -> str:
        """The Python name of a constant, made once."""
        if python not in self.constants:
            self.constants[python] = f"{hint}_{len(self.constants) + 1}"
        return self.constants[python]

    def once(self, expression: tree.Expression, translate: Callable[[], Code], comment: str = "") -> Code:
        """The code that reads a formula of the document, which is translated when first met."""
        if expression not in self._of_document:
            self._of_document[expression] = self.formula(translate(), comment)
        return self._of_document[expression]

    def formula(self, code: Code, comment: str = "") -> Code:
        """The code that reads this code as a formula of the document."""
        number = len(self.formulas)
        said = f"    # {comment}\n" if comment else ""
        self.formulas.append(f"def formula_{number}(check):\n{said}    return {code.text}\n")
        return Code(f"check.once({number})", code.kind, code.count)

    def grouping(self, elements: Code, key: Code) -> str:
        """The Python of a formula that groups elements by a key, which is asked of the element e."""
        if (elements.text, key.text) not in self._groupings:
            groups = self.formula(Code(f"grouped({elements.text}, lambda e: {key.text})", key.kind))
            self._groupings[elements.text, key.text] = groups.text
        return self._groupings[elements.text, key.text]

    def function_name(self, uri: str, name: str) -> str:
        """A Python name for a function of the rules."""
        prefix = self.prefixes.get(uri, "")
        taken = [signature.python_name for signature in self.functions.values()]
        return self._unused(_identifier(f"function_{prefix}_{name}"), taken)

    def _unused(self, wanted: str, taken: Collection[str]) -> str:
        found, number = wanted, 2
        while found in self.reserved or found in taken or keyword.iskeyword(found):
            found, number = f"{wanted}_{number}", number + 1
        return found


def _identifier(text: str) -> str:
    return re.sub(r"\W", "_", text, flags=re.ASCII)
