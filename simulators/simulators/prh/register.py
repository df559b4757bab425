"""The invented companies of the simulated YTJ, and those that demonstrations and tests call by name."""

from datetime import date

from simulators.invented import Country, Form, Invented, InventedRegister
from simulators.numbers import finnish_business_id

LIMITED = Form("16", "Oy", "Osakeyhtiö")
PUBLIC_LIMITED = Form("17", "Oyj", "Julkinen osakeyhtiö")
SOLE_TRADER = Form("26", "", "Yksityinen elinkeinonharjoittaja")

FINLAND = Country(
    first_words="Metsälä Koivula Rantala Järvinen Mäkelä Niemelä Kallio Salmela Harjula Lehtola "
    "Pohjola Suvanto Kuusela Laakso Aalto Virtala Saarela Tuulos Petäjä Honkala",
    trades="Rakennus Sähkö Putki Maalaus Kuljetus Konsultti Data Ruoka Siivous Konepaja",
    forms=(LIMITED, LIMITED, LIMITED, PUBLIC_LIMITED),
    streets="Keskuskatu Teollisuustie Asematie Koulukatu Satamakatu Kirkkotie Metsätie",
    towns=(("00100", "HELSINKI"), ("33100", "TAMPERE"), ("20100", "TURKU"), ("90100", "OULU"), ("40100", "JYVÄSKYLÄ")),
    series="990",
    number=finnish_business_id,
    body_digits=7,
)
NAMED = (
    Invented("9900001-8", "Rataverkko Rakennus Oy", LIMITED, date(2007, 1, 2), "Asematie 3", "33100", "TAMPERE"),
    Invented("9900002-6", "Vanha Saha Oy", LIMITED, date(1998, 4, 6), "Koulukatu 1", "90100", "OULU",
        struck_off_on=date(2022, 12, 30), vat_registered=False),
    Invented("9900003-4", "Osoitteeton Kauppa Oy", LIMITED, date(2020, 5, 11), "", "", ""),
    Invented("9900004-2", "Puusepänliike Aino Virtanen", SOLE_TRADER, date(2014, 9, 1), "Metsätie 8", "20100", "TURKU",
        vat_registered=False),
)  # fmt: skip


def finnish_companies() -> InventedRegister:
    """Return the register, the same in every run."""
    return InventedRegister(FINLAND, NAMED)
