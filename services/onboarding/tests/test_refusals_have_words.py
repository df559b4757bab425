"""Every refusal of onboarding has its sentence in five languages."""

import re
import tomllib
from pathlib import Path

import contracts
import onboarding

NOUNS = "country|lookup|register|company|company-number|vat-number|terms|address|bank-account|personal-number|signing|"
NOUNS += "member|colleague|colleague-invitation|access-request"


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__path__[0]) / "refusals" / "onboarding.toml").read_text())
    sources = "".join(path.read_text() for path in Path(onboarding.__path__[0]).rglob("*.py"))
    used = set(re.findall(rf'"((?:{NOUNS})\.[a-z]+(?:-[a-z]+)*)"', sources))
    assert used == set(listed)
    assert all(set(words) == {"sv", "da", "nb", "fi", "en"} for words in listed.values())


def test_every_sentence_has_the_same_blanks_in_each_language() -> None:
    listed = tomllib.loads((Path(contracts.__path__[0]) / "refusals" / "onboarding.toml").read_text())
    for code, words in listed.items():
        assert len({frozenset(re.findall(r"{(\w+)}", text)) for text in words.values()}) == 1, code
