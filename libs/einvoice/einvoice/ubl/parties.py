"""Writes who takes part in an invoice as UBL: seller, buyer, payee, tax representative, and where it was delivered."""

from collections.abc import Iterable

from lxml import etree

from einvoice.model import Address, Contact, Delivery, Identifier, Invoice, Party, Payee, TaxRepresentative
from einvoice.ubl.elements import day, group, identifier, text, wrapped

VAT, TAX = "VAT", "TAX"
"""Tax schemes: that of VAT numbers (BT-31, BT-48, BT-63), and the one of other registrations (BT-32)."""
SEPA = "SEPA"
"""The scheme that tells a creditor's bank number (BT-90) from the other identifiers of a party."""


def write_parties(document: etree._Element, invoice: Invoice) -> None:
    """BG-4, BG-7, BG-10, BG-11 and BG-13, in the order of the schema."""
    creditor = Identifier(value=invoice.creditor_id, scheme=SEPA) if invoice.creditor_id else None
    seller_ids = (*invoice.seller.identifiers, *([creditor] if creditor and not invoice.payee else []))
    _party(group(document, "cac:AccountingSupplierParty"), invoice.seller, seller_ids)
    _party(group(document, "cac:AccountingCustomerParty"), invoice.buyer, invoice.buyer.identifiers)
    if invoice.payee:
        _payee(document, invoice.payee, creditor)
    if invoice.tax_representative:
        _tax_representative(document, invoice.tax_representative)
    if invoice.delivery:
        _delivery(document, invoice.delivery)


def _party(parent: etree._Element, party: Party, identifiers: Iterable[Identifier]) -> None:
    element = group(parent, "cac:Party")
    identifier(element, "cbc:EndpointID", party.endpoint)
    for value in identifiers:
        identifier(group(element, "cac:PartyIdentification"), "cbc:ID", value)
    wrapped(element, "cac:PartyName/cbc:Name", party.trading_name)
    if party.address:
        _address(element, "cac:PostalAddress", party.address)
    _tax_scheme(element, party.vat_id, VAT)
    _tax_scheme(element, party.tax_registration, TAX)
    legal = group(element, "cac:PartyLegalEntity")
    text(legal, "cbc:RegistrationName", party.name)
    identifier(legal, "cbc:CompanyID", party.legal_id)
    text(legal, "cbc:CompanyLegalForm", party.legal_form)
    if party.contact:
        _contact(element, party.contact)


def _address(parent: etree._Element, name: str, address: Address) -> None:
    element = group(parent, name)
    text(element, "cbc:StreetName", address.line1)
    text(element, "cbc:AdditionalStreetName", address.line2)
    text(element, "cbc:CityName", address.city)
    text(element, "cbc:PostalZone", address.postal_code)
    text(element, "cbc:CountrySubentity", address.subdivision)
    wrapped(element, "cac:AddressLine/cbc:Line", address.line3)
    wrapped(element, "cac:Country/cbc:IdentificationCode", address.country)


def _contact(parent: etree._Element, contact: Contact) -> None:
    element = group(parent, "cac:Contact")
    text(element, "cbc:Name", contact.name)
    text(element, "cbc:Telephone", contact.phone)
    text(element, "cbc:ElectronicMail", contact.email)


def _tax_scheme(parent: etree._Element, number: str | None, scheme: str) -> None:
    if number:
        element = group(parent, "cac:PartyTaxScheme")
        text(element, "cbc:CompanyID", number)
        wrapped(element, "cac:TaxScheme/cbc:ID", scheme)


def _payee(document: etree._Element, payee: Payee, creditor: Identifier | None) -> None:
    element = group(document, "cac:PayeeParty")
    for value in (payee.identifier, creditor):
        if value:
            identifier(group(element, "cac:PartyIdentification"), "cbc:ID", value)
    wrapped(element, "cac:PartyName/cbc:Name", payee.name)
    if payee.legal_id:
        identifier(group(element, "cac:PartyLegalEntity"), "cbc:CompanyID", payee.legal_id)


def _tax_representative(document: etree._Element, representative: TaxRepresentative) -> None:
    element = group(document, "cac:TaxRepresentativeParty")
    wrapped(element, "cac:PartyName/cbc:Name", representative.name)
    if representative.address:
        _address(element, "cac:PostalAddress", representative.address)
    _tax_scheme(element, representative.vat_id, VAT)


def _delivery(document: etree._Element, delivery: Delivery) -> None:
    element = group(document, "cac:Delivery")
    day(element, "cbc:ActualDeliveryDate", delivery.actual_date)
    location = group(element, "cac:DeliveryLocation")
    identifier(location, "cbc:ID", delivery.location)
    if delivery.address:
        _address(location, "cac:Address", delivery.address)
    wrapped(element, "cac:DeliveryParty/cac:PartyName/cbc:Name", delivery.name)
