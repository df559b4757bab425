"""The words of every mail, by language and template, read once from words/<language>.toml."""

import tomllib
from pathlib import Path
from typing import Any, Final

Words = dict[str, Any]
"""subject, title, paragraphs, rows of (label, value), button, and the reason why the reader gets this mail."""


def _read(language: str) -> dict[str, Words]:
    return tomllib.loads((Path(__file__).parent / "words" / f"{language}.toml").read_text("utf-8"))


WORDS: Final = {language: _read(language) for language in ("sv", "en")}
