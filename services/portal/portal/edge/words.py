"""The words of the pages: one catalogue for each language, a phrase for each key."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from contracts.values import Language
from portal.edge.problems import sentence

LANGUAGES: dict[Language, str] = {"sv": "Svenska", "da": "Dansk", "nb": "Norsk", "fi": "Suomi", "en": "English"}
"""Each language in its own words, in the order of the switch."""


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Every phrase by its key, such as `invoices.title`."""
    return dict(_flat("", _read(f"{language}.toml")))


def phrase(language: Language, key: str, **values: object) -> str:
    """A phrase with its blanks filled. Raises KeyError when nobody has written it."""
    text = catalogue(language)[key]
    return text.format(**values) if "{" in text else text


def why(language: Language, code: str, details: Mapping[str, str]) -> str:
    """What was refused and what to do about it, in the reader's language."""
    return sentence(code, language, dict(details))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words" / name).read_text(encoding="utf-8"))


def _flat(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _flat(key, value)
        else:
            yield key, value
