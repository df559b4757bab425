"""Every refusal of invoicing has its sentence in Swedish and English, and every finding its words."""

import re
import tomllib
from pathlib import Path
from uuid import uuid4

import contracts
import invoicing
from invoicing.finding_words import MISSING, WORDS, finding, not_ready
from invoicing.party import Party
from invoicing.refusing import FIRST

LISTED = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "invoicing.toml").read_text())
SOURCES = {path.stem: path.read_text() for path in Path(invoicing.__file__).parent.glob("*.py")}


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    calls = r'(?:Refused\(|refuse\(\s*command, )"([a-z-]+\.[a-z-]+)"'
    used = {code for source in SOURCES.values() for code in re.findall(calls, source)} | set(FIRST)
    assert used == set(LISTED)
    assert all(set(words) == {"sv", "en"} for words in LISTED.values())


def test_a_sentence_asks_for_the_same_details_in_both_languages() -> None:
    for words in (*((one["sv"], one["en"]) for one in LISTED.values()), *WORDS.values()):
        swedish, english = (set(re.findall(r"{(\w+)}", sentence)) for sentence in words)
        assert swedish == english, words


def test_everything_that_a_company_may_lack_has_words() -> None:
    assert set(Party(uuid4()).missing) <= set(MISSING)
    assert not_ready("account", "sv").text == "Företaget kan inte skicka fakturor än: bankkontot saknas."
    assert finding("BR-16", "lines", "da").text == WORDS["BR-16"][1], "other languages read English for now"
