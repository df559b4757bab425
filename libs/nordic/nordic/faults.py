"""How this library says that a number is wrong: a stable code, the details, and a sentence for a person."""

from collections.abc import Callable


class Invalid(ValueError):
    """The value is not what it should be.

    `code` is stable and translatable ("bankgiro.check-digit"); `details` hold what its sentence needs (lengths, the
    expected check digit) and never the value itself, which may be personal data; `str()` is the sentence in English.
    """

    def __init__(self, code: str, text: str, **details: str | int) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.details = details


def is_valid(parse: Callable[[str], str], value: str) -> bool:
    """Whether `parse` accepts the value."""
    try:
        parse(value)
    except Invalid:
        return False
    return True
