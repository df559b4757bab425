"""Reads who takes part in an invoice from UBL: seller, buyer, payee, tax representative, and where it was delivered."""

from collections.abc import Callable

from einvoice.model import Address, Contact, Delivery, Identifier, Party, Payee, TaxRepresentative
from einvoice.ubl.parties import SEPA, TAX, VAT
from einvoice.ubl.reader_node import Node

_SCHEME = "cac:TaxScheme/cbc:ID"


def read_party(document: Node, name: str, term: str) -> tuple[Party, str | None]:
    """BG-4 or BG-7, and the bank's number of the creditor (BT-90) if it stands there."""
    outer = document.one(name)
    node = outer.one("cac:Party") if outer else None
    if node is None:
        raise document.missing(f"{name}/cac:Party", term)
    identifiers, creditor = _identifiers(node)
    legal = node.one("cac:PartyLegalEntity")
    trading_name = node.inside("cac:PartyName/cbc:Name")
    registered_name = legal.text("cbc:RegistrationName") if legal else None
    party = Party(
        name=registered_name or "",
        trading_name=trading_name,
        identifiers=identifiers,
        legal_id=legal.identifier("cbc:CompanyID") if legal else None,
        vat_id=_vat_number(node),
        tax_registration=_tax_registration(node),
        legal_form=legal.text("cbc:CompanyLegalForm") if legal else None,
        endpoint=node.identifier("cbc:EndpointID"),
        address=_address(node.one("cac:PostalAddress")),
        contact=_contact(node.one("cac:Contact")),
    )
    return party, creditor


def read_payee(document: Node) -> tuple[Payee | None, str | None]:
    """BG-10, and the bank's number of the creditor (BT-90) if it stands there."""
    node = document.one("cac:PayeeParty")
    if node is None:
        return None, None
    identifiers, creditor = _identifiers(node, at_most=1)
    legal = node.one("cac:PartyLegalEntity")
    payee = Payee(
        name=node.inside("cac:PartyName/cbc:Name") or "",
        identifier=identifiers[0] if identifiers else None,
        legal_id=legal.identifier("cbc:CompanyID") if legal else None,
    )
    return payee, creditor


def read_tax_representative(document: Node) -> TaxRepresentative | None:
    """BG-11."""
    node = document.one("cac:TaxRepresentativeParty")
    if node is None:
        return None
    return TaxRepresentative(
        name=node.inside("cac:PartyName/cbc:Name") or "",
        vat_id=_vat_number(node),
        address=_address(node.one("cac:PostalAddress")),
    )


def read_delivery(document: Node) -> Delivery | None:
    """BG-13."""
    node = document.one("cac:Delivery")
    if node is None:
        return None
    location = node.one("cac:DeliveryLocation")
    return Delivery(
        name=node.inside("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=location.identifier("cbc:ID") if location else None,
        actual_date=node.day("cbc:ActualDeliveryDate"),
        address=_address(location.one("cac:Address")) if location else None,
    )


def _identifiers(node: Node, at_most: int | None = None) -> tuple[tuple[Identifier, ...], str | None]:
    identifiers: list[Identifier] = []
    creditor: str | None = None
    for group in node.all("cac:PartyIdentification"):
        value = group.identifier("cbc:ID")
        if value is None:
            continue
        if (value.scheme or "").upper() == SEPA and creditor is None:
            creditor = value.value
        elif at_most is None or len(identifiers) < at_most:
            identifiers.append(value)
        else:
            node.leave(group)
    return tuple(identifiers), creditor


def _vat_number(node: Node) -> str | None:
    """BT-31, BT-48 or BT-63: the first number whose tax scheme is VAT, in letters of any case as the rules compare."""
    return _tax_number(node, lambda scheme: scheme == VAT)


def _tax_registration(node: Node) -> str | None:
    """BT-32: the first number whose tax scheme is another than VAT (EN 16931-3-2).

    The model does not keep which scheme that is, and it is written as TAX: any other word is left as unknown.
    """
    return _tax_number(node, lambda scheme: scheme != VAT)


def _tax_number(node: Node, fits: Callable[[str], bool]) -> str | None:
    """The first number of a fitting tax scheme; others, and those without a scheme, stay where they are."""
    number: str | None = None
    for group in node.all("cac:PartyTaxScheme"):
        scheme = (group.peek(_SCHEME) or "").upper()
        if number is None and scheme and fits(scheme):
            group.expect(_SCHEME, VAT if scheme == VAT else TAX)
            number = group.text("cbc:CompanyID")
        else:
            node.leave(group)
    return number


def _address(node: Node | None) -> Address | None:
    if node is None:
        return None
    return Address(
        line1=node.text("cbc:StreetName"),
        line2=node.text("cbc:AdditionalStreetName"),
        line3=node.inside("cac:AddressLine/cbc:Line"),
        city=node.text("cbc:CityName"),
        postal_code=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
        country=node.inside("cac:Country/cbc:IdentificationCode") or "",
    )


def _contact(node: Node | None) -> Contact | None:
    if node is None:
        return None
    return Contact(
        name=node.text("cbc:Name"),
        phone=node.text("cbc:Telephone"),
        email=node.text("cbc:ElectronicMail"),
    )
