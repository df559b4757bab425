"""Every hint code and every reason of a failed signing has a sentence in five languages."""

import re
import tomllib
from pathlib import Path

import pytest

import contracts
import onboarding

WORDS = tomllib.loads((Path(contracts.__path__[0]) / "refusals" / "signing.toml").read_text())
LANGUAGES = {"sv", "da", "nb", "fi", "en"}
PENDING = "outstandingTransaction noClient started userMrtd userCallConfirm userSign processing"
FAILED = """expiredTransaction certificateErr userCancel cancelled startFailed userDeclinedCall notSupportedByUserApp
    transactionRiskBlocked"""
ERRORS = "alreadyInProgress invalidParameters unauthorized notFound requestTimeout internalError maintenance"
OUR_OWN = "wrongPerson signerUnknown unreachable unreadable busy ended other"


@pytest.mark.req("S4-28")
def test_every_hint_code_of_bankid_and_every_reason_of_ours_has_its_sentence() -> None:
    ends = f"{FAILED} {ERRORS} {OUR_OWN}".split()
    wanted = {f"signing-progress.{hint}" for hint in PENDING.split()} | {f"signing-failed.{end}" for end in ends}
    assert set(WORDS) == wanted


@pytest.mark.parametrize("code", WORDS)
def test_each_is_said_in_five_languages_and_no_two_of_them_alike(code: str) -> None:
    said = WORDS[code]
    assert set(said) == LANGUAGES
    assert len(set(said.values())) == len(LANGUAGES)
    assert all(text.endswith(".") and len(text) > 20 for text in said.values())


def test_every_code_that_the_adapters_make_themselves_is_listed() -> None:
    folder = Path(onboarding.__path__[0]) / "signing"
    adapters = [folder / "service.py", folder / "signing.py", folder / "asking.py"]
    adapters += [*folder.glob("bankid/*.py"), *folder.glob("visma_sign/*.py")]
    source = "".join(path.read_text() for path in adapters)
    made = set(re.findall(r'SigningServiceFault\("(\w+)"', source))
    made |= set(re.findall(r'(?:EXPIRED|SIGNER_UNKNOWN|CANCELLED|WRONG_PERSON): Final = "(\w+)"', source))
    assert {"unreachable", "unreadable", "wrongPerson", "signerUnknown", "cancelled"} <= made
    assert {f"signing-failed.{code}" for code in made} <= set(WORDS)
