"""What business terms are called in the reader's language: short, as forms and invoices call them."""

import csv
from functools import cache
from importlib.resources import files

from einvoice.pdf.words import LANGUAGES
from einvoice.terms import all_terms


def term_name(number: str, language: str) -> str | None:
    """The name of a term such as BT-112 in one of LANGUAGES; None for a number that no term has.

    English is that of EN 16931 itself. Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    names = _names().get(number)
    return names[language] if names else None


@cache
def _names() -> dict[str, dict[str, str]]:
    lines = files(__package__).joinpath("term_names.tsv").read_text(encoding="utf-8").splitlines()
    nordic = {row.pop("term"): row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    return {term.number: {**nordic[term.number], "en": term.name} for term in all_terms()}
