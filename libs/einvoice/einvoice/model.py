"""One invoice or credit note as the business terms of EN 16931, frozen and exact.

Every field names its business term (BT) or group (BG). Totals are not here: `einvoice.sums` derives them, so that
nobody ever types one. Quantities, prices and amounts are `Decimal`; dates are dates of law, without time or zone.
Absent text is None, never "". The model travels as JSON with `to_json` and `from_json`: decimals as strings, dates as
YYYY-MM-DD, attachment content as base64.
"""

from datetime import date
from decimal import Decimal

import msgspec

PEPPOL_SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

INVOICE = "380"
CREDIT_NOTE = "381"
SELF_BILLED_INVOICE, SELF_BILLED_CREDIT_NOTE = "389", "261"
CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})
"""Codes of UNTDID 1001 that EN 16931 sends as a CreditNote (BR-CL-01); Peppol takes some of them (P0101)."""


class Term(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,  # No term is in a cycle, and the collector need not walk through thousands of them.
):
    """A group of business terms."""


class Identifier(Term, frozen=True, kw_only=True):
    """A value and the scheme it is unique in: an EAS code for addresses (BT-34-1), an ICD code for the others."""

    value: str
    scheme: str | None = None


class Address(Term, frozen=True, kw_only=True):
    """A postal address: BG-5 seller, BG-8 buyer, BG-12 tax representative, BG-15 deliver to."""

    line1: str | None = None  # BT-35, BT-50, BT-64, BT-75
    line2: str | None = None  # BT-36, BT-51, BT-65, BT-76
    line3: str | None = None  # BT-162, BT-163, BT-164, BT-165
    city: str | None = None  # BT-37, BT-52, BT-66, BT-77
    postal_code: str | None = None  # BT-38, BT-53, BT-67, BT-78
    subdivision: str | None = None  # BT-39, BT-54, BT-68, BT-79
    country: str  # BT-40, BT-55, BT-69, BT-80: ISO 3166-1 alpha-2


class Contact(Term, frozen=True, kw_only=True):
    """Whom to ask: BG-6 seller, BG-9 buyer."""

    name: str | None = None  # BT-41, BT-56
    phone: str | None = None  # BT-42, BT-57
    email: str | None = None  # BT-43, BT-58


class Party(Term, frozen=True, kw_only=True):
    """The seller (BG-4) or the buyer (BG-7)."""

    name: str  # BT-27, BT-44: the registered name
    trading_name: str | None = None  # BT-28, BT-45
    identifiers: tuple[Identifier, ...] = ()  # BT-29 (several), BT-46 (one)
    legal_id: Identifier | None = None  # BT-30, BT-47: the company number
    vat_id: str | None = None  # BT-31, BT-48
    tax_registration: str | None = None  # BT-32, seller only: "Godkänd för F-skatt", "Foretaksregisteret"
    legal_form: str | None = None  # BT-33, seller only
    endpoint: Identifier | None = None  # BT-34, BT-49: the electronic address
    address: Address | None = None  # BG-5, BG-8
    contact: Contact | None = None  # BG-6, BG-9


class Payee(Term, frozen=True, kw_only=True):
    """Who is paid, when it is not the seller: BG-10."""

    name: str  # BT-59
    identifier: Identifier | None = None  # BT-60
    legal_id: Identifier | None = None  # BT-61


class TaxRepresentative(Term, frozen=True, kw_only=True):
    """The seller's tax representative: BG-11."""

    name: str  # BT-62
    vat_id: str | None = None  # BT-63
    address: Address | None = None  # BG-12


class Period(Term, frozen=True, kw_only=True):
    """From and until, both days included: BG-14 of the invoice, BG-26 of a line."""

    start: date | None = None  # BT-73, BT-134
    end: date | None = None  # BT-74, BT-135


class Delivery(Term, frozen=True, kw_only=True):
    """When and where it was delivered: BG-13."""

    name: str | None = None  # BT-70: who received it
    location: Identifier | None = None  # BT-71: often a GLN, scheme 0088
    actual_date: date | None = None  # BT-72
    address: Address | None = None  # BG-15


