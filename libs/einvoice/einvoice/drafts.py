"""A whole invoice in the terms of EN 16931, composed from a draft and its two parties: what is sent, and its preview.

A draft is whatever has these fields. Sums are calculated elsewhere (`einvoice.sums`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from einvoice import model, sums

SCHEMES: Final = {"SE": ("0007", "0007"), "DK": ("0184", "0184"), "NO": ("0192", "0192"), "FI": ("0216", "0212")}
"""Per country, the EAS code of electronic addresses (BT-34, BT-49) and the ICD code of numbers (BT-30, BT-47)."""
OVT_PREFIX: Final = "0037"
"""What stands before a Finnish company number in its OVT code."""
NORWEGIAN_REGISTER: Final = "Foretaksregisteret"
"""What a Norwegian seller must state as its tax registration (NO-R-002)."""

CREDIT_TRANSFER: Final = "30"
SEPA_TRANSFER: Final = "58"
BRANCHES: Final = {"bankgiro": "SE:BANKGIRO", "plusgiro": "SE:PLUSGIRO"}
INTRA_EU: Final = "K"
EXEMPT: Final = "E"
OUTSIDE_VAT: Final = "O"


class WrittenLine(Protocol):
    """A line as a person writes it (BG-25): a quantity and a price, no sum."""

    @property
    def name(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def price(self) -> Decimal: ...
    @property
    def vat_rate(self) -> Decimal: ...
    @property
    def vat_category(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def origin_country(self) -> str: ...
    @property
    def customs_number(self) -> str: ...


class WrittenCharge(Protocol):
    """A charge on the whole invoice (BG-21), such as freight."""

    @property
    def reason_code(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def vat_rate(self) -> Decimal: ...
    @property
    def vat_category(self) -> str: ...


class WrittenInvoice(Protocol):
    """A draft: what the network cannot know by itself."""

    @property
    def lines(self) -> Sequence[WrittenLine]: ...
    @property
    def charges(self) -> Sequence[WrittenCharge]: ...
    @property
    def currency(self) -> str: ...
    @property
    def due_date(self) -> date | None: ...
    @property
    def delivery_date(self) -> date | None: ...
    @property
    def order_number(self) -> str: ...
    @property
    def buyer_reference(self) -> str: ...
    @property
    def reference_person(self) -> str: ...
    @property
    def seller_reference(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def round_to_krona(self) -> bool: ...
    @property
    def exemption_reason(self) -> str: ...
    @property
    def exemption_code(self) -> str: ...


class Place(Protocol):
    """A postal address; the country is ISO 3166-1 alpha-2."""

    @property
    def street(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def country(self) -> str: ...


class Account(Protocol):
    """An account that the seller is paid to (BG-17): `bankgiro`, `plusgiro` or `iban`."""

    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def bic(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One of the two parties, as the network knows it; `number` is its company number, digits alone."""

    country: str
    name: str
    number: str
    vat_number: str = ""
    legal_form: str = ""
    address: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The fields of an invoice that the network decides, beside those that the person wrote."""

    number: str
    issue_date: date
    payment_reference: str
    account: Account
    attachments: Sequence[model.Attachment] = ()


def compose(draft: WrittenInvoice, decided: Decided, seller: Company, buyer: Company) -> model.Invoice:
    """Composes the whole invoice, for `einvoice.ubl.writer.build` or for its PDF."""
    categories = {one.vat_category for one in draft.lines} | {one.vat_category for one in draft.charges}
    tells_vat_ids = categories != {OUTSIDE_VAT}  # BR-O-02
    invoice = model.Invoice(
        number=decided.number,
        issue_date=decided.issue_date,
        due_date=draft.due_date,
        currency=draft.currency,
        buyer_reference=draft.buyer_reference.strip() or None,
        purchase_order=draft.order_number.strip() or None,
        notes=(draft.note.strip(),) if draft.note.strip() else (),
        seller=_seller(seller, draft.seller_reference, tells_vat_ids),
        buyer=_party(buyer, draft.reference_person, tells_vat_ids),
        delivery=_delivery(draft, buyer, INTRA_EU in categories),
        payment_means=(_payment(decided, seller),),
        charges=tuple(map(charge, draft.charges)),
        attachments=tuple(decided.attachments),
        lines=tuple(line(position, one) for position, one in enumerate(draft.lines, 1)),
        vat_exemptions=_exemptions(draft) if EXEMPT in categories else (),
    )
    return sums.round_to_whole(invoice) if draft.round_to_krona else invoice


def line(position: int, written: WrittenLine) -> model.InvoiceLine:
    """Makes an invoice line (BG-25), whose identifier is `position`, counted from 1."""
    attributes = (
        (model.Attribute(name="Custom Clearance No.", value=written.customs_number),) if written.customs_number else ()
    )
    return model.InvoiceLine(
        id=str(position),
        quantity=written.quantity,
        unit=written.unit,
        price=model.Price(net=written.price),
        vat=_vat(written.vat_category, written.vat_rate),
        item=model.Item(
            name=written.name,
            description=written.description or None,
            sellers_id=written.article or None,
            origin_country=written.origin_country or None,
            attributes=attributes,
        ),
    )


def charge(written: WrittenCharge) -> model.DocumentAllowanceCharge:
    """A charge on the whole invoice (BG-21)."""
    return model.DocumentAllowanceCharge(
        amount=written.amount,
        reason=written.reason or None,
        reason_code=written.reason_code or None,
        vat=_vat(written.vat_category, written.vat_rate),
    )


def _vat(category: str, rate: Decimal) -> model.VatCategory:
    return model.VatCategory(code=category, rate=None if category == OUTSIDE_VAT else rate)


def _exemptions(draft: WrittenInvoice) -> tuple[model.VatExemption, ...]:
    """Why lines of category E carry no VAT (BT-120, BT-121); BR-E-10 asks for the reason in words or as a code."""
    reason, code = draft.exemption_reason.strip() or None, draft.exemption_code.strip() or None
    return (model.VatExemption(category=EXEMPT, reason=reason, code=code),) if reason or code else ()


def _seller(company: Company, contact: str, tells_vat_ids: bool) -> model.Party:
    return _party(
        company,
        contact,
        tells_vat_ids,
        tax_registration=NORWEGIAN_REGISTER if company.country == "NO" else None,
        legal_form=company.legal_form or None,
    )


def _party(
    company: Company,
    contact: str,
    tells_vat_ids: bool,
    tax_registration: str | None = None,
    legal_form: str | None = None,
) -> model.Party:
    address_scheme, number_scheme = SCHEMES[company.country]
    endpoint = f"{OVT_PREFIX}{company.number}" if company.country == "FI" else company.number
    return model.Party(
        name=company.name,
        legal_id=model.Identifier(value=company.number, scheme=number_scheme),
        vat_id=(company.vat_number if tells_vat_ids else "") or None,
        tax_registration=tax_registration,
        legal_form=legal_form,
        endpoint=model.Identifier(value=endpoint, scheme=address_scheme),
        address=_address(company),
        contact=model.Contact(name=contact.strip()) if contact.strip() else None,
    )


def _address(company: Company) -> model.Address:
    address = company.address
    if address is None:
        return model.Address(country=company.country)
    return model.Address(
        line1=address.street or None,
        postal_code=address.postcode or None,
        city=address.city or None,
        country=address.country,
    )


def _delivery(draft: WrittenInvoice, buyer: Company, to_another_country: bool) -> model.Delivery | None:
    """The delivery date and country, which BR-IC-11 and BR-IC-12 demand of intra-EU supplies."""
    if not (draft.delivery_date or to_another_country):
        return None
    return model.Delivery(actual_date=draft.delivery_date, address=_address(buyer) if to_another_country else None)


def _payment(decided: Decided, seller: Company) -> model.PaymentMeans:
    """The payment means. Danish rules refuse code 30 (DK-R-005); Swedish ones demand it for giros (SE-R-011)."""
    account = decided.account
    is_giro = account.kind in BRANCHES
    return model.PaymentMeans(
        code=SEPA_TRANSFER if seller.country == "DK" else CREDIT_TRANSFER,
        payment_id=decided.payment_reference or None,
        account="".join(filter(str.isalnum, account.number)).upper(),
        account_name=seller.name,
        branch=BRANCHES[account.kind] if is_giro else account.bic or None,
    )
