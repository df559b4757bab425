"""Every refusal of the wallet has its sentence in every language, with the same details in it."""

import re
import tomllib
from pathlib import Path

import contracts
import wallet

NOUNS = (
    "bank-file|bank-payment|order|sale-terms|terms|klip|checkout|payment|credit|cart|refund|account|top-up|plan|price|adjustment"
    "|debt|chargeback"
)
NO_REFUSALS = {"plan.basic", "plan.premium", "plan.enterprise", "refund.by-hand", "checkout.unanswered"}
"""Items of the catalogue, and words in a list or a log for operators."""


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "wallet.toml").read_text())
    sources = "".join(path.read_text() for path in Path(wallet.__file__).parent.rglob("*.py"))
    used = set(re.findall(rf'"((?:{NOUNS})\.[a-z-]+)"', sources)) - NO_REFUSALS
    used |= {"payment.declined", "payment.abandoned"}  # Told as f"payment.{outcome}".
    assert used == set(listed)
    for code, words in listed.items():
        assert {"sv", "en"} <= set(words) <= {"sv", "da", "nb", "fi", "en"}, code
        details = {language: set(re.findall(r"\{(\w+)\}", text)) for language, text in words.items()}
        assert all(found == details["en"] for found in details.values()), code
