"""The 200 invented companies of the simulated register, found by number or by name: the same ones every time."""

import random
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from simulators.bolagsverket.company import ECONOMIC, LIMITED, PARTNERSHIP, Address, Company
from simulators.bolagsverket.named import NAMED
from simulators.numbers import luhn_digit

COMPANIES_IN_ALL = 200
SEED = 20261121
OLDEST = date(1988, 1, 4)
NEWEST = date(2026, 6, 30)

_FIRST_WORDS = (
    "Norrsken Björkdal Granhult Ekvik Tallåsen Rönnskär Havsnäs Stenungen Älvbacka Fjällhem "
    "Lindö Svanå Kråkviken Måsholm Örnberg Ljungmo Åsbro Sjöhag Vinterby Sommarnäs"
)
_STREETS = "Storgatan Industrivägen Hantverkargatan Järnvägsgatan Skolgatan Verkstadsgatan Hamngatan"
_TRADES = (
    ("Bygg", ("41200", "Byggande av bostadshus och andra byggnader")),
    ("El", ("43210", "Elinstallationer")),
    ("Rör", ("43221", "Värme- och sanitetsarbeten")),
    ("Måleri", ("43341", "Måleriarbeten")),
    ("Åkeri", ("49410", "Vägtransport, godstrafik")),
    ("Konsult", ("70220", "Konsultverksamhet avseende företags organisation")),
    ("Data", ("62010", "Dataprogrammering")),
    ("Livs", ("46390", "Icke specialiserad partihandel med livsmedel")),
    ("Städ", ("81210", "Lokalvård")),
    ("Verkstad", ("25620", "Metallegoarbeten")),
)
_TOWNS = (
    ("17141", "Solna"),
    ("41104", "Göteborg"),
    ("21120", "Malmö"),
    ("75320", "Uppsala"),
    ("90325", "Umeå"),
    ("97231", "Luleå"),
    ("85230", "Sundsvall"),
    ("70210", "Örebro"),
    ("58222", "Linköping"),
    ("39231", "Kalmar"),
)
_FORMS = (
    # The first four digits: right in form, and far from the series that most real companies have.
    *((LIMITED, "AB", "5290"),) * 8,
    (PARTNERSHIP, "HB", "9290"),
    (ECONOMIC, "ekonomisk förening", "7290"),
)


class Register:
    """The companies, found by number as the API does, or by name as the bulk file allows."""

    def __init__(self) -> None:
        self.companies = (*NAMED, *_generated(COMPANIES_IN_ALL - len(NAMED)))

    def by_identity(self, identity: str) -> list[Company]:
        """Return the firms under a number (10 or 12 digits): none, one, or a person's several."""
        return [c for c in self.companies if identity in (c.identity, c.identity[-10:] if c.is_person else "")]

    def by_name(self, words: str) -> list[Company]:
        """Return the companies whose name holds every word, whatever the case and accents; never a sole trader.

        The real bulk file leaves sole traders out, because their number is personal data.
        """
        wanted = _folded(words).split()
        return [c for c in self.companies if not c.is_person and all(word in _folded(c.name) for word in wanted)]


def _generated(count: int) -> Iterator[Company]:
    # Seeded, and nothing depends on its being unguessable: the register shall be the same in every run.
    chance = random.Random(SEED)  # noqa: S311
    firms = [(first, trade, sni) for first in _FIRST_WORDS.split() for trade, sni in _TRADES]
    for serial, (first, trade, sni) in enumerate(chance.sample(firms, count), start=10):
        form, suffix, series = chance.choice(_FORMS)
        digits = f"{series}{serial:05}"
        postcode, town = chance.choice(_TOWNS)
        yield Company(
            identity=digits + luhn_digit(digits),
            name=f"{first} {trade} {suffix}",
            form=form,
            registered_on=OLDEST + timedelta(days=chance.randrange((NEWEST - OLDEST).days)),
            address=Address(f"{chance.choice(_STREETS.split())} {chance.randint(1, 98)}", postcode, town),
            trade=sni,
        )


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
