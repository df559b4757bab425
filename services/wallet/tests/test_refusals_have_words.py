"""Every refusal of the wallet has its sentence in Swedish and English."""

import re
import tomllib
from pathlib import Path

import contracts
import wallet


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "wallet.toml").read_text())
    sources = "".join(path.read_text() for path in Path(wallet.__file__).parent.rglob("*.py"))
    used = set(re.findall(r'"((?:bank-file|order|terms|klip|checkout|payment|credit)\.[a-z-]+)"', sources))
    used |= {"payment.declined", "payment.abandoned"}  # Told as f"payment.{outcome}".
    assert used == set(listed)
    assert all(set(words) == {"sv", "en"} for words in listed.values())
