"""The text that a person signs: the company, the terms, and the authority that the person declares."""

from typing import Final

from contracts.terms import UserTerms
from contracts.values import Language

_WORDS: Final[dict[Language, str]] = {
    "sv": "Jag skriver under för {name} ({number}) att företaget ansluter sig till Stafett och godtar "
    "användarvillkoren version {version}.\n\nJag intygar att jag har befogenhet att skriva under för företaget.\n\n"
    "Villkorens kontrollsumma (SHA-256): {sha256}",
    "da": "Jeg skriver under for {name} ({number}) på, at virksomheden slutter sig til Stafett og accepterer "
    "brugervilkårene, version {version}.\n\nJeg bekræfter, at jeg har beføjelse til at skrive under for "
    "virksomheden.\n\n"
    "Vilkårenes kontrolsum (SHA-256): {sha256}",
    "nb": "Jeg signerer for {name} ({number}) at selskapet slutter seg til Stafett og godtar brukervilkårene, versjon "
    "{version}.\n\nJeg bekrefter at jeg har fullmakt til å signere for selskapet.\n\n"
    "Vilkårenes kontrollsum (SHA-256): {sha256}",
    "fi": "Allekirjoitan yrityksen {name} ({number}) puolesta, että se liittyy Stafettiin ja hyväksyy "
    "käyttöehdot, versio {version}.\n\nVakuutan, että minulla on valtuudet allekirjoittaa yrityksen puolesta.\n\n"
    "Ehtojen tarkistussumma (SHA-256): {sha256}",
    "en": "I sign for {name} ({number}) that the company joins Stafett and accepts the user terms, version "
    "{version}.\n\n"
    "I confirm that I have the authority to sign for the company.\n\nChecksum of the terms (SHA-256): {sha256}",
}


def signed_text(name: str, number: str, language: Language, terms: UserTerms) -> str:
    """Writes the text in the company's language; the checksum is that of the terms in the same language."""
    return _WORDS[language].format(name=name, number=number, version=terms.version, sha256=terms.sha256_in(language))
