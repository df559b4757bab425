"""Reads the part of XPath 2.0 that Schematron rules are written in, one method per production of its grammar."""

from collections.abc import Callable, Mapping

from schematron import tree
from schematron.errors import CannotCompile
from schematron.tokens import Token, TokenKind, tokenize

STANDARD_FUNCTIONS = "http://www.w3.org/2005/xpath-functions"
SCHEMA_TYPES = "http://www.w3.org/2001/XMLSchema"

_GENERAL = ("=", "!=", "<", "<=", ">", ">=")
_BY_VALUE = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_AXES = {
    "child", "parent", "self", "attribute", "ancestor", "ancestor-or-self", "descendant", "descendant-or-self",
    "following", "preceding", "following-sibling", "preceding-sibling",
}  # fmt: skip
_KIND_TESTS = ("node", "text", "element")
_UNKNOWN_KIND_TESTS = ("comment", "processing-instruction", "attribute", "document-node", "item", "schema-element")


def parse(xpath: str, namespaces: Mapping[str, str]) -> tree.Expression:
    """The tree of `xpath`; prefixes are resolved by `namespaces`. Raises CannotCompile for what is not understood."""
    return _Parser(tokenize(xpath), namespaces).whole()


class _Parser:
    def __init__(self, tokens: list[Token], namespaces: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._namespaces = namespaces

    # Looking and moving.

    def _peek(self, ahead: int = 0) -> Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _sees(self, *symbols: str) -> bool:
        token = self._peek()
        return token.kind is TokenKind.SYMBOL and token.text in symbols

    def _sees_word(self, *words: str) -> bool:
        token = self._peek()
        return token.kind is TokenKind.NAME and token.text in words

    def _takes(self, *symbols: str) -> bool:
        if self._sees(*symbols):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        token = self._next()
        if token.text != text or token.kind is TokenKind.STRING:
            raise CannotCompile(f"expected {text!r} in XPath and met {token.text or 'its end'!r}")

    # Expressions, from the loosest binding to the tightest.

    def whole(self) -> tree.Expression:
        expression = self._sequence()
        if self._peek().kind is not TokenKind.END:
            raise CannotCompile(f"XPath that goes on with {self._peek().text!r}")
        return expression

    def _sequence(self) -> tree.Expression:
        items = [self._single()]
        while self._takes(","):
            items.append(self._single())
        return items[0] if len(items) == 1 else tree.Sequence(tuple(items))

    def _single(self) -> tree.Expression:
        opens = self._peek(1)
        if opens == Token(TokenKind.SYMBOL, "$") and self._sees_word("for", "some", "every"):
            return self._with_bindings(self._next().text)
        if opens == Token(TokenKind.SYMBOL, "(") and self._sees_word("if"):
            return self._if()
        return self._or()

    def _with_bindings(self, word: str) -> tree.Expression:
        bindings = [self._binding()]
        while self._takes(","):
            bindings.append(self._binding())
        if word == "for":
            self._expect("return")
            return tree.For(tuple(bindings), self._single())
        self._expect("satisfies")
        return tree.Quantified(word == "every", tuple(bindings), self._single())

    def _binding(self) -> tree.Binding:
        self._expect("$")
        name = self._next().text
        self._expect("in")
        return tree.Binding(name, self._single())

    def _if(self) -> tree.Expression:
        self._expect("if")
        self._expect("(")
        condition = self._sequence()
        self._expect(")")
        self._expect("then")
        then = self._single()
        self._expect("else")
        return tree.If(condition, then, self._single())

    def _or(self) -> tree.Expression:
        parts = [self._and()]
        while self._sees_word("or"):
            self._next()
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else tree.Or(tuple(parts))

    def _and(self) -> tree.Expression:
        parts = [self._comparison()]
        while self._sees_word("and"):
            self._next()
            parts.append(self._comparison())
        return parts[0] if len(parts) == 1 else tree.And(tuple(parts))

    def _comparison(self) -> tree.Expression:
        left = self._range()
        if self._sees(*_GENERAL):
            return tree.Comparison(self._next().text, left, self._range())
        if self._sees_word(*_BY_VALUE):
            return tree.Comparison(_BY_VALUE[self._next().text], left, self._range(), by_value=True)
        if self._sees_word("is") or self._sees("<<", ">>"):
            raise CannotCompile(f"the node comparison {self._peek().text!r}")
        return left

    def _range(self) -> tree.Expression:
        first = self._additive()
        if self._sees_word("to"):
            self._next()
            return tree.Range(first, self._additive())
        return first

    def _additive(self) -> tree.Expression:
        left = self._multiplicative()
        while self._sees("+", "-"):
            left = tree.Arithmetic(self._next().text, left, self._multiplicative())
        return left

    def _multiplicative(self) -> tree.Expression:
        left = self._union()
        while self._sees("*") or self._sees_word("div", "idiv", "mod"):
            left = tree.Arithmetic(self._next().text, left, self._union())
        return left

    def _union(self) -> tree.Expression:
        left = self._intersection()
        while self._sees("|") or self._sees_word("union"):
            self._next()
            left = tree.NodeSets("union", left, self._intersection())
        return left

    def _intersection(self) -> tree.Expression:
        left = self._cast()
        while self._sees_word("intersect", "except"):
            left = tree.NodeSets(self._next().text, left, self._cast())
        return left

    def _cast(self) -> tree.Expression:
        operand = self._unary()
        if self._sees_word("instance", "treat"):
            raise CannotCompile(f"'{self._peek().text} {self._peek(1).text}'")
        while self._sees_word("castable", "cast"):
            only_ask = self._next().text == "castable"
            self._expect("as")
            uri, name = self._resolve(self._next().text, "")
            if uri != SCHEMA_TYPES:
                raise CannotCompile(f"a cast to the type {name!r}")
            operand = tree.Cast(operand, name, or_empty=self._takes("?"), only_ask=only_ask)
        return operand

    def _unary(self) -> tree.Expression:
        negative = False
        while self._sees("-", "+"):
            negative ^= self._next().text == "-"
        operand = self._path()
        return tree.Negative(operand) if negative else operand

    # Paths.

    def _path(self) -> tree.Expression:
        steps: list[tree.Expression] = []
        if self._takes("//"):
            steps = [tree.Root(), tree.DESCENDANT_OR_SELF, self._step()]
        elif self._takes("/"):
            steps = [tree.Root()]
            if self._begins_step():
                steps.append(self._step())
        else:
            steps = [self._step()]
        while self._sees("/", "//"):
            if self._next().text == "//":
                steps.append(tree.DESCENDANT_OR_SELF)
            steps.append(self._step())
        if len(steps) == 1 and not isinstance(steps[0], tree.Step | tree.Root):
            return steps[0]
        return tree.Path(tuple(steps))

    def _begins_step(self) -> bool:
        return self._peek().kind is TokenKind.NAME or self._sees("*", "@", ".", "..", "(")

    def _step(self) -> tree.Expression:
        base = self._axis_step()
        predicates: list[tree.Expression] = []
        primary = self._primary() if base is None else None
        while self._takes("["):
            predicates.append(self._sequence())
            self._expect("]")
        if base is not None:
            return tree.Step(base[0], base[1], tuple(predicates))
        if primary is None:
            raise CannotCompile("a path without a step")
        return tree.Filter(primary, tuple(predicates)) if predicates else primary

    def _axis_step(self) -> tuple[str, tree.NameTest | tree.KindTest] | None:
        token, after = self._peek(), self._peek(1)
        if self._takes(".."):
            return "parent", tree.KindTest("node")
        if self._takes("@"):
            return "attribute", self._test("attribute")
        if token.kind is TokenKind.NAME and after == Token(TokenKind.SYMBOL, "::"):
            if token.text not in _AXES:
                raise CannotCompile(f"the axis {token.text}::")
            self._at += 2
            return token.text, self._test(token.text)
        if self._sees("*"):
            return "child", self._test("child")
        if token.kind is TokenKind.NAME and self._is_name_or_kind_test(token, after):
            return "child", self._test("child")
        return None

    def _is_name_or_kind_test(self, token: Token, after: Token) -> bool:
        calls = after == Token(TokenKind.SYMBOL, "(")
        return not calls or token.text in _KIND_TESTS or token.text in _UNKNOWN_KIND_TESTS

    def _test(self, axis: str) -> tree.NameTest | tree.KindTest:
        token = self._next()
        if token.text == "*" and token.kind is TokenKind.SYMBOL:
            return tree.NameTest(None, None)
        if token.kind is not TokenKind.NAME:
            raise CannotCompile(f"a step that begins with {token.text!r}")
        if self._takes("("):
            if token.text not in _KIND_TESTS or not self._takes(")"):
                raise CannotCompile(f"the kind test {token.text}(…)")
            return tree.KindTest(token.text)
        prefix, _, local = token.text.rpartition(":")
        if prefix == "*":
            return tree.NameTest(None, local)
        default = "" if axis == "attribute" else self._namespaces.get("", "")
        uri, name = self._resolve(token.text, default)
        return tree.NameTest(uri, None if name == "*" else name)

    def _resolve(self, qname: str, default: str) -> tuple[str, str]:
        prefix, _, local = qname.rpartition(":")
        if not prefix:
            return default, local
        if prefix not in self._namespaces:
            raise CannotCompile(f"the undeclared prefix {prefix!r}")
        return self._namespaces[prefix], local

    # Primaries.

    def _primary(self) -> tree.Expression:
        token = self._next()
        literals: dict[TokenKind, Callable[[str], tree.Expression]] = {
            TokenKind.NUMBER: tree.Number,
            TokenKind.STRING: tree.String,
        }
        if token.kind in literals:
            return literals[token.kind](token.text)
        if token.kind is TokenKind.NAME:
            return self._call(token.text)
        if token.text == "$":
            return tree.Variable(self._next().text)
        if token.text == ".":
            return tree.ContextItem()
        if token.text == "(":
            return self._parenthesised()
        raise CannotCompile(f"XPath with {token.text or 'its end'!r} where an expression should begin")

    def _parenthesised(self) -> tree.Expression:
        if self._takes(")"):
            return tree.Sequence(())
        inside = self._sequence()
        self._expect(")")
        return inside

    def _call(self, qname: str) -> tree.Expression:
        uri, name = self._resolve(qname, "")
        self._expect("(")
        arguments: list[tree.Expression] = []
        while not self._sees(")"):
            arguments.append(self._single())
            if not self._takes(","):
                break
        self._expect(")")
        return tree.Call("" if uri == STANDARD_FUNCTIONS else uri, name, tuple(arguments))
