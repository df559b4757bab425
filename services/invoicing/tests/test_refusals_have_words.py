"""Every refusal of invoicing has its sentence in Swedish and English, and every finding its words."""

import re
import tomllib
from pathlib import Path
from uuid import uuid4

import contracts
import invoicing
from einvoice.rules import findings as official
from einvoice.rules.words import rule_words
from invoicing.drafts import dates, rare_words
from invoicing.drafts.words import MISSING, WORDS, finding, not_ready
from invoicing.issuing.handlers import official_findings
from invoicing.life.refusing import FIRST
from invoicing.parties.party import Party

LISTED = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "invoicing.toml").read_text())
FOLDER = Path(invoicing.__file__).parent
SOURCES = {str(path.relative_to(FOLDER)): path.read_text() for path in FOLDER.rglob("*.py")}


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    calls = r'(?:Refused\(|refuse\(\s*command\.company, )"([a-z-]+\.[a-z-]+)"'
    used = {code for source in SOURCES.values() for code in re.findall(calls, source)} | set(FIRST)
    assert used == set(LISTED)
    assert all({"sv", "en"} <= set(words) for words in LISTED.values())


def test_a_sentence_asks_for_the_same_details_in_both_languages() -> None:
    for words in (*((one["sv"], one["en"]) for one in LISTED.values()), *WORDS.values()):
        swedish, english = (set(re.findall(r"{(\w+)}", sentence)) for sentence in words)
        assert swedish == english, words
    for rule, sentences in rare_words.WORDS.items():
        assert len({frozenset(re.findall(r"{(\w+)}", one)) for one in sentences.values()}) == 1, rule


def test_everything_that_a_company_may_lack_has_words() -> None:
    assert set(Party(uuid4()).missing) <= set(MISSING)
    assert not_ready("account", "sv").text == "Företaget kan inte skicka fakturor än: bankkontot saknas."
    assert finding("text.unwritable", "", "da").text == WORDS["text.unwritable"][1], "our own are in two languages"


def test_every_finding_on_a_draft_has_words_and_an_official_rule_has_them_in_five_languages() -> None:
    judges = "".join(source for name, source in SOURCES.items() if name.startswith("drafts/"))
    used = set(re.findall(r'finding\(\s*"([^"]+)"', judges)) | set(re.findall(r'"((?:BR|PEPPOL)-[A-Z0-9-]+)"', judges))
    ours, own = set(rule_words()), set(WORDS) | set(rare_words.WORDS) | set(dates.WORDS)
    codes = {"BR-CL-05", "BR-CL-14", "BR-CL-15", "BR-CL-19", "BR-CL-20", "BR-CL-22", "BR-CL-23"}
    assert codes | {"BR-Z-02", "BR-O-11", "BR-E-10", "account.currency"} <= used
    assert used - own <= ours
    assert own & ours == set(), "a rule has one sentence"
    for language, words in (
        ("sv", "Fakturan har inga rader."),
        ("fi", "Laskulla ei ole rivejä."),
        ("is", "The invoice"),
    ):
        assert finding("BR-16", "lines", language).text.startswith(words)


def test_what_the_official_rules_find_is_told_in_the_readers_language() -> None:
    known, unknown = (
        official.Finding(rule=rule, level="fatal", text="official words", where="/Invoice/cac:InvoiceLine[2]")
        for rule in ("BR-23", "DK-R-004")
    )
    report = official.Report(layers=(), findings=(known, unknown))
    assert [one.text for one in official_findings(report, "da")] == [
        "Linje 2: Linjen mangler en enhed. Vælg en enhed for antallet, for eksempel styk (H87) eller time (HUR).",
        "official words",
    ]
    assert official_findings(report, "is")[0].text.startswith("Line 2: The line has no unit.")
