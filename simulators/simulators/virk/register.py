"""The invented companies of the simulated CVR, and those that demonstrations and tests call by name."""

from datetime import date

from simulators.invented import Country, Form, Invented, InventedRegister
from simulators.numbers import danish_cvr

LIMITED = Form("80", "ApS", "Anpartsselskab")
PUBLIC_LIMITED = Form("60", "A/S", "Aktieselskab")
SOLE_TRADER = Form("10", "", "Enkeltmandsvirksomhed")

DENMARK = Country(
    first_words="Skovhus Egelund Bakkely Strandby Kærgaard Møllevang Sønderskov Åbrink Nørreport Vestervang "
    "Birkedal Lindholm Havnebro Rosengård Hedelyng Fjordby Engholm Stenbjerg Kløverdal Østerhøj",
    trades="Byg El VVS Maler Transport Rådgivning Data Fødevarer Rengøring Smedje",
    forms=(LIMITED, LIMITED, LIMITED, PUBLIC_LIMITED),
    streets="Hovedgaden Industrivej Stationsvej Skolegade Havnegade Kirkevej Møllevej",
    towns=(
        ("2100", "København Ø"),
        ("8000", "Aarhus C"),
        ("5000", "Odense C"),
        ("9000", "Aalborg"),
        ("6700", "Esbjerg"),
    ),
    series="98",
    number=danish_cvr,
    body_digits=7,
)
NAMED = (
    Invented(
        "98000011", "Danbyg Entreprise A/S", PUBLIC_LIMITED, date(2004, 5, 3), "Industrivej 14", "8000", "Aarhus C",
    ),
    Invented(
        "98000038", "Nordlys Rengøring ApS", LIMITED, date(2012, 2, 1), "Havnegade 3", "5000", "Odense C",
        protected=True,
    ),
    Invented(
        "98000046", "Gamle Savværk ApS", LIMITED, date(1996, 9, 9), "Kirkevej 1", "9000", "Aalborg",
        struck_off_on=date(2023, 8, 31),
    ),
    Invented("98000054", "Adresseløs Handel ApS", LIMITED, date(2018, 1, 15), "", "", ""),
    Invented("98000062", "Mette Hansens Tømrerfirma", SOLE_TRADER, date(2015, 4, 7), "Skolegade 22", "6700", "Esbjerg"),
)  # fmt: skip


def danish_companies() -> InventedRegister:
    """Return the register, the same in every run."""
    return InventedRegister(DENMARK, NAMED)
