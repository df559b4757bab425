"""Which column of a customer register is which: guessed from the words of its header, in five languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

FIELDS: Final = (
    "customer_number", "name", "number", "gln", "email", "address", "address2", "postcode", "city", "country",
)  # fmt: skip
MANDATORY: Final = ("customer_number", "name", "number")

_WORDS: Final[dict[str, str]] = {
    "customer_number": """kundnummer kundnr kundno kund-id kundid kundenummer kundenr kundeno asiakasnumero asiakasnro
        asiakastunnus customernumber customerno customernr customer-id customerid clientno debitornummer debitornr""",
    "name": """namn navn nimi name kundnamn kundenavn asiakkaannimi asiakas customername företagsnamn foretagsnamn
        firmanavn virksomhedsnavn virksomhedensnavn yrityksennimi yritys companyname company företag firma foretak
        bolag bolagsnamn kund kunde""",
    "number": """organisationsnummer orgnr orgno orgnummer organisasjonsnummer cvr cvrnr cvrnummer cvr-nummer
        ytunnus y-tunnus organisationnumber organizationnumber organisationno companynumber companyno
        registrationnumber registrationno regno businessid personellerorganisationsnummer personorgnr""",
    "gln": "gln glnnummer glnnumber glnkode glnkod ean eannr eannummer ean-nummer lokationsnummer lokaliseringskod",
    "email": """epost e-post epostadress e-postadress email e-mail mail mailadresse emailadress emailaddress
        e-mailadresse epostadresse sähköposti sahkoposti sähköpostiosoite""",
    "address": """adress adresse osoite address gatuadress gateadresse katuosoite street streetaddress adress1 adresse1
        address1 address-1 postadress postadresse vejnavn gata utdelningsadress""",
    "address2": "adress2 adresse2 osoite2 address2 address-2 adressrad2 adresselinje2 co coadress c/o",
    "postcode": "postnummer postnr postinumero postcode postalcode zip zipcode postno",
    "city": "ort stad by poststed postort postitoimipaikka kaupunki city town postdistrikt",
    "country": "land landskod landkod landekode landkode maa maakoodi country countrycode",
}


def folded(header: str) -> str:
    """Reduces a header to plain letters without case, accents and blanks: `E-postadress *` becomes `epostadress`."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("ø", "o").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]", "", plain)


FIELD_OF: Final = {folded(word): name for name, words in _WORDS.items() for word in words.split()}


def guessed(headers: Sequence[str]) -> dict[str, int]:
    """Maps each field to the place of its column: the first one whose header is one of the field's words."""
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        name = FIELD_OF.get(folded(header))
        if name:
            places.setdefault(name, place)
    return places


def mapped(headers: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """Maps fields to columns as `guessed` does, after a person's own choices; an empty choice leaves a field out.

    Raises KeyError with the first chosen header that is not there.
    """
    places = guessed(headers)
    known = {folded(header): place for place, header in reversed(list(enumerate(headers)))}
    for name, header in chosen.items():
        places.pop(name, None)
        if header.strip():
            if folded(header) not in known:
                raise KeyError(header)
            places[name] = known[folded(header)]
    return places


def header_row(rows: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> int:
    """The place of the row with the most known headers: titles and blank rows often stand above it."""
    wanted = {folded(header) for header in chosen.values() if header.strip()}

    def known(row: Sequence[str]) -> int:
        return len(guessed(row)) + len(wanted & {folded(cell) for cell in row})

    return max(range(len(rows)), key=lambda place: known(rows[place]))
