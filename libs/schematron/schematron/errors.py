"""What can go wrong: rules that cannot be compiled, documents that cannot be read, values that cannot be computed."""


class CannotCompile(Exception):
    """The rules use something this compiler does not know: no half-right module is ever written.

    `construct` is the XPath or XSLT construct that was met, `rule` the id of the assertion or the context of the
    rule it stands in, and `xpath` the whole expression; the last two are filled in on the way out.
    """

    def __init__(self, construct: str, rule: str = "", xpath: str = "") -> None:
        super().__init__(construct)
        self.construct = construct
        self.rule = rule
        self.xpath = xpath

    def located(self, rule: str, xpath: str) -> "CannotCompile":
        """The same error, now saying where; what an inner place already said is kept."""
        self.rule = self.rule or rule
        self.xpath = self.xpath or " ".join(xpath.split())
        return self

    def __str__(self) -> str:
        text = self.construct
        if self.rule:
            text = f"rule {self.rule}: {text}"
        if self.xpath:
            shown = self.xpath if len(self.xpath) <= 200 else self.xpath[:200] + "…"
            text = f"{text}, in: {shown}"
        return text


class NotReadable(Exception):
    """The document cannot be checked: not well-formed, with a DOCTYPE, too deep, or with too many paths."""


class DynamicError(Exception):
    """An XPath dynamic error (a cast that fails, two items where one is asked for): the assertion has no answer."""


# What makes one assertion uncomputable. ArithmeticError: division by zero, overflow. TypeError: XPath's own type
# errors, such as a date compared with a string. ValueError: a number beyond what Python reads. RecursionError: a
# function of the rules that calls itself once per character of a very long value.
UNCOMPUTABLE = (DynamicError, ArithmeticError, TypeError, ValueError, RecursionError)
