"""What the pages of an invoice say, ready to be set: every text is here, in one language, and none in the template."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from einvoice.model import Address, Attachment, Contact, Identifier, Invoice, Party, TaxRepresentative
from einvoice.pdf.figures import Fact, Row, VatRow, heads, rows, total_facts, vat_rows
from einvoice.pdf.payment import PaymentBlock, payment_block
from einvoice.pdf.text import PX, REGULAR, SEMI_BOLD, face
from einvoice.pdf.words import NO_BREAK_SPACE, Words, clean, kept_together, words
from einvoice.sums import Totals
from einvoice.sums import totals as totals_of

TEXT_CHARACTERS_MAX = 20_000  # Of a note: some four pages.
BAND_CHARACTERS_MAX = 34  # Longer payment terms stand among the notes instead of in the band.
FOOT_CHARACTERS_MAX = 34  # Longer legal information of the seller stands among the notes instead of at the foot.
PAYABLE_WIDTH, PAYABLE_SIZE = 183.0, 15 * PX  # `.due .value` in templates/invoice.css, in CSS pixels.
IDS_WIDTH, IDS_SIZE = 317.0, 8.6 * PX  # `.parties .col` and `html` in templates/invoice.css, in CSS pixels.

_SUBJECT_CODE = re.compile(r"^#[A-Z]{3}#")  # BT-21, in front of the note itself.


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything the template shows, in the order a reader meets it."""

    language: str
    labels: dict[str, str]
    title: str
    number: str
    sample: str | None
    """What stands on every page of a document that was not issued."""
    seller: str
    seller_tagline: str | None
    band: tuple[Fact, ...]
    payable: Fact
    payable_is_long: bool
    buyer: str
    buyer_lines: tuple[str, ...]
    buyer_ids: tuple[str, ...]
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
    sample: bool = False,
    draft: str = "",
) -> InvoicePage:
    """The texts of an invoice in one of `pdf_words.LANGUAGES`; every figure comes from `einvoice.sums`.

    `attachments` are listed instead of the invoice's own (BG-24), for files that travel beside it; `stated` totals are
    shown instead of computed ones, for a document that somebody else wrote. A `sample` shows nothing to pay with,
    and a draft, which says so in the language `draft`, no code to scan: it would be paid before it is sent.
    Raises ValueError for an unknown language, or for an invoice without what its sums need.
    """
    say, totals = words(language), stated or totals_of(invoice)
    seller, buyer, payable = invoice.seller, invoice.buyer, say.money(totals.payable, invoice.currency)
    return InvoicePage(
        language=language,
        labels=say.labels,
        title=say.labels.get(invoice.type_code, say["381" if invoice.is_credit_note else "380"]),
        number=clean(invoice.number) or (say["draft_number"] if draft else ""),
        sample=say["sample"] if sample else words(draft)["draft"] if draft else None,
        seller=clean(seller.trading_name or seller.name),
        seller_tagline=clean(seller.name) if seller.trading_name and seller.trading_name != seller.name else None,
        band=tuple(_band(invoice, say)),
        payable=Fact(say["credited" if invoice.is_credit_note else "payable"], payable),
        payable_is_long=face(SEMI_BOLD).width(payable, PAYABLE_SIZE) > PAYABLE_WIDTH,
        buyer=clean(buyer.name),
        buyer_lines=tuple(_address_lines(buyer.address, say)),
        buyer_ids=tuple(_lines_of(_buyer_ids(buyer, say))),
        delivery_lines=tuple(_delivery_lines(invoice, say)),
        references=tuple(_references(invoice, say)),
        heads=heads(invoice, say),
        rows=tuple(rows(invoice, totals, say)),
        vat_rows=tuple(vat_rows(totals, say)),
        totals=tuple(total_facts(invoice, totals, say)),
        payment=_payment(invoice, totals, say, sample, bool(draft)),
        files=tuple(_files(invoice.attachments if attachments is None else attachments, say)),
        notes=tuple(_notes(invoice, say)),
        foot=_foot(seller, say),
    )


def _payment(invoice: Invoice, totals: Totals, say: Words, sample: bool, is_draft: bool) -> PaymentBlock | None:
    if sample:
        return PaymentBlock(note=say["sample"])
    block = payment_block(invoice, totals, say)
    if block and is_draft:
        return replace(block, qr=None, scan_label=None, barcode=None, barcode_digits=None)
    return block


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
    yield ", ".join(filter(None, (_town(address), clean(address.subdivision), say.country(address.country))))


def _town(address: Address) -> str:
    """Postal code and town, the code as the country writes it: 972 41 Luleå in Sweden."""
    code = clean(address.postal_code)
    if address.country == "SE" and len(code) == 5 and code.isdigit():
        code = f"{code[:3]}{NO_BREAK_SPACE}{code[3:]}"
    return " ".join(filter(None, (code, clean(address.city))))


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
        yield kept_together(say.company_number(country), company_number(buyer.legal_id.value, country))
    if buyer.vat_id:
        yield kept_together(say.vat_number(country), buyer.vat_id)
    for identifier in buyer.identifiers:
        yield kept_together(_scheme(identifier), identifier.value)
    if buyer.endpoint:
        yield kept_together("Peppol", f"{buyer.endpoint.scheme}:{buyer.endpoint.value}")


def _lines_of(numbers: Iterable[str]) -> Iterator[str]:
    """Numbers side by side, as many as a line holds: a line of its own is kinder than a dot at the end of one."""
    line = ""
    for number in numbers:
        longer = f"{line} · {number}" if line else number
        if line and face(REGULAR).width(longer, IDS_SIZE) > IDS_WIDTH:
            yield line
            longer = number
        line = longer
    if line:
        yield line


def _scheme(identifier: Identifier) -> str:
    return "GLN" if identifier.scheme == "0088" else "ID"


def _delivery_lines(invoice: Invoice, say: Words) -> Iterator[str]:
    delivery = invoice.delivery
    if delivery is None:
        return
    if delivery.name:
        yield clean(delivery.name)
    if delivery.location:
        yield kept_together(_scheme(delivery.location), delivery.location.value)
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
    if invoice.tax_representative:
        yield _tax_representative(invoice.tax_representative, say)
    if invoice.seller.legal_form and not _fits_foot(invoice.seller.legal_form):
        yield clean(invoice.seller.legal_form, TEXT_CHARACTERS_MAX)


def _tax_representative(representative: TaxRepresentative, say: Words) -> str:
    where = _address_lines(representative.address, say)
    told = ", ".join(filter(None, (clean(representative.name), clean(representative.vat_id), *where)))
    return f"{say['tax_representative']}: {told}"


def _fits_foot(legal_information: str) -> bool:
    return len(legal_information) <= FOOT_CHARACTERS_MAX and "\n" not in legal_information


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
    if seller.legal_form and _fits_foot(seller.legal_form):
        numbers.append(Fact("", clean(seller.legal_form)))
    contact = seller.contact or Contact()
    asked = [Fact("", clean(text)) for text in (contact.phone, contact.email) if text]
    if seller.endpoint:
        asked.append(Fact("Peppol", clean(f"{seller.endpoint.scheme}:{seller.endpoint.value}")))
    where = [Fact(clean(seller.name), ""), *(Fact("", line) for line in _short_address(seller.address, say))]
    return tuple(where), tuple(numbers), tuple(asked)


def _short_address(address: Address | None, say: Words) -> Iterator[str]:
    """Two lines, for the foot has room for four."""
    if address:
        yield ", ".join(clean(line) for line in (address.line1, address.line2, address.line3) if line)
        yield ", ".join(filter(None, (_town(address), say.country(address.country))))
