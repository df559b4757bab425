"""Every refusal of delivery has its sentence in Swedish and English."""

import re
import tomllib
from pathlib import Path

import contracts
import delivery


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "delivery.toml").read_text())
    sources = "".join(path.read_text() for path in Path(delivery.__file__).parent.rglob("*.py"))
    assert set(re.findall(r'Refused\("([a-z-]+\.[a-z-]+)"', sources)) == set(listed)
    assert all({"sv", "en"} <= set(words) for words in listed.values())
