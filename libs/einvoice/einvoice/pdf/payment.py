"""How an invoice is paid, as its page shows it: accounts and references in each country's form, QR and barcode."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from einvoice.model import Invoice, PaymentMeans
from einvoice.pdf.codes import Code128, QrCode
from einvoice.pdf.words import Words, clean
from einvoice.sums import Totals
from nordic.bankgiro import hyphenated, in_pairs

BANKGIRO, PLUSGIRO = "SE:BANKGIRO", "SE:PLUSGIRO"
DANISH_ACCOUNT, DANISH_GIRO, DANISH_FIK = "42", "50", "93"  # BT-81 of UNTDID 4461

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_RF = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
_json = msgspec.json.Encoder(decimal_format="number")
_SLIP = re.compile(r"(01|04|15|71|73|75)#?(\d*)")

EPC_AMOUNT_MAX = Decimal("999999999.99")  # European Payments Council, EPC069-12
EPC_NAME_CHARACTERS_MAX = 70
BARCODE_AMOUNT_MAX = Decimal("999999.99")  # Finance Finland, "Bank bar code guide", versions 4 and 5
COLUMNS = 3  # Of fields side by side.
TEXT_CHARACTERS_MAX = 60
QR_BYTES_MAX = 400  # A denser code cannot be read from paper; nothing is left out of a reference to make it fit.


@dataclass(frozen=True, slots=True)
class PaymentField:
    """One label and value of the payment block; `columns` of three tell its width."""

    label: str
    value: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class PaymentBlock:
    """All that is needed to pay: fields to read, a QR code to scan, a Finnish virtual barcode to copy."""

    fields: tuple[PaymentField, ...] = ()
    note: str | None = None
    qr: QrCode | None = None
    scan_label: str | None = None
    barcode: Code128 | None = None
    barcode_digits: str | None = None


def payment_block(invoice: Invoice, totals: Totals, words: Words) -> PaymentBlock | None:
    """The block for every payment means (BG-16); None when the document names none.

    A credit note asks for no payment, so it shows neither accounts nor codes.
    """
    if invoice.is_credit_note:
        return PaymentBlock(note=words["credit_payment"])
    if not invoice.payment_means:
        return None
    fields: list[PaymentField] = []
    for means in invoice.payment_means:
        fields += [field for field in _fields(invoice, means, words) if field not in fields]
    if invoice.due_date:
        fields.insert(_first_gap(fields), PaymentField(words["due_date"], words.day(invoice.due_date)))
    if invoice.payee:
        fields.append(PaymentField(words["payee"], invoice.payee.name, 2))
    fields = [PaymentField(field.label, clean(field.value), field.columns) for field in fields]
    qr = scan_label = digits = None
    if totals.payable > 0:
        qr, scan_label = _qr(invoice, totals, words)
        digits = next(filter(None, (virtual_barcode(invoice, means, totals) for means in invoice.payment_means)), None)
    barcode = Code128(digits) if digits else None
    return PaymentBlock(tuple(fields), None, qr, scan_label, barcode, digits)


def _first_gap(fields: Sequence[PaymentField]) -> int:
    """Before which field one column is free, or else after the last one."""
    filled = 0
    for place, field in enumerate(fields):
        if filled and filled + field.columns > COLUMNS:
            if filled < COLUMNS:
                return place
            filled = 0
        filled += field.columns
    return len(fields)


def _fields(invoice: Invoice, means: PaymentMeans, words: Words) -> list[PaymentField]:
    fields = []
    if means.code in (DANISH_FIK, DANISH_GIRO) and (slip := payment_slip(means)):
        return [PaymentField(words["fik" if means.code == DANISH_FIK else "giro"], slip, 2)]
    if means.account:
        fields.append(_account(means, words))
    if means.payment_id:
        fields.append(_reference(invoice, means.payment_id, words))
    if means.branch and means.branch not in (BANKGIRO, PLUSGIRO):
        label = "registration_number" if means.code == DANISH_ACCOUNT else "bank_code"
        field = PaymentField(words[label], means.branch)
        fields.insert(0 if means.code == DANISH_ACCOUNT else len(fields), field)
    if means.account_name:
        fields.append(PaymentField(words["account_name"], means.account_name, 2))
    if means.card_number:
        fields.append(PaymentField(words["card"], means.card_number))
    if means.mandate:
        fields.append(PaymentField(words["direct_debit"], means.mandate, 2))
    if means.debited_account:
        fields.append(PaymentField(words["debited_account"], _grouped(means.debited_account, 4), 2))
    return fields


def _account(means: PaymentMeans, words: Words) -> PaymentField:
    account = means.account or ""
    if means.branch == BANKGIRO:
        return PaymentField(words["bankgiro"], hyphenated(account))
    if means.branch == PLUSGIRO:
        return PaymentField(words["plusgiro"], in_pairs(account))
    if _is_iban(account):
        return PaymentField("IBAN", _grouped(_compact(account), 4), 2)
    if len(account) == 11 and account.isdigit() and means.code != DANISH_ACCOUNT:  # Norwegian: 1234 56 78903
        account = f"{account[:4]} {account[4:6]} {account[6:]}"
    return PaymentField(words["account"], account)


def _reference(invoice: Invoice, reference: str, words: Words) -> PaymentField:
    """BT-83 under the name it has where the seller banks; the Finnish one in fives, an RF in fours."""
    country = invoice.seller.address.country if invoice.seller.address else ""
    if _RF.fullmatch(_compact(reference)):
        label = "viite" if country == "FI" else "reference"
        return PaymentField(words[label], _grouped(_compact(reference), 4), 2)
    if not reference.replace("-", "").isdigit():
        return PaymentField(words["reference"], reference, 2)
    if country == "FI":
        return PaymentField(words["viite"], _grouped_from_right(reference, 5))
    label = {"SE": "ocr", "NO": "kid"}.get(country, "reference")
    return PaymentField(words[label], reference, 1 if len(reference) <= 16 else 2)


def payment_slip(means: PaymentMeans) -> str | None:
    """The code line of a Danish payment slip, +71<000000000000018+81234567<, as net banks take it."""
    found = _SLIP.fullmatch(means.payment_id or "")
    if not found or not means.account:
        return None
    kind, number = found.groups()
    return f"+{kind}<{number}+{means.account}<"


def virtual_barcode(invoice: Invoice, means: PaymentMeans, totals: Totals) -> str | None:
    """The 54 digits of the Finnish bank barcode: version 5 with an RF reference, 4 with a viite; else None."""
    iban, reference = _compact(means.account or ""), _compact(means.payment_id or "")
    if not re.fullmatch(r"FI[0-9]{16}", iban) or invoice.currency != "EUR":
        return None
    amount = f"{int(totals.payable * 100):08}" if totals.payable <= BARCODE_AMOUNT_MAX else "0" * 8
    due = invoice.due_date.strftime("%y%m%d") if invoice.due_date else "0" * 6
    if re.fullmatch(r"RF[0-9]{3,23}", reference):
        return f"5{iban[2:]}{amount}{reference[2:4]}{reference[4:]:0>21}{due}"
    if re.fullmatch(r"[0-9]{4,20}", reference):
        return f"4{iban[2:]}{amount}000{reference:0>20}{due}"
    return None


def _qr(invoice: Invoice, totals: Totals, words: Words) -> tuple[QrCode | None, str | None]:
    """UsingQR for Swedish kronor, the EPC code for euro to an IBAN; other currencies have nothing of the kind."""
    for means in invoice.payment_means:
        text, label = None, ""
        if invoice.currency == "SEK":
            text, label = using_qr(invoice, means, totals), words["scan_uqr"]
        elif invoice.currency == "EUR":
            text, label = epc_qr(invoice, means, totals), words["scan_epc"]
        if text and len(text.encode()) <= QR_BYTES_MAX:
            return QrCode(text), label
    return None, None


def using_qr(invoice: Invoice, means: PaymentMeans, totals: Totals) -> str | None:
    """UsingQR 1: a JSON object with the invoice's reference, dates, amount and account."""
    if not means.account:
        return None
    kinds = {BANKGIRO: "BG", PLUSGIRO: "PG"}
    kind = kinds.get(means.branch or "") or ("IBAN" if _is_iban(means.account) else "BBAN")
    account = {"BG": hyphenated, "PG": in_pairs}.get(kind, _compact)(means.account)
    legal_id = invoice.seller.legal_id
    told = {
        "uqr": 1,
        "tp": 1,
        "nme": (means.account_name or invoice.seller.name)[:TEXT_CHARACTERS_MAX],
        "cid": legal_id.value if legal_id else None,
        "iref": means.payment_id or invoice.number,
        "idt": invoice.issue_date.strftime("%Y%m%d"),
        "ddt": invoice.due_date.strftime("%Y%m%d") if invoice.due_date else None,
        "due": totals.payable,
        "cur": invoice.currency,
        "vat": totals.vat,
        "pt": kind,
        "acc": account,
        "bc": means.branch if kind in ("IBAN", "BBAN") else None,
    }
    filled = {key: value for key, value in told.items() if value is not None}
    return _json.encode(filled).decode()


def epc_qr(invoice: Invoice, means: PaymentMeans, totals: Totals) -> str | None:
    """The SEPA credit transfer code of the European Payments Council (EPC069-12), version 2."""
    if not _is_iban(means.account or "") or not Decimal("0.01") <= totals.payable <= EPC_AMOUNT_MAX:
        return None
    reference = _compact(means.payment_id or "")
    structured = reference if _RF.fullmatch(reference) else ""
    name = means.account_name or (invoice.payee.name if invoice.payee else invoice.seller.name)
    told = (
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        means.branch or "",
        _one_line(name)[:EPC_NAME_CHARACTERS_MAX],
        _compact(means.account or ""),
        f"EUR{totals.payable:.2f}",
        "",
        structured,
        "" if structured else _one_line(means.payment_id or invoice.number)[:TEXT_CHARACTERS_MAX],
    )
    return "\n".join(told)


def _is_iban(account: str) -> bool:
    return bool(_IBAN.fullmatch(_compact(account)))


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _grouped(text: str, size: int) -> str:
    return " ".join(text[index : index + size] for index in range(0, len(text), size))


def _grouped_from_right(text: str, size: int) -> str:
    return _grouped(text[::-1], size)[::-1]
