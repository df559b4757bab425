"""Values that facts and events share: plain, frozen, without behaviour beyond their own meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal, NewType, TypeVar, get_args
from uuid import UUID

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from contracts.draft_parts import DraftAllowance, DraftPayee, DraftPreceding, DraftProperty, VatReason
from contracts.text import REDACTED as REDACTED

CompanyId = NewType("CompanyId", UUID)
PersonId = NewType("PersonId", UUID)
Language = Literal["sv", "da", "nb", "fi", "en"]
Country = Literal["SE", "DK", "NO", "FI"]
DocumentType = Literal["invoice", "credit-note", "account-statement", "reminder"]
"""The kinds of document that a company can receive; it chooses the way for each."""
ReceptionMethod = Literal["email", "inbox", "peppol", "sftp", "paper"]
ReceptionFormat = Literal["pdf", "ubl"]
Role = Literal["viewer", "invoicer", "admin", "owner"]
"""What a member may do for a company; each may do what those before it may."""

T = TypeVar("T")


class Redacted(ValueError):
    """The value cannot be read any more, because the person's key was destroyed."""


class Personal(Generic[T]):
    """Personal data: sealed per person in the store, never printed, never in a subject, a header or a log line.

    `reveal()` is the only way to the value, so that each use can be found by searching for it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value in clear. Raises Redacted when the person was erased."""
        if self.is_redacted:
            raise Redacted("this personal value was erased")
        return self._value

    @property
    def is_redacted(self) -> bool:
        return isinstance(self._value, str) and self._value == REDACTED

    def __repr__(self) -> str:
        return "Personal(…)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and self._value == other._value

    def __hash__(self) -> int:
        return hash(str(self._value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler.generate_schema((get_args(source) or (Any,))[0])
        return core_schema.union_schema(
            [
                core_schema.is_instance_schema(cls),
                core_schema.no_info_after_validator_function(cls, inner),
            ],
            serialization=core_schema.plain_serializer_function_ser_schema(_serialise, info_arg=True),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        choices: list[Any] = schema["choices"]
        return {**handler(choices[1]), "x-personal": True}


def _serialise(value: Personal[Any], info: core_schema.SerializationInfo) -> Any:
    """Writes the value in clear, or encrypted when the outbox puts a `seal` function into the context."""
    seal: Callable[[Any], str] | None = (info.context or {}).get("seal")
    return seal(value._value) if seal else value._value


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency (ISO 4217). Never a float."""

    amount: Decimal
    currency: str = "SEK"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A quantity of one item of the catalogue, such as `invoice` or `plan.basic`."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A quantity of one item with its price: `unit` for one, `net` for all of them, both before VAT."""

    item: str
    quantity: int
    unit: Money
    net: Money


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A reference to a document by its content: 64 hex digits of SHA-256, media type, size in bytes and file name."""

    sha256: str
    media_type: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address (BG-5, BG-8); the country is ISO 3166-1 alpha-2."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account that a company is paid to (BG-17). `ocr_level` is what company and bank agreed for this account."""

    kind: Literal["bankgiro", "plusgiro", "iban"]
    number: str
    bank: str = ""
    country: str = "SE"
    bic: str = ""
    ocr_level: Literal["soft", "hard", "length", "fixed"] = "soft"


@dataclass(frozen=True, slots=True)
class Finding:
    """An error or warning: a stable rule id, its level, its place, and its text."""

    rule: str
    level: Literal["error", "warning"]
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as a person writes it (BG-25): quantities and prices, never sums.

    `price` is for `price_quantity` units, or for one; `gross_price` is what it was before its discount (BT-148).
    """

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_rate: Decimal
    article: str = ""
    description: str = ""
    vat_category: str = "S"
    origin_country: str = ""
    customs_number: str = ""
    allowances: tuple[DraftAllowance, ...] = ()
    charges: tuple[DraftAllowance, ...] = ()
    price_quantity: Decimal | None = None
    gross_price: Decimal | None = None
    buyers_article: str = ""
    gtin: str = ""
    classification: str = ""
    classification_list: str = ""
    properties: tuple[DraftProperty, ...] = ()
    note: str = ""
    object_id: str = ""
    order_line: str = ""
    accounting_cost: str = ""
    period_from: date | None = None
    period_until: date | None = None


@dataclass(frozen=True, slots=True)
class DraftCharge:
    """An additional charge on the whole invoice (BG-21), such as freight: reason code of UNCL7161.

    With `percent` it is that much of `base`, or of the lines with that VAT, and `amount` says nothing.
    """

    reason_code: str
    reason: str
    amount: Decimal
    vat_rate: Decimal
    vat_category: str = "S"
    percent: Decimal | None = None
    base: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """An invoice as a person writes it: what the network cannot know by itself, without totals.

    `number` is left empty to take the next of the supplier's series (D-04). Why lines of VAT category E are exempt is
    told once, in words (BT-120) or as a code of the VATEX list (BT-121); `vat_reasons` tells it of other categories.
    `exchange_rate` is how much of `vat_currency` (BT-6) one of `currency` makes; with its date it stands on the invoice
    beside the VAT (BT-111).
    """

    receiver: CompanyId
    lines: tuple[DraftLine, ...] = ()
    charges: tuple[DraftCharge, ...] = ()
    attachments: tuple[DocumentRef, ...] = ()
    currency: str = "SEK"
    issue_date: date | None = None
    due_date: date | None = None
    delivery_date: date | None = None
    order_number: str = ""
    buyer_reference: str = ""
    reference_person: str = ""
    payment_reference: str = ""
    seller_reference: str = ""
    note: str = ""
    number: str = ""
    account: UUID | None = None
    round_to_krona: bool = False
    exemption_reason: str = ""
    exemption_code: str = ""
    other_accounts: tuple[UUID, ...] = ()
    allowances: tuple[DraftAllowance, ...] = ()
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
    vat_reasons: tuple[VatReason, ...] = ()
    vat_currency: str = ""
    exchange_rate: Decimal | None = None
    exchange_rate_date: date | None = None
    tax_point_date: date | None = None
    tax_registration: str = ""
    period_from: date | None = None
    period_until: date | None = None
    preceding_invoices: tuple[DraftPreceding, ...] = ()
    contract: str = ""
    project: str = ""
    sales_order: str = ""
    receiving_advice: str = ""
    despatch_advice: str = ""
    tender: str = ""
    object_id: str = ""
    accounting_cost: str = ""
    payment_terms: str = ""
    delivery_name: str = ""
    delivery_location: str = ""
    delivery_address: Address | None = None
    payee: DraftPayee | None = None


@dataclass(frozen=True, slots=True)
class VatSum:
    """One row of the VAT breakdown (BG-23); `rate` is in percent, and empty outside the scope of VAT."""

    category: str
    rate: Decimal | None
    taxable: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class DraftSums:
    """What the lines and charges of a draft come to, each in its order, and the VAT by rate, the highest first.

    `vat_again` is the VAT in the currency that it is accounted in, when that is another (BT-111).
    """

    lines: tuple[Money, ...]
    charges: tuple[Money, ...]
    vat: tuple[VatSum, ...]
    rounding: Money
    allowances: tuple[Money, ...] = ()
    vat_again: Money | None = None


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """A buyer's rule for one reference: alternative patterns, an example, and the buyer's own explanation."""

    reference: Literal["order_number", "buyer_reference", "reference_person", "payment_reference"]
    mandatory: bool = False
    patterns: tuple[str, ...] = ()
    refuse_prefix: str = ""
    example: str = ""
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompanyHit:
    """One company as its register knows it; what the register could not give is empty and named in `missing`."""

    country: Country
    number: Personal[str]
    name: str
    legal_form: str = ""
    address: Address | None = None
    active: bool = True
    missing: tuple[str, ...] = ()
    vat_registered: bool | None = None
    """None when the register does not say."""


Reach = Literal["reachable", "other-document-type", "not-found", "no-answer"]
"""The result of an outside look-up: reachable, registered for other documents only, not found, or no answer."""


@dataclass(frozen=True, slots=True)
class RecipientHit:
    """A recipient as the networks outside know it; `participant` is its Peppol id, such as 0007:5567037485.

    `operator` receives for it. Only the recipient itself can move from another operator to us.
    """

    participant: Personal[str]
    name: str
    country: str
    reach: Reach
    operator: str = ""
    behind_other_operator: bool = False


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer as it stands in a supplier's own register; `number` is the company number without blanks.

    `match` says how the network knows it: as a member (then `member` is its id), as a known recipient, or not.
    """

    customer_number: str
    name: str
    number: str
    country: str
    gln: str = ""
    email: str = ""
    address: str = ""
    address2: str = ""
    postcode: str = ""
    city: str = ""
    match: Literal["", "member", "recipient"] = ""
    member: CompanyId | None = None


@dataclass(frozen=True, slots=True)
class RowFinding:
    """An error or warning on a row of an uploaded file: rows count from 1, as a spreadsheet shows them.

    `code` has a sentence among the refusals; the cell's text is never repeated, since it may be personal data.
    """

    row: int
    column: str
    code: str
    level: Literal["error", "warning"]
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many rows of a register were handled so far: each was new, changed, unchanged or refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    members: int = 0
    recipients: int = 0
    invited: int = 0
