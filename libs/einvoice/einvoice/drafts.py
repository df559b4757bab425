"""A whole invoice in the terms of EN 16931, composed from a draft and its two parties: what is sent, and its preview.

A draft is whatever has the fields of `einvoice.written`. Sums are calculated elsewhere (`einvoice.sums`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from einvoice import model
from einvoice.priced import OUTSIDE_VAT, bare, categories_of, period
from einvoice.vat_reasons import usual_reason
from einvoice.written import Account, Place, WrittenInvoice
from nordic.faults import Invalid
from nordic.fik import PaymentLine, parse_payment_line

__all__ = ["EXEMPT", "SCHEMES", "Company", "Decided", "compose", "danish_line"]

SCHEMES: Final = {"SE": ("0007", "0007"), "DK": ("0184", "0184"), "NO": ("0192", "0192"), "FI": ("0216", "0212")}
"""Per country, the EAS code of electronic addresses (BT-34, BT-49) and the ICD code of numbers (BT-30, BT-47)."""
OVT_PREFIX: Final = "0037"
"""What stands before a Finnish company number in its OVT code."""
NORWEGIAN_REGISTER: Final = "Foretaksregisteret"
"""What a Norwegian seller must state as its tax registration (NO-R-002)."""
F_TAX: Final = "Godkänd för F-skatt"
"""What a Swedish seller with F-tax states as its tax registration (SE-R-005)."""

CREDIT_TRANSFER: Final = "30"
SEPA_TRANSFER: Final = "58"
BRANCHES: Final = {"bankgiro": "SE:BANKGIRO", "plusgiro": "SE:PLUSGIRO"}
INTRA_EU: Final = "K"
EXEMPT: Final = "E"
GLN: Final = "0088"
RATE: Final = {
    "sv": "Växelkurs för momsen: 1 {currency} = {rate} {again}{on}.",
    "da": "Vekselkurs for momsen: 1 {currency} = {rate} {again}{on}.",
    "nb": "Valutakurs for merverdiavgiften: 1 {currency} = {rate} {again}{on}.",
    "fi": "Arvonlisäveron vaihtokurssi: 1 {currency} = {rate} {again}{on}.",
    "en": "Rate of exchange for the VAT: 1 {currency} = {rate} {again}{on}.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One of the two parties, as the network knows it; `number` is its company number, digits alone."""

    country: str
    name: str
    number: str
    vat_number: str = ""
    legal_form: str = ""
    address: Place | None = None
    language: str = "en"
    f_tax: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The fields of an invoice that the network decides, beside those that the person wrote."""

    number: str
    issue_date: date
    payment_reference: str
    account: Account
    other_accounts: Sequence[Account] = ()
    attachments: Sequence[model.Attachment] = ()


def compose(draft: WrittenInvoice, decided: Decided, seller: Company, buyer: Company) -> model.Invoice:
    """Composes the whole invoice, for `einvoice.ubl.writer.build` or for its PDF."""
    categories = categories_of(draft)
    tells_vat_ids = categories != {OUTSIDE_VAT}  # BR-O-02
    return msgspec.structs.replace(
        bare(draft),
        number=decided.number,
        issue_date=decided.issue_date,
        due_date=draft.due_date,
        tax_point_date=draft.tax_point_date,
        period=period(draft.period_from, draft.period_until),
        payment_terms=draft.payment_terms.strip() or None,
        notes=_notes(draft, buyer),
        seller=_seller(seller, draft, tells_vat_ids),
        buyer=_party(buyer, draft.reference_person, tells_vat_ids),
        payee=_payee(draft, seller),
        delivery=_delivery(draft, buyer, INTRA_EU in categories),
        payment_means=_payment(decided, draft, seller),
        vat_exemptions=tuple(_exemptions(draft, categories, buyer)),
        attachments=tuple(decided.attachments),
        **_references(draft),
    )


def danish_line(reference: str) -> PaymentLine | None:
    """A Danish payment line as it is printed on an invoice; none for anything else."""
    try:
        return parse_payment_line(reference)
    except Invalid:
        return None


def _references(draft: WrittenInvoice) -> dict[str, Any]:
    """BT-10 to BT-19 and BG-3."""
    told = {
        "buyer_reference": draft.buyer_reference,
        "project": draft.project,
        "contract": draft.contract,
        "purchase_order": draft.order_number,
        "sales_order": draft.sales_order,
        "receiving_advice": draft.receiving_advice,
        "despatch_advice": draft.despatch_advice,
        "tender_or_lot": draft.tender,
        "accounting_cost": draft.accounting_cost,
    }
    found: dict[str, Any] = {name: text.strip() or None for name, text in told.items()}
    if draft.object_id.strip():
        found["object_id"] = model.Identifier(value=draft.object_id.strip())
    found["preceding_invoices"] = tuple(
        model.PrecedingInvoice(number=one.number.strip(), issue_date=one.issue_date) for one in draft.preceding_invoices
    )
    return found


def _notes(draft: WrittenInvoice, buyer: Company) -> tuple[str, ...]:
    """The one note that Peppol allows (R002): what was written, and the rate that the VAT was converted by."""
    told = [draft.note.strip()] if draft.note.strip() else []
    if draft.vat_currency and draft.vat_currency != draft.currency and draft.exchange_rate is not None:
        on = f" ({draft.exchange_rate_date.isoformat()})" if draft.exchange_rate_date else ""
        words = RATE.get(buyer.language, RATE["en"])
        rate = f"{draft.exchange_rate:f}"
        told.append(words.format(currency=draft.currency, rate=rate, again=draft.vat_currency, on=on))
    return (" ".join(told),) if told else ()


def _exemptions(draft: WrittenInvoice, categories: set[str], buyer: Company) -> Iterator[model.VatExemption]:
    """Why something carries no VAT (BT-120, BT-121), once for each category that is there.

    As the draft says, or as the category means by itself, in the buyer's language; an exemption (E) means nothing by
    itself, so BR-E-10 asks for a reason in words or as a code.
    """
    given = {one.category: (one.code, one.reason) for one in draft.vat_reasons}
    if draft.exemption_code.strip() or draft.exemption_reason.strip():
        given[EXEMPT] = (draft.exemption_code, draft.exemption_reason)
    for category in sorted(categories):
        code, reason = (text.strip() or None for text in given.get(category, ("", "")))
        usual = usual_reason(category)
        if code or reason:
            yield model.VatExemption(category=category, code=code and code.upper(), reason=reason)
        elif usual:
            yield model.VatExemption(category=category, code=usual.code, reason=usual.said_in(buyer.language))


def _payee(draft: WrittenInvoice, seller: Company) -> model.Payee | None:
    if draft.payee is None or not draft.payee.name.strip():
        return None
    number = draft.payee.number.strip()
    legal_id = model.Identifier(value=number, scheme=SCHEMES[seller.country][1]) if number else None
    return model.Payee(name=draft.payee.name.strip(), legal_id=legal_id)


def _seller(company: Company, draft: WrittenInvoice, tells_vat_ids: bool) -> model.Party:
    by_itself = NORWEGIAN_REGISTER if company.country == "NO" else None
    if company.country == "SE" and company.f_tax:
        by_itself = F_TAX
    return _party(
        company,
        draft.seller_reference,
        tells_vat_ids,
        tax_registration=draft.tax_registration.strip() or by_itself,
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
        address=_address(company.address, company.country),
        contact=model.Contact(name=contact.strip()) if contact.strip() else None,
    )


def _address(address: Place | None, country: str) -> model.Address:
    if address is None:
        return model.Address(country=country)
    return model.Address(
        line1=address.street or None,
        postal_code=address.postcode or None,
        city=address.city or None,
        country=address.country,
    )


def _delivery(draft: WrittenInvoice, buyer: Company, to_another_country: bool) -> model.Delivery | None:
    """When, where and to whom; BR-IC-11 and BR-IC-12 demand date and country of intra-EU supplies."""
    place = draft.delivery_address or (buyer.address if to_another_country else None)
    name, location = draft.delivery_name.strip(), draft.delivery_location.strip()
    if not (draft.delivery_date or name or location or place or to_another_country):
        return None
    return model.Delivery(
        name=name or None,
        location=model.Identifier(value=location, scheme=GLN) if location else None,
        actual_date=draft.delivery_date,
        address=_address(place, buyer.country) if place or to_another_country else None,
    )


def _payment(decided: Decided, draft: WrittenInvoice, seller: Company) -> tuple[model.PaymentMeans, ...]:
    """The ways to pay. A Danish payment line (FIK) stands for itself: it names its creditor and is no account."""
    line = danish_line(draft.payment_reference) if seller.country == "DK" else None
    if line:
        told = model.PaymentMeans(
            code=line.payment_means, payment_id=line.ubl_payment_id, account=line.creditor, account_name=seller.name
        )
        return (told,)
    accounts = (decided.account, *decided.other_accounts)
    return tuple(_transfer(account, decided.payment_reference, seller) for account in accounts)


def _transfer(account: Account, reference: str, seller: Company) -> model.PaymentMeans:
    """One account. Danish rules refuse code 30 (DK-R-005); Swedish ones demand it for giros (SE-R-011)."""
    is_giro = account.kind in BRANCHES
    return model.PaymentMeans(
        code=SEPA_TRANSFER if seller.country == "DK" else CREDIT_TRANSFER,
        payment_id=reference or None,
        account="".join(filter(str.isalnum, account.number)).upper(),
        account_name=seller.name,
        branch=BRANCHES[account.kind] if is_giro else account.bic or None,
    )
