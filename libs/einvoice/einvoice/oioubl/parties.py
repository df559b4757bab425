"""Writes who takes part in an invoice as OIOUBL: seller, buyer, payee, tax representative, and the delivery."""

from lxml import etree

from einvoice.losses import Losses
from einvoice.model import Address, Contact, Delivery, Identifier, Invoice, Party, Payee, TaxRepresentative
from einvoice.oioubl.codes import (
    AGENCY,
    TaxScheme,
    coded,
    endpoint,
    own_number,
    party_number,
    scheme_lost,
    tax_scheme,
)
from einvoice.ubl.elements import day, group, text, wrapped
from einvoice.ubl.parties import SEPA

NOT_GIVEN = "n/a"
"""What stands where OIOUBL demands a value that the invoice has not."""
SCHEME_LIST = "urn:oioubl:id:taxschemeid-1.5"


def write_parties(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    """BG-4, BG-7, BG-10 and BG-11; the buyer's reference (BT-10) is the id of the buyer's contact (F-INV051)."""
    scheme = tax_scheme(invoice)
    seller = group(group(document, "cac:AccountingSupplierParty"), "cac:Party")
    creditor = invoice.creditor_id
    _party(seller, invoice.seller, "seller", scheme, losses, None if invoice.payee else creditor)
    if invoice.seller.contact:
        _contact(group(seller, "cac:Contact"), invoice.seller.contact)
    buyer = group(group(document, "cac:AccountingCustomerParty"), "cac:Party")
    _party(buyer, invoice.buyer, "buyer", scheme, losses)
    contact = group(buyer, "cac:Contact")
    text(contact, "cbc:ID", invoice.buyer_reference or NOT_GIVEN)
    _contact(contact, invoice.buyer.contact or Contact())
    if invoice.payee:
        _payee(document, invoice.payee, creditor, losses)
    if invoice.tax_representative:
        _tax_representative(document, invoice.tax_representative, scheme, losses)


def write_delivery(document: etree._Element, delivery: Delivery, losses: Losses) -> None:
    """BG-13."""
    element = group(document, "cac:Delivery")
    day(element, "cbc:ActualDeliveryDate", delivery.actual_date)
    place = group(element, "cac:DeliveryLocation")
    if delivery.location:
        party_number(place, "cbc:ID", delivery.location)
        scheme_lost(delivery.location, "delivery.location", losses)
    if delivery.address:
        _address(place, "cac:Address", delivery.address, "delivery.address", losses)
    wrapped(element, "cac:DeliveryParty/cac:PartyName/cbc:Name", delivery.name)


def write_tax_scheme(parent: etree._Element, scheme: TaxScheme) -> None:
    """Which tax it is."""
    element = group(parent, "cac:TaxScheme")
    text(element, "cbc:ID", scheme.id, schemeID=SCHEME_LIST, schemeAgencyID=AGENCY)
    text(element, "cbc:Name", scheme.name)


def _party(
    element: etree._Element,
    party: Party,
    where: str,
    scheme: TaxScheme,
    losses: Losses,
    creditor: str | None = None,
) -> None:
    endpoint(element, party.endpoint, f"{where}.endpoint")
    _identifiers(element, party.identifiers, f"{where}.identifiers", losses)
    if creditor:
        text(group(element, "cac:PartyIdentification"), "cbc:ID", creditor, schemeID=SEPA)
    wrapped(element, "cac:PartyName/cbc:Name", party.trading_name or party.name)
    if party.address:
        _address(element, "cac:PostalAddress", party.address, f"{where}.address", losses)
    if party.vat_id:
        _vat_number(element, party.vat_id, scheme)
    if party.tax_registration:
        losses.add(f"{where}.tax_registration", f"OIOUBL has no place for it: {party.tax_registration}")
    company = party.legal_id or party.endpoint
    legal = group(element, "cac:PartyLegalEntity")
    text(legal, "cbc:RegistrationName", party.name)
    if company:
        own_number(legal, "cbc:CompanyID", company.value, "DK:CVR")
    if party.legal_id and party.legal_id.scheme not in (None, "0184"):
        losses.add(f"{where}.legal_id.scheme", "OIOUBL has no name for it")
    text(legal, "cbc:CompanyLegalForm", party.legal_form)


def _identifiers(parent: etree._Element, values: tuple[Identifier, ...], where: str, losses: Losses) -> None:
    for index, value in enumerate(values):
        party_number(group(parent, "cac:PartyIdentification"), "cbc:ID", value)
        scheme_lost(value, f"{where}[{index}]", losses)


def _vat_number(parent: etree._Element, number: str, scheme: TaxScheme) -> None:
    element = group(parent, "cac:PartyTaxScheme")
    own_number(element, "cbc:CompanyID", number, "DK:SE")
    write_tax_scheme(element, scheme)


def _address(parent: etree._Element, name: str, address: Address, where: str, losses: Losses) -> None:
    """An address of the form that asks for no house number of its own, and has no third line (F-LIB036)."""
    element = group(parent, name)
    coded(element, "cbc:AddressFormatCode", "StructuredLax", "addressformatcode-1.1")
    text(element, "cbc:StreetName", address.line1)
    text(element, "cbc:AdditionalStreetName", ", ".join(filter(None, (address.line2, address.line3))))
    if address.line3:
        losses.add(f"{where}.line3", f"OIOUBL has two lines of an address, and tells it in the second: {address.line3}")
    text(element, "cbc:CityName", address.city)
    text(element, "cbc:PostalZone", address.postal_code)
    text(element, "cbc:CountrySubentity", address.subdivision)
    wrapped(element, "cac:Country/cbc:IdentificationCode", address.country)


def _contact(element: etree._Element, contact: Contact) -> None:
    text(element, "cbc:Name", contact.name)
    text(element, "cbc:Telephone", contact.phone)
    text(element, "cbc:ElectronicMail", contact.email)


def _payee(document: etree._Element, payee: Payee, creditor: str | None, losses: Losses) -> None:
    element = group(document, "cac:PayeeParty")
    _identifiers(element, (payee.identifier,) if payee.identifier else (), "payee.identifier", losses)
    if creditor:
        text(group(element, "cac:PartyIdentification"), "cbc:ID", creditor, schemeID=SEPA)
    wrapped(element, "cac:PartyName/cbc:Name", payee.name)
    if payee.legal_id:
        own_number(group(element, "cac:PartyLegalEntity"), "cbc:CompanyID", payee.legal_id.value, "DK:CVR")
        if payee.legal_id.scheme not in (None, "0184"):
            losses.add("payee.legal_id.scheme", "OIOUBL has no name for it")


def _tax_representative(
    document: etree._Element, representative: TaxRepresentative, scheme: TaxScheme, losses: Losses
) -> None:
    element = group(document, "cac:TaxRepresentativeParty")
    wrapped(element, "cac:PartyName/cbc:Name", representative.name)
    if representative.address:
        _address(element, "cac:PostalAddress", representative.address, "tax_representative.address", losses)
    if representative.vat_id:
        _vat_number(element, representative.vat_id, scheme)
