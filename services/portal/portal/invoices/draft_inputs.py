"""What few drafts say, as the API takes it: allowances, prices, references, periods, places, VAT in two currencies."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from portal.edge.inputs import LINES, Input

Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]
Rate = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Category = Annotated[str, Field(max_length=2)]
Number = Annotated[str, Field(max_length=100)]
Words = Annotated[str, Field(max_length=200)]


class Allowance(Input):
    """An amount, or a percentage of `base`, or else of what the line comes to, or the lines with that VAT.

    VAT is said of those on the whole invoice alone.
    """

    reason: Number = ""
    reason_code: Annotated[str, Field(max_length=3)] = ""
    amount: Amount = Decimal(0)
    percent: Percent | None = None
    base: Amount | None = None
    vat_rate: Rate = Decimal(0)
    vat_category: Category = "S"


class Property(Input):
    name: Words
    value: Words


class Preceding(Input):
    number: Number
    issue_date: date | None = None


class Payee(Input):
    name: Words
    number: Annotated[str, Field(max_length=30)] = ""


class WhyNoVat(Input):
    category: Category
    code: Annotated[str, Field(max_length=30)] = ""
    reason: Words = ""


class Place(Input):
    name: Words = ""
    street: Words = ""
    postcode: Annotated[str, Field(max_length=20)] = ""
    city: Number = ""
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    phone: Annotated[str, Field(max_length=30)] = ""


class RareOnLine(Input):
    allowances: Annotated[tuple[Allowance, ...], Field(max_length=20)] = ()
    charges: Annotated[tuple[Allowance, ...], Field(max_length=20)] = ()
    price_quantity: Amount | None = None
    gross_price: Amount | None = None
    buyers_article: Number = ""
    gtin: Annotated[str, Field(max_length=14)] = ""
    classification: Number = ""
    classification_list: Annotated[str, Field(max_length=3)] = ""
    properties: Annotated[tuple[Property, ...], Field(max_length=20)] = ()
    note: Annotated[str, Field(max_length=1000), LINES] = ""
    object_id: Number = ""
    order_line: Number = ""
    accounting_cost: Number = ""
    period_from: date | None = None
    period_until: date | None = None


class RareOnCharge(Input):
    percent: Percent | None = None
    base: Amount | None = None


class RareOnDraft(Input):
    other_accounts: Annotated[tuple[UUID, ...], Field(max_length=5)] = ()
    allowances: Annotated[tuple[Allowance, ...], Field(max_length=20)] = ()
    prepaid: Amount | None = None
    rounding: Annotated[Decimal, Field(gt=-1000, lt=1000, max_digits=5, decimal_places=2)] | None = None
    vat_reasons: Annotated[tuple[WhyNoVat, ...], Field(max_length=10)] = ()
    vat_currency: Annotated[str, Field(max_length=3)] = ""
    exchange_rate: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=10)] | None = None
    exchange_rate_date: date | None = None
    tax_point_date: date | None = None
    tax_registration: Number = ""
    period_from: date | None = None
    period_until: date | None = None
    preceding_invoices: Annotated[tuple[Preceding, ...], Field(max_length=100)] = ()
    contract: Number = ""
    project: Number = ""
    sales_order: Number = ""
    receiving_advice: Number = ""
    despatch_advice: Number = ""
    tender: Number = ""
    object_id: Number = ""
    accounting_cost: Number = ""
    payment_terms: Annotated[str, Field(max_length=1000), LINES] = ""
    delivery_name: Words = ""
    delivery_location: Annotated[str, Field(max_length=13)] = ""
    delivery_address: Place | None = None
    payee: Payee | None = None
