"""Any invoice that the model can hold and UBL can carry, for Hypothesis: every business term, present or absent."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from einvoice.model import (
    CREDIT_NOTE_TYPES,
    Address,
    AllowanceCharge,
    Attachment,
    Attribute,
    Classification,
    Contact,
    Delivery,
    DocumentAllowanceCharge,
    Identifier,
    Invoice,
    InvoiceLine,
    Item,
    Party,
    Payee,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Price,
    TaxRepresentative,
    VatCategory,
    VatExemption,
)

OUR_OWN_WORDS = {"NA", "SEPA"}
"""What UBL uses to mean something else, so that a term cannot say it: no order number, the bank's creditor number."""

# Everything XML 1.0 can hold, without space around it, which no term keeps.
_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff")
texts = (
    st.text(_CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(lambda text: text and text not in OUR_OWN_WORDS)
)
codes = st.sampled_from(["0007", "0088", "0184", "0192", "0216", "STI", "AAB"])
countries = st.sampled_from(["SE", "DK", "NO", "FI", "DE", "IS"])
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
amounts = st.decimals(0, 10**9, places=2)
signed_amounts = st.decimals(-(10**9), 10**9, places=2)
prices = st.decimals(0, 10**6, places=8)
quantities = st.decimals(-(10**5), 10**5, places=6)
percents = st.decimals(0, 100, places=4)
vat_categories = st.one_of(
    st.builds(VatCategory, code=st.just("S"), rate=st.sampled_from([Decimal(rate) for rate in ("25", "12", "6.0")])),
    st.builds(VatCategory, code=st.sampled_from(["Z", "E", "AE", "K", "G"]), rate=st.just(Decimal(0))),
    st.just(VatCategory(code="O")),
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The term, or none."""
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], at_most: int = 2, at_least: int = 0) -> st.SearchStrategy[Any]:
    """A tuple of them."""
    return st.lists(strategy, min_size=at_least, max_size=at_most).map(tuple)


def group(term: type[msgspec.Struct], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A group of terms of which something is told: UBL writes no empty one."""
    return st.builds(term, **fields).filter(lambda made: made != term())


identifiers = st.builds(Identifier, value=texts, scheme=maybe(codes))
periods = group(Period, start=maybe(days), end=maybe(days))
addresses = st.builds(
    Address,
    line1=maybe(texts),
    line2=maybe(texts),
    line3=maybe(texts),
    city=maybe(texts),
    postal_code=maybe(texts),
    subdivision=maybe(texts),
    country=countries,
)
parties = st.builds(
    Party,
    name=texts,
    trading_name=maybe(texts),
    identifiers=several(identifiers),
    legal_id=maybe(identifiers),
    vat_id=maybe(texts),
    tax_registration=maybe(texts),
    legal_form=maybe(texts),
    endpoint=maybe(identifiers),
    address=maybe(addresses),
    contact=maybe(group(Contact, name=maybe(texts), phone=maybe(texts), email=maybe(texts))),
)
deliveries = group(
    Delivery, name=maybe(texts), location=maybe(identifiers), actual_date=maybe(days), address=maybe(addresses)
)
accounts: Mapping[str, Any] = {
    "code": st.sampled_from(["30", "42", "58", "93"]),
    "text": maybe(texts),
    "payment_id": maybe(texts),
}
payment_means = st.one_of(
    st.builds(PaymentMeans, **accounts, account=texts, account_name=maybe(texts), branch=maybe(texts)),
    st.builds(PaymentMeans, **accounts, card_number=texts, card_network=texts, card_holder=maybe(texts)),
    st.builds(PaymentMeans, **accounts, mandate=texts, debited_account=maybe(texts)),
)
attachments = st.one_of(
    st.builds(
        Attachment,
        id=texts,
        description=maybe(texts),
        content=st.binary(min_size=1, max_size=40),
        mime=texts,
        filename=maybe(texts),
    ),
    st.builds(Attachment, id=texts, description=maybe(texts), uri=maybe(texts)),
)


def allowances_or_charges(
    term: type[AllowanceCharge] = AllowanceCharge, **more: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Each has its amount, which UBL must say; the others are free."""
    return several(
        st.builds(
            term,
            amount=amounts,
            base_amount=maybe(amounts),
            percent=maybe(percents),
            reason=maybe(texts),
            reason_code=maybe(texts),
            **more,
        )
    )


plain_prices = st.builds(Price, net=prices, discount=maybe(prices))
per_quantity = st.builds(
    Price,
    net=prices,
    discount=prices,
    gross=prices,
    base_quantity=st.decimals("0.001", 1000, places=3),
    base_quantity_unit=maybe(texts),
)
items = st.builds(
    Item,
    name=texts,
    description=maybe(texts),
    sellers_id=maybe(texts),
    buyers_id=maybe(texts),
    standard_id=maybe(identifiers),
    classifications=several(
        st.builds(Classification, code=texts, list_id=maybe(codes), list_version=maybe(texts)), at_most=2
    ),
    origin_country=maybe(countries),
    attributes=several(st.builds(Attribute, name=texts, value=texts)),
)
lines = st.builds(
    InvoiceLine,
    id=texts,
    note=maybe(texts),
    object_id=maybe(identifiers),
    quantity=quantities,
    unit=texts,
    order_line=maybe(texts),
    accounting_cost=maybe(texts),
    period=maybe(periods),
    allowances=allowances_or_charges(),
    charges=allowances_or_charges(),
    price=plain_prices | per_quantity,
    vat=vat_categories,
    item=items,
)
_of_the_document = allowances_or_charges(DocumentAllowanceCharge, vat=vat_categories)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """An invoice or a credit note that `read(build(invoice))` must give back."""
    type_code = draw(st.sampled_from(["380", "384", "389", *sorted(CREDIT_NOTE_TYPES)]))
    invoice: Invoice = draw(
        st.builds(
            Invoice,
            number=texts,
            issue_date=days,
            type_code=st.just(type_code),
            currency=st.sampled_from(["SEK", "DKK", "EUR"]),
            vat_currency=maybe(st.just("NOK")),
            tax_point_date=maybe(days),
            tax_point_code=maybe(st.sampled_from(["3", "35", "432"])),
            due_date=maybe(days),
            **{name: maybe(texts) for name in _TEXTS},
            object_id=maybe(identifiers),
            notes=several(texts),
            specification=texts,
            preceding_invoices=several(st.builds(PrecedingInvoice, number=texts, issue_date=maybe(days))),
            seller=parties,
            buyer=parties,
            payee=maybe(st.builds(Payee, name=texts, identifier=maybe(identifiers), legal_id=maybe(identifiers))),
            tax_representative=maybe(
                st.builds(TaxRepresentative, name=texts, vat_id=maybe(texts), address=maybe(addresses))
            ),
            delivery=maybe(deliveries),
            period=maybe(periods),
            payment_means=several(payment_means, at_least=1),
            allowances=_of_the_document,
            charges=_of_the_document,
            prepaid=maybe(signed_amounts),
            rounding=maybe(st.decimals(-1, 1, places=2)),
            attachments=several(attachments),
            lines=several(lines, at_most=3, at_least=1),
        )
    )
    told = draw(signed_amounts) if invoice.vat_currency else None
    why = tuple(draw(exemption(category)) for category in categories_without_vat(invoice))
    return msgspec.structs.replace(invoice, vat_amount_in_vat_currency=told, vat_exemptions=why)


_TEXTS = (
    "buyer_reference", "project", "contract", "purchase_order", "sales_order", "receiving_advice", "despatch_advice",
    "tender_or_lot", "accounting_cost", "payment_terms", "process", "creditor_id",
)  # fmt: skip


def categories_without_vat(invoice: Invoice) -> list[str]:
    """The categories that must say why there is no VAT, in the order of the VAT breakdown."""
    entries = [entry.vat.code for entry in (*invoice.lines, *invoice.allowances, *invoice.charges)]
    return [code for code in dict.fromkeys(entries) if code not in ("S", "Z")]


def exemption(category: str) -> st.SearchStrategy[VatExemption]:
    """Why a category carries no VAT: a reason, a code, or both."""
    return st.one_of(
        st.builds(VatExemption, category=st.just(category), reason=texts, code=maybe(texts)),
        st.builds(VatExemption, category=st.just(category), code=texts),
    )
