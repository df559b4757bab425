"""The invented companies of the simulated Enhetsregisteret, and those that demonstrations and tests call by name."""

from datetime import date

from simulators.invented import Country, Form, Invented, InventedRegister, Role
from simulators.numbers import norwegian_number

LIMITED = Form("AS", "AS", "Aksjeselskap")
PUBLIC_LIMITED = Form("ASA", "ASA", "Allmennaksjeselskap")
SOLE_TRADER = Form("ENK", "", "Enkeltpersonforetak")

MANAGING_DIRECTOR = "DAGL"
CHAIR = "LEDE"
SIGNATORY = "SIGN"
OWNER = "INNH"

NORWAY = Country(
    first_words="Fjellheim Solbakken Nordvik Bjørkeli Strandheim Haugland Elvebakk Furuset Granli Havnes "
    "Sørheim Vestby Østmo Lillevik Storeng Kvernes Myrvang Brattli Tangen Åsheim",
    trades="Bygg Elektro Rør Maling Transport Rådgivning Data Mat Renhold Verksted",
    forms=(LIMITED, LIMITED, LIMITED, PUBLIC_LIMITED),
    streets="Storgata Industriveien Stasjonsveien Skolegata Havnegata Kirkeveien Fjordveien",
    towns=(("0150", "OSLO"), ("5003", "BERGEN"), ("7010", "TRONDHEIM"), ("4006", "STAVANGER"), ("9008", "TROMSØ")),
    series="199",
    number=norwegian_number,
    body_digits=8,
)
SARA = Role(MANAGING_DIRECTOR, "Sara", "Spårberg", date(1988, 3, 20))
NAMED = (
    Invented(
        "199000012", "Fjordbane Entreprenør AS", LIMITED, date(2009, 6, 1), "Havnegata 7", "5003", "BERGEN",
        roles=(SARA, Role(CHAIR, "Ola Henrik", "Nordmann", date(1961, 5, 17))),
    ),
    Invented("199000020", "Gamle Sagbruk AS", LIMITED, date(1999, 1, 4), "Elveveien 2", "7010", "TRONDHEIM",
        struck_off_on=date(2024, 3, 15)),
    Invented("199000039", "Adresseløs Handel AS", LIMITED, date(2019, 8, 20), "", "", ""),
    Invented("199000047", "Kari Nordmann Snekkeri", SOLE_TRADER, date(2016, 2, 29), "Skolegata 9", "4006", "STAVANGER",
        vat_registered=False, roles=(Role(OWNER, "Kari", "Nordmann", date(1979, 11, 2)),)),
    Invented("199000055", "Konkursbo Transport AS", LIMITED, date(2013, 10, 7), "Fjordveien 31", "9008", "TROMSØ",
        bankrupt=True),
)  # fmt: skip


def norwegian_companies() -> InventedRegister:
    """Return the register, the same in every run."""
    return InventedRegister(NORWAY, NAMED)
