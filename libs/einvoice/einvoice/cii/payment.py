"""Writes how an invoice is to be paid as CII, which tells one payment reference and one mandate for the document."""

import re
from collections.abc import Sequence

from lxml import etree

from einvoice.cii.elements import day
from einvoice.losses import Losses
from einvoice.model import Invoice, PaymentMeans
from einvoice.ubl.elements import group, text, wrapped

DIRECT_DEBITS = frozenset({"49", "59"})
"""UNTDID 4461: direct debit, SEPA direct debit."""
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)


def write_means(settlement: etree._Element, way: PaymentMeans) -> None:
    """BG-16 with BG-17, BG-18 or BG-19."""
    element = group(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
    text(element, "ram:TypeCode", way.code)
    text(element, "ram:Information", way.text)
    card = group(element, "ram:ApplicableTradeSettlementFinancialCard")
    text(card, "ram:ID", way.card_number)
    text(card, "ram:CardholderName", way.card_holder)
    wrapped(element, "ram:PayerPartyDebtorFinancialAccount/ram:IBANID", way.debited_account)
    account = group(element, "ram:PayeePartyCreditorFinancialAccount")
    is_iban = way.account and _IBAN.fullmatch(way.account)
    text(account, "ram:IBANID", way.account if is_iban else None)
    text(account, "ram:AccountName", way.account_name)
    text(account, "ram:ProprietaryID", None if is_iban else way.account)
    wrapped(element, "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", way.branch)


def write_terms(settlement: etree._Element, invoice: Invoice, mandate: str | None) -> None:
    """BT-20, BT-9 and BT-89."""
    element = group(settlement, "ram:SpecifiedTradePaymentTerms")
    text(element, "ram:Description", invoice.payment_terms)
    day(element, "ram:DueDateDateTime", invoice.due_date)
    text(element, "ram:DirectDebitMandateID", mandate)


def payment_reference(ways: Sequence[PaymentMeans], losses: Losses) -> str | None:
    """BT-83 of the document. That of a way to pay which will not be read again as its own is a loss."""
    told = [way.payment_id for way in ways]
    return _one_for_all(told, reference_holders(ways), "payment_id", losses)


def mandate(ways: Sequence[PaymentMeans], losses: Losses) -> str | None:
    """BT-89 of the document."""
    return _one_for_all([way.mandate for way in ways], mandate_holders(ways), "mandate", losses)


def reference_holders(ways: Sequence[PaymentMeans]) -> frozenset[int]:
    """The ways to pay whose reference the document's is: every credit transfer, or else the first way."""
    return frozenset(index for index, way in enumerate(ways) if way.account) or frozenset({0})


def mandate_holders(ways: Sequence[PaymentMeans]) -> frozenset[int]:
    """The ways to pay whose mandate the document's is: every direct debit, or else the first way."""
    debits = (index for index, way in enumerate(ways) if way.debited_account or way.code in DIRECT_DEBITS)
    return frozenset(debits) or frozenset({0})


def _one_for_all(told: Sequence[str | None], holders: frozenset[int], field: str, losses: Losses) -> str | None:
    values = [told[index] for index in sorted(holders) if index < len(told) and told[index]]
    value = values[0] if values else next(filter(None, told), None)
    for index, own in enumerate(told):
        if own != (value if index in holders else None):
            text = f"CII tells one for the whole invoice: {value}"
            losses.add(f"payment_means[{index}].{field}", f"{text}; of its own this way to pay had {own or 'none'}")
    return value
