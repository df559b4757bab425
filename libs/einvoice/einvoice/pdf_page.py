"""What the pages of an invoice say, ready to be set: every text is here, in one language, and none in the template."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from einvoice.model import Address, Attachment, Contact, Identifier, Invoice, Party
from einvoice.pdf_figures import Fact, Row, VatRow, heads, rows, total_facts, vat_rows
from einvoice.pdf_payment import PaymentBlock, payment_block
from einvoice.pdf_words import NO_BREAK_SPACE, Words, clean, words
from einvoice.sums import Totals
from einvoice.sums import totals as totals_of

TEXT_CHARACTERS_MAX = 20_000  # Of a note: some four pages.
BAND_CHARACTERS_MAX = 34  # Longer payment terms stand among the notes instead of in the band.


_SUBJECT_CODE = re.compile(r"^#[A-Z]{3}#")  # BT-21, in front of the note itself.


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything the template shows, in the order a reader meets it."""

    language: str
    labels: dict[str, str]
    title: str
    number: str
    seller: str
    seller_tagline: str | None
    band: tuple[Fact, ...]
    payable: Fact
    buyer: str
    buyer_lines: tuple[str, ...]
    buyer_ids: str
    delivery_lines: tuple[str, ...]
    references: tuple[Fact, ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    vat_rows: tuple[VatRow, ...]
    totals: tuple[Fact, ...]
    payment: PaymentBlock | None
    files: tuple[Fact, ...]
    notes: tuple[str, ...]
    foot: tuple[tuple[Fact, ...], ...]


def invoice_page(
    invoice: Invoice,
    language: str,
    attachments: Sequence[Attachment] | None = None,
    stated: Totals | None = None,
) -> InvoicePage:
    """The texts of an invoice in one of `pdf_words.LANGUAGES`; every figure comes from `einvoice.sums`.

    `attachments` are listed instead of the invoice's own (BG-24), for files that travel beside it; `stated` totals are
    shown instead of computed ones, for a document that somebody else wrote.
    Raises ValueError for an unknown language, or for an invoice without what its sums need.
    """
    say, totals = words(language), stated or totals_of(invoice)
    seller, buyer = invoice.seller, invoice.buyer
    return InvoicePage(
        language=language,
        labels=say.labels,
        title=say.labels.get(invoice.type_code, say["381" if invoice.is_credit_note else "380"]),
        number=clean(invoice.number),
        seller=clean(seller.trading_name or seller.name),
        seller_tagline=clean(seller.name) if seller.trading_name and seller.trading_name != seller.name else None,
        band=tuple(_band(invoice, say)),
        payable=Fact(
            say["credited" if invoice.is_credit_note else "payable"], say.money(totals.payable, invoice.currency)
        ),
        buyer=clean(buyer.name),
        buyer_lines=tuple(_address_lines(buyer.address, say)),
        buyer_ids=" · ".join(_buyer_ids(buyer, say)),
        delivery_lines=tuple(_delivery_lines(invoice, say)),
        references=tuple(_references(invoice, say)),
        heads=heads(invoice, say),
        rows=tuple(rows(invoice, totals, say)),
        vat_rows=tuple(vat_rows(totals, say)),
        totals=tuple(total_facts(invoice, totals, say)),
        payment=payment_block(invoice, totals, say),
        files=tuple(_files(invoice.attachments if attachments is None else attachments, say)),
        notes=tuple(_notes(invoice, say)),
        foot=_foot(seller, say),
    )


def _band(invoice: Invoice, say: Words) -> Iterator[Fact]:
    yield Fact(say["credit_date" if invoice.is_credit_note else "issue_date"], say.day(invoice.issue_date))
    if invoice.due_date:
        yield Fact(say["due_date"], say.day(invoice.due_date))
    if invoice.payment_terms and _fits_band(invoice.payment_terms):
        yield Fact(say["terms"], clean(invoice.payment_terms))


def _fits_band(terms: str) -> bool:
    return len(terms) <= BAND_CHARACTERS_MAX and "\n" not in terms


def _address_lines(address: Address | None, say: Words) -> Iterator[str]:
    if address is None:
        return
    for line in (address.line1, address.line2, address.line3):
        if line:
            yield clean(line)
    town = " ".join(clean(part) for part in (address.postal_code, address.city) if part)
    yield ", ".join(filter(None, (town, clean(address.subdivision), say.country(address.country))))


def _country(party: Party) -> str | None:
    return party.address.country if party.address else None


def company_number(value: str, country: str | None) -> str:
    """A company number as its country writes it: 556677-8899 in Sweden, 923 609 016 in Norway."""
    if country == "SE" and len(value) == 10 and value.isdigit():
        return f"{value[:6]}-{value[6:]}"
    if country == "NO" and len(value) == 9 and value.isdigit():
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    if country == "FI" and len(value) == 8 and value.isdigit():
        return f"{value[:7]}-{value[7:]}"
    return clean(value)


def _buyer_ids(buyer: Party, say: Words) -> Iterator[str]:
    country = _country(buyer)
    if buyer.legal_id:
        yield _kept_together(say.company_number(country), company_number(buyer.legal_id.value, country))
    if buyer.vat_id:
        yield _kept_together(say.vat_number(country), buyer.vat_id)
    for identifier in buyer.identifiers:
        yield _kept_together(_scheme(identifier), identifier.value)
    if buyer.endpoint:
        yield _kept_together("Peppol", f"{buyer.endpoint.scheme}:{buyer.endpoint.value}")


def _scheme(identifier: Identifier) -> str:
    return "GLN" if identifier.scheme == "0088" else "ID"


def _kept_together(label: str, value: str) -> str:
    """A label and its number, on one line when it can be."""
    return clean(f"{label}{NO_BREAK_SPACE}{value}".replace(" ", NO_BREAK_SPACE))


def _delivery_lines(invoice: Invoice, say: Words) -> Iterator[str]:
    delivery = invoice.delivery
    if delivery is None:
        return
    if delivery.name:
        yield clean(delivery.name)
    if delivery.location:
        yield _kept_together(_scheme(delivery.location), delivery.location.value)
    if delivery.address:
        yield from _address_lines(delivery.address, say)


def _references(invoice: Invoice, say: Words) -> Iterator[Fact]:
    for preceding in invoice.preceding_invoices:
        day = f" ({say.day(preceding.issue_date)})" if preceding.issue_date else ""
        yield Fact(say["preceding"], clean(preceding.number) + day)
    seller, delivery = invoice.seller, invoice.delivery
    told = {
        "purchase_order": invoice.purchase_order,
        "buyer_reference": invoice.buyer_reference,
        "buyer_contact": _contact(invoice.buyer.contact),
        "seller_contact": seller.contact.name if seller.contact else None,
        "sales_order": invoice.sales_order,
        "contract": invoice.contract,
        "project": invoice.project,
        "tender": invoice.tender_or_lot,
        "despatch": invoice.despatch_advice,
        "receipt": invoice.receiving_advice,
        "object": invoice.object_id.value if invoice.object_id else None,
        "accounting_cost": invoice.accounting_cost,
        "delivery_date": say.day(delivery.actual_date) if delivery and delivery.actual_date else None,
        "period": say.days(invoice.period.start, invoice.period.end) if invoice.period else None,
        "tax_point_date": say.day(invoice.tax_point_date) if invoice.tax_point_date else None,
        "tax_representative": invoice.tax_representative.name if invoice.tax_representative else None,
    }
    yield from (Fact(say[label], clean(value)) for label, value in told.items() if value)


def _contact(contact: Contact | None) -> str | None:
    return (contact.name or contact.email or contact.phone) if contact else None


def _files(attachments: Sequence[Attachment], say: Words) -> Iterator[Fact]:
    for attachment in attachments:
        size = say.file_size(len(attachment.content)) if attachment.content is not None else ""
        yield Fact(clean(attachment.filename or attachment.description or attachment.uri or attachment.id), size)


def _notes(invoice: Invoice, say: Words) -> Iterator[str]:
    if invoice.payment_terms and not _fits_band(invoice.payment_terms):
        yield clean(invoice.payment_terms, TEXT_CHARACTERS_MAX)
    for note in invoice.notes:
        yield clean(_SUBJECT_CODE.sub("", note), TEXT_CHARACTERS_MAX)
    if invoice.tax_representative and invoice.tax_representative.vat_id:
        representative = invoice.tax_representative
        yield clean(f"{say['tax_representative']}: {representative.name}, {representative.vat_id}")
    if invoice.seller.legal_form:
        yield clean(invoice.seller.legal_form, TEXT_CHARACTERS_MAX)


def _foot(seller: Party, say: Words) -> tuple[tuple[Fact, ...], ...]:
    """The three columns at the bottom of every page: who sells, under which numbers, and whom to ask."""
    country = _country(seller)
    numbers = []
    if seller.legal_id:
        numbers.append(Fact(say.company_number(country), company_number(seller.legal_id.value, country)))
    if seller.vat_id:
        numbers.append(Fact(say.vat_number(country), clean(seller.vat_id)))
    if seller.tax_registration:
        numbers.append(Fact("", clean(seller.tax_registration)))
    contact = seller.contact or Contact()
    asked = [Fact("", clean(text)) for text in (contact.phone, contact.email) if text]
    if seller.endpoint:
        asked.append(Fact("Peppol", clean(f"{seller.endpoint.scheme}:{seller.endpoint.value}")))
    where = [Fact(clean(seller.name), ""), *(Fact("", line) for line in _address_lines(seller.address, say))]
    return tuple(where), tuple(numbers), tuple(asked)
