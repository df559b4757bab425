"""Writes who takes part in an invoice as CII: seller, buyer, payee, tax representative, and where it was delivered."""

from lxml import etree

from einvoice.cii.elements import day, party_identifier
from einvoice.model import Address, Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from einvoice.ubl.elements import group, identifier, text, wrapped

VAT_NUMBER, TAX_NUMBER = "VA", "FC"
"""The schemes of a VAT number (BT-31) and of any other tax registration (BT-32)."""


def write_party(agreement: etree._Element, name: str, party: Party) -> None:
    """BG-4 or BG-7."""
    element = group(agreement, name)
    # The schema wants identifiers without a scheme before those with one.
    for value in sorted(party.identifiers, key=lambda known: known.scheme is not None):
        party_identifier(element, value)
    text(element, "ram:Name", party.name)
    text(element, "ram:Description", party.legal_form)
    _legal(element, party.legal_id, party.trading_name)
    if party.contact:
        _contact(element, party.contact)
    if party.address:
        _address(element, party.address)
    if party.endpoint:
        identifier(group(element, "ram:URIUniversalCommunication"), "ram:URIID", party.endpoint)
    _tax_number(element, party.vat_id, VAT_NUMBER)
    _tax_number(element, party.tax_registration, TAX_NUMBER)


def write_tax_representative(agreement: etree._Element, representative: TaxRepresentative) -> None:
    """BG-11."""
    element = group(agreement, "ram:SellerTaxRepresentativeTradeParty")
    text(element, "ram:Name", representative.name)
    if representative.address:
        _address(element, representative.address)
    _tax_number(element, representative.vat_id, VAT_NUMBER)


def write_payee(settlement: etree._Element, payee: Payee) -> None:
    """BG-10."""
    element = group(settlement, "ram:PayeeTradeParty")
    if payee.identifier:
        party_identifier(element, payee.identifier)
    text(element, "ram:Name", payee.name)
    _legal(element, payee.legal_id, None)


def write_delivery(parent: etree._Element, delivery: Delivery) -> None:
    """BG-13 without the despatch and receiving advice, which follow it."""
    place = group(parent, "ram:ShipToTradeParty")
    if delivery.location:
        party_identifier(place, delivery.location)
    text(place, "ram:Name", delivery.name)
    if delivery.address:
        _address(place, delivery.address)
    day(group(parent, "ram:ActualDeliverySupplyChainEvent"), "ram:OccurrenceDateTime", delivery.actual_date)


def _legal(parent: etree._Element, legal_id: Identifier | None, trading_name: str | None) -> None:
    element = group(parent, "ram:SpecifiedLegalOrganization")
    identifier(element, "ram:ID", legal_id)
    text(element, "ram:TradingBusinessName", trading_name)


def _contact(parent: etree._Element, contact: Contact) -> None:
    element = group(parent, "ram:DefinedTradeContact")
    text(element, "ram:PersonName", contact.name)
    wrapped(element, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", contact.phone)
    wrapped(element, "ram:EmailURIUniversalCommunication/ram:URIID", contact.email)


def _address(parent: etree._Element, address: Address) -> None:
    element = group(parent, "ram:PostalTradeAddress")
    text(element, "ram:PostcodeCode", address.postal_code)
    text(element, "ram:LineOne", address.line1)
    text(element, "ram:LineTwo", address.line2)
    text(element, "ram:LineThree", address.line3)
    text(element, "ram:CityName", address.city)
    text(element, "ram:CountryID", address.country)
    text(element, "ram:CountrySubDivisionName", address.subdivision)


def _tax_number(parent: etree._Element, number: str | None, scheme: str) -> None:
    if number:
        text(group(parent, "ram:SpecifiedTaxRegistration"), "ram:ID", number, schemeID=scheme)
