"""The companies that demonstrations and tests call by name, each with its own story."""

from datetime import date

from simulators.bolagsverket.company import LIMITED, SOLE_TRADER, Address, Company

_RAIL = ("42120", "Anläggning av järnvägar och tunnelbanor")
_SOLE_TRADER_NUMBER = "198112289874"
_SOLE_TRADER_HOME = Address("Åkervägen 3", "90325", "Umeå")

A_SUPPLIER = Company(
    identity="5566778899",
    name="Norrsken Bygg & Spår AB",
    form=LIMITED,
    registered_on=date(2009, 3, 16),
    address=Address("Bangårdsgatan 12", "97231", "Luleå"),
    trade=_RAIL,
    other_names=("Norrsken Rail",),
)
A_BUYER = Company(
    identity="5561234567",
    name="Infrabana Sverige AB",
    form=LIMITED,
    registered_on=date(2001, 9, 3),
    address=Address("Box 4500", "17104", "Solna", care_of="Leverantörsfakturor"),
    trade=_RAIL,
)
ONE_PERSON_THREE_FIRMS = (
    Company(
        identity=_SOLE_TRADER_NUMBER,
        name="Erik Testbergs Snickeri",
        form=SOLE_TRADER,
        registered_on=date(2012, 5, 2),
        address=_SOLE_TRADER_HOME,
        trade=("43320", "Byggnadssnickeriarbeten"),
        firm_number=1,
    ),
    Company(
        identity=_SOLE_TRADER_NUMBER,
        name="Testbergs Båtar & Bryggor",
        form=SOLE_TRADER,
        registered_on=date(2018, 2, 19),
        address=_SOLE_TRADER_HOME,
        trade=("33150", "Reparation och underhåll av fartyg och båtar"),
        firm_number=2,
    ),
    Company(
        identity=_SOLE_TRADER_NUMBER,
        name="Bokföring i Backen",
        form=SOLE_TRADER,
        registered_on=date(2021, 11, 8),
        address=_SOLE_TRADER_HOME,
        trade=("69201", "Redovisning och bokföring"),
        firm_number=3,
    ),
)
ONE_PERSON_ONE_FIRM = Company(
    identity="191212121212",
    name="Tolvanssons Åkeri",
    form=SOLE_TRADER,
    registered_on=date(2015, 6, 1),
    address=Address("Grusvägen 12", "83140", "Östersund"),
    trade=("49410", "Vägtransport, godstrafik"),
    firm_number=1,
)
STRUCK_OFF = Company(
    identity="5290000016",
    name="Gamla Slipersfabriken AB",
    form=LIMITED,
    registered_on=date(1994, 6, 13),
    address=Address("Sågverksgatan 1", "85230", "Sundsvall"),
    trade=("16100", "Sågning, hyvling och impregnering av trä"),
    struck_off_on=date(2024, 5, 6),
    struck_off_for=("KKAV", "Konkurs"),
)
SCB_SILENT = Company(
    identity="5290000024",
    name="Dimbo Schakt AB",
    form=LIMITED,
    registered_on=date(2015, 10, 5),
    address=Address("Dalgatan 7", "70210", "Örebro"),
    trade=("43120", "Mark- och grundarbeten"),
    silent_source="SCB",
)
BOLAGSVERKET_SILENT = Company(
    identity="5290000032",
    name="Tystlunda Transport AB",
    form=LIMITED,
    registered_on=date(2017, 1, 23),
    address=Address("Terminalgatan 9", "21120", "Malmö"),
    trade=("49410", "Vägtransport, godstrafik"),
    silent_source="Bolagsverket",
)
BANKRUPT = Company(
    identity="5290000040",
    name="Skuldviken Entreprenad AB",
    form=LIMITED,
    registered_on=date(2011, 4, 11),
    address=Address("Kajen 4", "39231", "Kalmar"),
    trade=("41200", "Byggande av bostadshus och andra byggnader"),
    proceeding=("KK", "Konkurs", date(2026, 2, 2)),
)

NAMED = (
    A_SUPPLIER,
    A_BUYER,
    *ONE_PERSON_THREE_FIRMS,
    ONE_PERSON_ONE_FIRM,
    STRUCK_OFF,
    SCB_SILENT,
    BOLAGSVERKET_SILENT,
    BANKRUPT,
)
