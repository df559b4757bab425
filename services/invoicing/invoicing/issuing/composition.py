"""Composes an invoice in the terms of EN 16931 from a draft and its two parties. Sums are calculated elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.values import Address, BankAccount, InvoiceDraft
from einvoice import model, sums
from invoicing.drafts.attachments import Enclosure
from invoicing.drafts.figures import OUTSIDE_VAT, charge, line
from invoicing.parties.party import Party

SCHEMES = {"SE": ("0007", "0007"), "DK": ("0184", "0184"), "NO": ("0192", "0192"), "FI": ("0216", "0212")}
"""Per country, the EAS code of electronic addresses (BT-34, BT-49) and the ICD code of numbers (BT-30, BT-47)."""
OVT_PREFIX = "0037"
"""What stands before a Finnish company number in its OVT code."""
NORWEGIAN_REGISTER = "Foretaksregisteret"
"""What a Norwegian seller must state as its tax registration (NO-R-002)."""

CREDIT_TRANSFER, SEPA_TRANSFER = "30", "58"
BRANCHES = {"bankgiro": "SE:BANKGIRO", "plusgiro": "SE:PLUSGIRO"}
INTRA_EU = "K"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The fields of an invoice that the network decides, beside those that the person wrote."""

    number: str
    issue_date: date
    payment_reference: str
    account: BankAccount
    enclosures: Sequence[Enclosure] = ()


def compose(draft: InvoiceDraft, decided: Decided, seller: Party, buyer: Party) -> model.Invoice:
    """Composes the whole invoice for `einvoice.ubl.writer.build`. Both parties must be registered."""
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
        buyer=_buyer(buyer, draft.reference_person, tells_vat_ids),
        delivery=_delivery(draft, buyer, INTRA_EU in categories),
        payment_means=(_payment(decided, seller),),
        charges=tuple(map(charge, draft.charges)),
        attachments=tuple(_attachment(position, one) for position, one in enumerate(decided.enclosures, 1)),
        lines=tuple(line(position, one) for position, one in enumerate(draft.lines, 1)),
    )
    return sums.round_to_whole(invoice) if draft.round_to_krona else invoice


def _seller(party: Party, contact: str, tells_vat_ids: bool) -> model.Party:
    is_norwegian = party.country == "NO"
    return _party(
        party,
        party.seller_address,
        contact,
        tells_vat_ids,
        tax_registration=NORWEGIAN_REGISTER if is_norwegian else None,
        legal_form=party.legal_form or None,
    )


def _buyer(party: Party, contact: str, tells_vat_ids: bool) -> model.Party:
    return _party(party, party.buyer_address, contact, tells_vat_ids)


def _party(
    party: Party,
    address: Address | None,
    contact: str,
    tells_vat_ids: bool,
    tax_registration: str | None = None,
    legal_form: str | None = None,
) -> model.Party:
    address_scheme, number_scheme = SCHEMES[party.country]
    digits = party.number.reveal() if party.number else ""
    vat = party.vat_number.reveal() if party.vat_number and tells_vat_ids else ""
    return model.Party(
        name=party.name,
        legal_id=model.Identifier(value=digits, scheme=number_scheme),
        vat_id=vat or None,
        tax_registration=tax_registration,
        legal_form=legal_form,
        endpoint=model.Identifier(
            value=f"{OVT_PREFIX}{digits}" if party.country == "FI" else digits, scheme=address_scheme
        ),
        address=_address(address, party.country),
        contact=model.Contact(name=contact.strip()) if contact.strip() else None,
    )


def _address(address: Address | None, country: str) -> model.Address:
    if address is None:
        return model.Address(country=country)
    return model.Address(
        line1=address.street or None,
        postal_code=address.postcode or None,
        city=address.city or None,
        country=address.country,
    )


def _delivery(draft: InvoiceDraft, buyer: Party, to_another_country: bool) -> model.Delivery | None:
    """The delivery date and country, which BR-IC-11 and BR-IC-12 demand of intra-EU supplies."""
    if not (draft.delivery_date or to_another_country):
        return None
    place = _address(buyer.buyer_address, buyer.country) if to_another_country else None
    return model.Delivery(actual_date=draft.delivery_date, address=place)


def _payment(decided: Decided, seller: Party) -> model.PaymentMeans:
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


def _attachment(position: int, enclosure: Enclosure) -> model.Attachment:
    return model.Attachment(
        id=str(position),
        description=enclosure.document.name,
        content=enclosure.content,
        mime="application/pdf",
        filename=enclosure.document.name,
    )
