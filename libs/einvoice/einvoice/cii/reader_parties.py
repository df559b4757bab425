"""Reads who takes part in an invoice from CII: seller, buyer, payee, tax representative, and where it was delivered."""

from einvoice.cii.parties import TAX_NUMBER, VAT_NUMBER
from einvoice.cii.reader_node import read_day, read_party_identifiers
from einvoice.model import Address, Contact, Delivery, Party, Payee, TaxRepresentative
from einvoice.ubl.reader_node import Node


def read_party(agreement: Node, name: str, term: str) -> Party:
    """BG-4 or BG-7."""
    node = agreement.one(name)
    if node is None:
        raise agreement.missing(name, term)
    legal = node.one("ram:SpecifiedLegalOrganization")
    endpoint = node.one("ram:URIUniversalCommunication")
    return Party(
        name=node.text("ram:Name") or "",
        trading_name=legal.text("ram:TradingBusinessName") if legal else None,
        identifiers=read_party_identifiers(node),
        legal_id=legal.identifier("ram:ID") if legal else None,
        vat_id=_tax_number(node, VAT_NUMBER),
        tax_registration=_tax_number(node, TAX_NUMBER),
        legal_form=node.text("ram:Description"),
        endpoint=endpoint.identifier("ram:URIID") if endpoint else None,
        address=_address(node),
        contact=_contact(node),
    )


def read_tax_representative(agreement: Node) -> TaxRepresentative | None:
    """BG-11."""
    node = agreement.one("ram:SellerTaxRepresentativeTradeParty")
    if node is None:
        return None
    return TaxRepresentative(
        name=node.text("ram:Name") or "", vat_id=_tax_number(node, VAT_NUMBER), address=_address(node)
    )


def read_payee(settlement: Node) -> Payee | None:
    """BG-10."""
    node = settlement.one("ram:PayeeTradeParty")
    if node is None:
        return None
    identifiers = read_party_identifiers(node, at_most=1)
    legal = node.one("ram:SpecifiedLegalOrganization")
    return Payee(
        name=node.text("ram:Name") or "",
        identifier=identifiers[0] if identifiers else None,
        legal_id=legal.identifier("ram:ID") if legal else None,
    )


def read_delivery(parent: Node) -> Delivery | None:
    """BG-13; none when nothing of it is told, for the schema wants the group around it in any case."""
    place = parent.one("ram:ShipToTradeParty")
    day = read_day(parent.one("ram:ActualDeliverySupplyChainEvent"), "ram:OccurrenceDateTime")
    if place is None:
        return Delivery(actual_date=day) if day else None
    identifiers = read_party_identifiers(place, at_most=1)
    return Delivery(
        name=place.text("ram:Name"),
        location=identifiers[0] if identifiers else None,
        actual_date=day,
        address=_address(place),
    )


def _tax_number(node: Node, scheme: str) -> str | None:
    """The first number of that scheme; others stay where they are."""
    number: str | None = None
    for group in node.all("ram:SpecifiedTaxRegistration"):
        if number is None and group.peek_attribute("ram:ID", "schemeID") == scheme:
            number = group.coded("ram:ID", "schemeID")[0]
        else:
            node.leave(group)
    return number


def _address(parent: Node) -> Address | None:
    node = parent.one("ram:PostalTradeAddress")
    if node is None:
        return None
    return Address(
        line1=node.text("ram:LineOne"),
        line2=node.text("ram:LineTwo"),
        line3=node.text("ram:LineThree"),
        city=node.text("ram:CityName"),
        postal_code=node.text("ram:PostcodeCode"),
        subdivision=node.text("ram:CountrySubDivisionName"),
        country=node.text("ram:CountryID") or "",
    )


def _contact(parent: Node) -> Contact | None:
    node = parent.one("ram:DefinedTradeContact")
    if node is None:
        return None
    return Contact(
        name=node.text("ram:PersonName"),
        phone=node.inside("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        email=node.inside("ram:EmailURIUniversalCommunication/ram:URIID"),
    )
