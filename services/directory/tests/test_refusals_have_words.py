"""Every refusal of the directory has its sentence in Swedish and English."""

import re
import tomllib
from pathlib import Path

import contracts
import directory


def test_every_code_used_is_listed_and_every_code_listed_is_used() -> None:
    listed = tomllib.loads((Path(contracts.__file__).parent / "refusals" / "directory.toml").read_text())
    sources = "".join(path.read_text() for path in Path(directory.__file__).parent.glob("*.py"))
    used = set(re.findall(r'"((?:invitation|enrolment|reception|buyer-rules)\.[a-z-]+)"', sources))
    assert used == set(listed)
    assert all(set(words) == {"sv", "en"} for words in listed.values())
