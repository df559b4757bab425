"""The texts of every mail: one file each, words/<template>.toml, with five languages and its button's page."""

import tomllib
from pathlib import Path
from typing import Any, Final

Words = dict[str, Any]
"""The subject, title, paragraphs, rows of (label, value), button, and the reason why the reader gets this mail."""

LANGUAGES: Final = ("sv", "da", "nb", "fi", "en")
COMMON: Final = "common"

_FILES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "words").glob("*.toml"))
}

WORDS: Final[dict[str, dict[str, Words]]] = {
    language: {template: words[language] for template, words in _FILES.items()} for language in LANGUAGES
}

PAGES: Final[dict[str, str]] = {template: words["page"] for template, words in _FILES.items() if template != COMMON}
"""The page of the portal that each mail's button opens, with values of the mail in its address."""
