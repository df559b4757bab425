"""Writes who takes part in an invoice as Svefaktura: seller, buyer, and where it was delivered."""

import re

from lxml import etree

from einvoice.losses import CannotExpress, Losses
from einvoice.model import Contact, Delivery, Identifier, Invoice, Party
from einvoice.svefaktura.elements import address, midnight, number, telephone, undecorated
from einvoice.ubl.elements import group, tag, text, wrapped

COMPANY, VAT = "SWT", "VAT"
"""The tax schemes of a company number, with its F-skatt, and of a VAT number (R-37, R-46)."""
_SEAT = re.compile(r"(?:Styrelsens? )?säte:? (.+)", re.IGNORECASE)
_GLN = "0088"


def write_parties(document: etree._Element, invoice: Invoice, losses: Losses) -> None:
    """BG-4 and BG-7. Raises CannotExpress for a party without address, and a seller without VAT number (R-88)."""
    if not invoice.seller.vat_id:
        raise CannotExpress("seller.vat_id", "Svefaktura tells no VAT without the seller's VAT number (R-88)")
    for name, party, where in (
        ("sac:BuyerParty", invoice.buyer, "buyer"),
        ("sac:SellerParty", invoice.seller, "seller"),
    ):
        _party(group(group(document, name), "sac:Party"), party, where, losses)


def write_delivery(document: etree._Element, delivery: Delivery, losses: Losses) -> None:
    """BG-13."""
    element = group(document, "sac:Delivery")
    midnight(element, "sbc:ActualDeliveryDateTime", delivery.actual_date)
    if delivery.address:
        address(element, "sac:DeliveryAddress", delivery.address, "delivery.address", losses, delivery.name or "")
    else:
        place = group(element, "sac:DeliveryAddress")
        wrapped(place, "sac:AddressLine/sbc:Line", delivery.name)
    if delivery.location:
        place = element[-1]
        number(place, "sac:ID", delivery.location, "delivery.location", losses)
        place.insert(0, place[-1])  # The schema has it first.


def _party(element: etree._Element, party: Party, where: str, losses: Losses) -> None:
    for index, known in enumerate(party.identifiers):
        number(group(element, "sac:PartyIdentification"), "sac:ID", known, f"{where}.identifiers[{index}]", losses)
    _endpoint(element, party, where, losses)
    wrapped(element, "sac:PartyName/sbc:Name", party.trading_name or party.name)
    if party.address is None:
        raise CannotExpress(f"{where}.address", "Svefaktura needs an address")
    address(element, "sac:Address", party.address, f"{where}.address", losses)
    if party.legal_id:
        _company(element, party, party.legal_id, where, losses)
    else:
        _untold_without_company(element, party, where, losses)
    if party.vat_id:
        scheme = group(element, "sac:PartyTaxScheme")
        text(scheme, "sac:CompanyID", undecorated(party.vat_id))
        wrapped(scheme, "sac:TaxScheme/sac:ID", VAT)
    _contact(group(element, "sac:Contact"), party.contact or Contact())


def _endpoint(element: etree._Element, party: Party, where: str, losses: Losses) -> None:
    """A GLN is told as the party's number; any other address is the envelope's affair."""
    known = party.endpoint
    if known is None or known in party.identifiers:
        return
    if known.scheme == _GLN and not party.identifiers:
        number(group(element, "sac:PartyIdentification"), "sac:ID", known, f"{where}.endpoint", losses)
    else:
        losses.add(f"{where}.endpoint", f"Svefaktura has no place for it: {known.scheme}:{known.value}")


def _company(element: etree._Element, party: Party, legal_id: Identifier, where: str, losses: Losses) -> None:
    """The company number, with the registered name where another is used, F-skatt, and the seat of the board."""
    scheme = group(element, "sac:PartyTaxScheme")
    text(scheme, "sbc:RegistrationName", party.name if party.trading_name not in (None, party.name) else None)
    text(scheme, "sac:CompanyID", undecorated(legal_id.value))
    text(scheme, "sbc:ExemptionReason", party.tax_registration)
    seat = _SEAT.fullmatch(party.legal_form or "")
    wrapped(scheme, "sac:RegistrationAddress/sbc:CityName", seat[1] if seat else None)
    wrapped(scheme, "sac:TaxScheme/sac:ID", COMPANY)
    if party.legal_form and not seat:
        losses.add(f"{where}.legal_form", f"Svefaktura tells nothing but the seat of the board: {party.legal_form}")
    if legal_id.scheme not in (None, "0007"):
        losses.add(f"{where}.legal_id.scheme", f"Svefaktura has no place for the scheme {legal_id.scheme}")


def _untold_without_company(element: etree._Element, party: Party, where: str, losses: Losses) -> None:
    """What stands beside a company number; a registered name can be a second name."""
    if party.trading_name not in (None, party.name):
        names = element.find(tag("sac:PartyName"))
        if names is not None:
            text(names, "sbc:Name", party.name)
    for field in ("tax_registration", "legal_form"):
        if getattr(party, field):
            losses.add(f"{where}.{field}", "Svefaktura tells it beside a company number, and there is none")


def _contact(element: etree._Element, contact: Contact) -> None:
    text(element, "sbc:Name", contact.name)
    text(element, "sbc:Telephone", telephone(contact.phone))
    text(element, "sbc:ElectronicMail", contact.email)
