"""What a person signs, in words: the company, the terms, and the authority that the person declares."""

from contracts.values import Language
from onboarding import terms_in_force

_SWEDISH = """Jag skriver under för {name} ({number}) att företaget ansluter sig till Stafett och godtar \
användarvillkoren version {version}.

Jag intygar att jag har befogenhet att skriva under för företaget.

Villkorens kontrollsumma (SHA-256): {sha256}"""

_ENGLISH = """I sign for {name} ({number}) that the company joins Stafett and accepts the user terms, version {version}.

I confirm that I have the authority to sign for the company.

Checksum of the terms (SHA-256): {sha256}"""


def signed_text(name: str, number: str, language: Language) -> str:
    """Swedish for those who read Swedish, English for everybody else."""
    words = _SWEDISH if language == "sv" else _ENGLISH
    return words.format(name=name, number=number, version=terms_in_force.VERSION, sha256=terms_in_force.SHA256)
