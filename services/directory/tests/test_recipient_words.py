"""Everything said about recipients and customer registers is said in five languages."""

import re
import tomllib
from pathlib import Path

import contracts
import directory

LISTED = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "directory_recipients.toml").read_text())
SHOWN_BY_THE_PORTAL = (
    "recipient-reach",
    "recipient-ways",
    "recipient-request.not-found",
    "customer-register.not-found",
)


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    sources = "".join(path.read_text() for path in Path(directory.__file__).parent.rglob("*.py"))
    used = set(re.findall(r'"((?:recipient|customer)-[a-z]+\.[a-z-]+)"', sources))
    assert used == {code for code in LISTED if not code.startswith(SHOWN_BY_THE_PORTAL)}


def test_every_sentence_is_there_in_five_languages_with_the_same_details() -> None:
    for code, words in LISTED.items():
        assert set(words) == {"sv", "da", "nb", "fi", "en"}, code
        details = {language: set(re.findall(r"{(\w+)}", text)) for language, text in words.items()}
        assert len({frozenset(names) for names in details.values()}) == 1, (code, details)
