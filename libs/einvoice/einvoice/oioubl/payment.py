"""Writes how an invoice is to be paid as OIOUBL, which has its own form for each Danish way to pay."""

import re
from dataclasses import dataclass
from datetime import date

from lxml import etree

from einvoice.losses import CannotExpress, Losses
from einvoice.model import PaymentMeans
from einvoice.oioubl.codes import AGENCY, coded
from einvoice.ubl.elements import day, group, text, wrapped
from nordic.bankgiro import UBL_BANKGIRO, UBL_PLUSGIRO
from nordic.fik import KINDS

UNDEFINED, INTERNATIONAL, SEPA_TRANSFER, CARD, DIRECT_DEBIT, SEPA_DEBIT = "1", "31", "58", "48", "49", "59"
DANISH_BANK, FIK, GIRO, NEMKONTO = "42", "93", "50", "97"
_TRANSFERS = frozenset({"30", INTERNATIONAL, SEPA_TRANSFER})
_CARDS = frozenset({CARD, "54", "55"})
_AS_THEY_ARE = frozenset({UNDEFINED, "10", "20"})
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_LINE = re.compile(r"(\d{2})#(\d*)", re.ASCII)
_BRANCH = re.compile(r"\d{4}", re.ASCII)
_ACCOUNT = re.compile(r"\d{1,10}", re.ASCII)


@dataclass(frozen=True)
class _Told:
    """A way to pay in OIOUBL's own terms, in the order of the schema."""

    code: str
    channel: str | None = None
    instruction: str | None = None
    payment_id: str | None = None
    account: str | None = None
    branch: str | None = None
    bank: str | None = None
    creditor: str | None = None


def write_means(document: etree._Element, way: PaymentMeans, number: int, due: date | None, losses: Losses) -> None:
    """BG-16; `number` counts the ways to pay from 1.

    Raises CannotExpress for a Danish payment line that is none.
    """
    where = f"payment_means[{number - 1}]"
    told = _told(way, where)
    element = group(document, "cac:PaymentMeans")
    text(element, "cbc:ID", str(number))
    text(element, "cbc:PaymentMeansCode", told.code, name=way.text)
    day(element, "cbc:PaymentDueDate", due)
    if told.channel:
        coded(element, "cbc:PaymentChannelCode", told.channel, "paymentchannelcode-1.1")
    text(element, "cbc:InstructionID", told.instruction)
    _payment_id(element, told)
    _card(element, way, told, where, losses)
    if told.code in (DIRECT_DEBIT, SEPA_DEBIT):
        wrapped(element, "cac:PayerFinancialAccount/cbc:ID", way.debited_account)
    _payee_account(element, way, told)
    wrapped(element, "cac:CreditAccount/cbc:AccountID", told.creditor)
    _tell_losses(way, told, where, losses)


def write_due_date(document: etree._Element, due: date) -> None:
    """BT-9 of an invoice that names no way to pay."""
    element = group(document, "cac:PaymentMeans")
    text(element, "cbc:ID", "1")
    text(element, "cbc:PaymentMeansCode", UNDEFINED)
    day(element, "cbc:PaymentDueDate", due)


def _told(way: PaymentMeans, where: str) -> _Told:
    if way.code in (FIK, GIRO):
        return _payment_line(way, where)
    if way.code == DANISH_BANK and _BRANCH.fullmatch(way.branch or "") and _ACCOUNT.fullmatch(way.account or ""):
        return _Told(DANISH_BANK, "DK:BANK", way.payment_id, account=way.account, branch=way.branch)
    if way.code in _TRANSFERS and _IBAN.fullmatch(way.account or ""):
        if way.branch and way.code != SEPA_TRANSFER:
            return _Told(INTERNATIONAL, "IBAN", way.payment_id, account=way.account, bank=way.branch)
        return _Told(SEPA_TRANSFER, "IBAN", None, way.payment_id, way.account, bank=way.branch)
    if way.branch in (UBL_BANKGIRO, UBL_PLUSGIRO):
        return _Told(UNDEFINED, way.branch, None, way.payment_id, way.account)
    if way.code in _CARDS and way.card_number:
        return _Told(CARD, payment_id=way.payment_id)
    if way.code in (DIRECT_DEBIT, SEPA_DEBIT):
        return _Told(way.code, None, way.mandate, way.payment_id)
    if way.code == NEMKONTO:
        return _Told(NEMKONTO, "DK:NEMKONTO")
    code = way.code if way.code in _AS_THEY_ARE else UNDEFINED
    return _Told(code, None, None, way.payment_id, way.account, bank=way.branch)


