"""The words of every mail: a file each, words/<template>.toml, with five languages and the page its button opens."""

import tomllib
from pathlib import Path
from typing import Any, Final

Words = dict[str, Any]
"""subject, title, paragraphs, rows of (label, value), button, and the reason why the reader gets this mail."""

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
"""Where the button of each mail leads: a page that the portal has, with values of the mail in its address."""