class PaymentMeans(Term, frozen=True, kw_only=True):
    """One way to pay: BG-16 with BG-17 (credit transfer), BG-18 (card) or BG-19 (direct debit)."""

    code: str  # BT-81: UNTDID 4461; 30 credit transfer, 42 bank account (DK), 93 FIK (DK), 58 SEPA
    text: str | None = None  # BT-82
    payment_id: str | None = None  # BT-83: OCR, KID, viitenumero, RF, or FIK as "71#" and the number
    account: str | None = None  # BT-84: IBAN, or Bankgiro, Plusgiro, national account in digits
    account_name: str | None = None  # BT-85
    branch: str | None = None  # BT-86: BIC, or SE:BANKGIRO, SE:PLUSGIRO, or the Danish registration number
    card_number: str | None = None  # BT-87: its last digits
    card_network: str | None = None  # UBL asks for it beside a card number; no business term
    card_holder: str | None = None  # BT-88
    mandate: str | None = None  # BT-89
    debited_account: str | None = None  # BT-91


class VatCategory(Term, frozen=True, kw_only=True):
    """A VAT category and its rate, on a line (BG-30), an allowance or a charge."""

    code: str  # BT-151, BT-95, BT-102: S, Z, E, AE, K, G, O, L or M
    rate: Decimal | None = None  # BT-152, BT-96, BT-103: percent; none for O (outside the scope of VAT)


class VatExemption(Term, frozen=True, kw_only=True):
    """Why a VAT category carries no VAT; told once for the category in the VAT breakdown (BG-23)."""

    category: str  # BT-118
    reason: str | None = None  # BT-120
    code: str | None = None  # BT-121: VATEX-EU-...


class AllowanceCharge(Term, frozen=True, kw_only=True):
    """An allowance (BG-27) or a charge (BG-28) of a line. Amounts are never negative.

    Either `amount` is given, or `base_amount` and `percent`, from which `einvoice.sums` derives it.
    """

    amount: Decimal | None = None  # BT-136, BT-141, BT-92, BT-99: without VAT
    base_amount: Decimal | None = None  # BT-137, BT-142, BT-93, BT-100
    percent: Decimal | None = None  # BT-138, BT-143, BT-94, BT-101
    reason: str | None = None  # BT-139, BT-144, BT-97, BT-104
    reason_code: str | None = None  # BT-140, BT-98: UNTDID 5189 (allowance); BT-145, BT-105: UNTDID 7161 (charge)


class DocumentAllowanceCharge(AllowanceCharge, frozen=True, kw_only=True):
    """An allowance (BG-20) or a charge (BG-21) of the whole document, which carries VAT itself."""

    vat: VatCategory  # BT-95/96, BT-102/103


class Attachment(Term, frozen=True, kw_only=True):
    """A supporting document: BG-24. Embedded (`content`, `mime`, `filename`) or pointed at (`uri`)."""

    id: str  # BT-122
    description: str | None = None  # BT-123
    uri: str | None = None  # BT-124
    content: bytes | None = None  # BT-125
    mime: str | None = None  # BT-125-1
    filename: str | None = None  # BT-125-2


class PrecedingInvoice(Term, frozen=True, kw_only=True):
    """The invoice that this one corrects or follows: BG-3."""

    number: str  # BT-25
    issue_date: date | None = None  # BT-26


class Price(Term, frozen=True, kw_only=True):
    """The price of `base_quantity` units without VAT: BG-29. Free number of decimals."""

    net: Decimal  # BT-146: never negative (BR-27)
    discount: Decimal | None = None  # BT-147
    gross: Decimal | None = None  # BT-148: net = gross - discount (PEPPOL-EN16931-R046)
    base_quantity: Decimal | None = None  # BT-149: above zero; absent means 1
    base_quantity_unit: str | None = None  # BT-150


class Classification(Term, frozen=True, kw_only=True):
    """A class of the item, with the code list it comes from."""

    code: str  # BT-158
    list_id: str | None = None  # BT-158-1: UNTDID 7143, for instance STI (UNSPSC)
    list_version: str | None = None  # BT-158-2


class Attribute(Term, frozen=True, kw_only=True):
    """A property of the item: BG-32."""

    name: str  # BT-160
    value: str  # BT-161


class Item(Term, frozen=True, kw_only=True):
    """What was sold: BG-31."""

    name: str  # BT-153
    description: str | None = None  # BT-154
    sellers_id: str | None = None  # BT-155
    buyers_id: str | None = None  # BT-156
    standard_id: Identifier | None = None  # BT-157: a GTIN has scheme 0160
    classifications: tuple[Classification, ...] = ()  # BT-158
    origin_country: str | None = None  # BT-159
    attributes: tuple[Attribute, ...] = ()  # BG-32