def _payment_line(way: PaymentMeans, where: str) -> _Told:
    """FIK (93) and giro (50): "71#" and its number are two elements, and a FIK creditor is no account."""
    match = _LINE.fullmatch(way.payment_id or "")
    kind = KINDS.get(match[1]) if match else None
    if match is None or kind is None or kind.payment_means != way.code or len(match[2]) != kind.id_digits:
        raise CannotExpress(f"{where}.payment_id", f"{way.payment_id} is no payment id of payment means {way.code}")
    if len(way.account or "") not in kind.creditor_digits:
        raise CannotExpress(f"{where}.account", f"{way.account} is no creditor number of kind {match[1]}")
    if way.code == FIK:
        return _Told(FIK, "DK:FIK", match[2], match[1], creditor=way.account)
    return _Told(GIRO, "DK:GIRO", match[2], match[1], way.account)


def _payment_id(element: etree._Element, told: _Told) -> None:
    if told.code in (FIK, GIRO):
        text(
            element,
            "cbc:PaymentID",
            told.payment_id,
            schemeID="urn:oioubl:id:paymentid-1.1",
            schemeAgencyID=AGENCY,
        )
    else:
        text(element, "cbc:PaymentID", told.payment_id)


def _card(element: etree._Element, way: PaymentMeans, told: _Told, where: str, losses: Losses) -> None:
    if told.code == CARD:
        card = group(element, "cac:CardAccount")
        text(card, "cbc:PrimaryAccountNumberID", way.card_number)
        text(card, "cbc:NetworkID", way.card_network or "N/A")
        text(card, "cbc:HolderName", way.card_holder)
        return
    for field in ("card_number", "card_network", "card_holder"):
        if getattr(way, field):
            losses.add(f"{where}.{field}", f"OIOUBL tells a card only with payment means {CARD}")


def _payee_account(element: etree._Element, way: PaymentMeans, told: _Told) -> None:
    if told.account:
        account = group(element, "cac:PayeeFinancialAccount")
        text(account, "cbc:ID", told.account)
        text(account, "cbc:Name", way.account_name)
        branch = group(account, "cac:FinancialInstitutionBranch")
        text(branch, "cbc:ID", told.branch)
        wrapped(branch, "cac:FinancialInstitution/cbc:ID", told.bank)


def _tell_losses(way: PaymentMeans, told: _Told, where: str, losses: Losses) -> None:
    if told.code != way.code:
        losses.add(f"{where}.code", f"OIOUBL has no payment means {way.code} of this kind, and tells it as {told.code}")
    carried = {told.instruction, told.payment_id, told.account, told.creditor, told.branch, told.bank, told.channel}
    line = f"{told.payment_id}#{told.instruction or ''}"
    for field in ("payment_id", "account", "branch", "mandate"):
        value = getattr(way, field)
        if value and value not in carried and value != line:
            losses.add(f"{where}.{field}", f"OIOUBL has no place for it with payment means {told.code}: {value}")
    if way.account_name and not told.account:
        losses.add(f"{where}.account_name", f"OIOUBL has no place for it with payment means {told.code}")
    if way.debited_account and told.code not in (DIRECT_DEBIT, SEPA_DEBIT):
        losses.add(f"{where}.debited_account", f"OIOUBL has no place for it with payment means {told.code}")
