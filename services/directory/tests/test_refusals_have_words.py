"""Every refusal of the directory has its sentence in five languages, and each asks for the same details."""

import re
import tomllib
from pathlib import Path

import contracts
import directory

NOUNS = (
    "approval",
    "buyer-rules",
    "connection",
    "contract-text",
    "enrolment",
    "invitation",
    "reception",
    "reference",
)


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "directory.toml").read_text())
    sources = "".join(path.read_text() for path in Path(directory.__file__).parent.rglob("*.py"))
    used = set(re.findall(rf'"((?:{"|".join(NOUNS)})\.[a-z-]+)"', sources))
    assert used == set(listed)
    assert all(set(words) == {"sv", "da", "nb", "fi", "en"} for words in listed.values())
    for code, words in listed.items():
        assert len({frozenset(re.findall(r"{(\w+)}", sentence)) for sentence in words.values()}) == 1, code