class InvoiceLine(Term, frozen=True, kw_only=True):
    """One line: BG-25."""

    id: str  # BT-126
    note: str | None = None  # BT-127
    object_id: Identifier | None = None  # BT-128
    quantity: Decimal  # BT-129
    unit: str  # BT-130: UNECE Recommendation 20 or 21, for instance H87 (piece), HUR (hour)
    order_line: str | None = None  # BT-132
    accounting_cost: str | None = None  # BT-133
    period: Period | None = None  # BG-26
    allowances: tuple[AllowanceCharge, ...] = ()  # BG-27
    charges: tuple[AllowanceCharge, ...] = ()  # BG-28
    price: Price  # BG-29
    vat: VatCategory  # BG-30
    item: Item  # BG-31


class Invoice(Term, frozen=True, kw_only=True):
    """An invoice or a credit note. A credit note keeps positive quantities: its type says that it credits."""

    number: str  # BT-1
    issue_date: date  # BT-2
    type_code: str = INVOICE  # BT-3
    currency: str  # BT-5: ISO 4217
    vat_currency: str | None = None  # BT-6: when the VAT is accounted in another currency
    vat_amount_in_vat_currency: Decimal | None = None  # BT-111: given, since the day's rate is the seller's to choose
    tax_point_date: date | None = None  # BT-7
    tax_point_code: str | None = None  # BT-8: UNTDID 2005
    due_date: date | None = None  # BT-9
    buyer_reference: str | None = None  # BT-10
    project: str | None = None  # BT-11
    contract: str | None = None  # BT-12
    purchase_order: str | None = None  # BT-13
    sales_order: str | None = None  # BT-14
    receiving_advice: str | None = None  # BT-15
    despatch_advice: str | None = None  # BT-16
    tender_or_lot: str | None = None  # BT-17
    object_id: Identifier | None = None  # BT-18
    accounting_cost: str | None = None  # BT-19
    payment_terms: str | None = None  # BT-20
    notes: tuple[str, ...] = ()  # BT-22: a subject code (BT-21) stands in front as "#AAI#"; Peppol allows one note
    process: str | None = PEPPOL_PROCESS  # BT-23
    specification: str = PEPPOL_SPECIFICATION  # BT-24
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()  # BG-3
    seller: Party  # BG-4
    buyer: Party  # BG-7
    payee: Payee | None = None  # BG-10
    tax_representative: TaxRepresentative | None = None  # BG-11
    delivery: Delivery | None = None  # BG-13
    period: Period | None = None  # BG-14
    payment_means: tuple[PaymentMeans, ...] = ()  # BG-16
    creditor_id: str | None = None  # BT-90: the bank's number of the creditor, for direct debit
    allowances: tuple[DocumentAllowanceCharge, ...] = ()  # BG-20
    charges: tuple[DocumentAllowanceCharge, ...] = ()  # BG-21
    prepaid: Decimal | None = None  # BT-113
    rounding: Decimal | None = None  # BT-114: signed; see `einvoice.sums.round_to_whole`
    vat_exemptions: tuple[VatExemption, ...] = ()  # BT-120, BT-121
    attachments: tuple[Attachment, ...] = ()  # BG-24
    lines: tuple[InvoiceLine, ...]  # BG-25

    @property
    def is_credit_note(self) -> bool:
        """Whether this is sent as a UBL CreditNote."""
        return self.type_code in CREDIT_NOTE_TYPES

    @property
    def accounting_currency(self) -> str | None:
        """BT-6 where it says something: a document whose BT-6 is its own currency has no BT-111 (BR-53, R005)."""
        return self.vat_currency if self.vat_currency != self.currency else None


_decoder = msgspec.json.Decoder(Invoice)
_encoder = msgspec.json.Encoder(decimal_format="string")


def to_json(invoice: Invoice) -> bytes:
    """The invoice as compact JSON; terms that are absent are left out."""
    return _encoder.encode(invoice)


def from_json(document: bytes) -> Invoice:
    """The invoice in a JSON document; raises `msgspec.ValidationError` naming the path of what does not fit."""
    return _decoder.decode(document)
