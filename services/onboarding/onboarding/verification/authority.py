"""Whether the person who signed is one of those who, by the register, may sign for the company alone."""

import re
import unicodedata
from datetime import date

from onboarding.registration.registers import Signatory


def role_of(name: str, born: date, signatories: tuple[Signatory, ...]) -> str:
    """The register's word for the signer's role; empty when the signer is not among the signatories.

    Two are the same person if the day of birth is the same, and the longer name has every part of the shorter one and
    the same last part: a register may write middle names that an electronic identity leaves out, or the other way
    about. A signatory without a day of birth never matches.
    """
    for signatory in signatories:
        if signatory.born and signatory.born.reveal() == born and _same_person(name, signatory.name.reveal()):
            return signatory.role
    return ""


def _same_person(one: str, other: str) -> bool:
    shorter, longer = sorted((_parts(one), _parts(other)), key=len)
    return bool(shorter) and set(shorter) <= set(longer) and shorter[-1] == longer[-1]


def _parts(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", plain)
