"""Danish payment lines: FIK (71, 73, 75) and GIK (01, 04, 15), as printed "+71<000000000000018+81234567<"."""

import re
from dataclasses import dataclass

from nordic.digits import check_luhn, cleaned, luhn_digit, only_digits
from nordic.faults import Invalid

_NAME = "a Danish payment line"
_LINE = re.compile(r"\+?(?P<kind>\d{2})<(?P<id>\d*)\+(?P<creditor>\d+)<")
_UBL = re.compile(r"(?P<kind>\d{2})#(?P<id>\d*)")


@dataclass(frozen=True)
class Kind:
    """A kind of payment line: the digits of its payment id, of its creditor, and the UBL payment means code."""

    id_digits: int
    creditor_digits: tuple[int, ...]
    payment_means: str


KINDS = {
    "71": Kind(15, (8,), "93"),
    "73": Kind(0, (8,), "93"),
    "75": Kind(16, (8,), "93"),
    "01": Kind(0, (7, 8), "50"),
    "04": Kind(16, (7, 8), "50"),
    "15": Kind(16, (7, 8), "50"),
}
"""Nets, and the Peppol rules DK-R-005 to DK-R-011."""


@dataclass(frozen=True)
class PaymentLine:
    """A payment line: its kind, its payment id (empty for 73 and 01) and its creditor or giro number."""

    kind: str
    payment_id: str
    creditor: str

    @property
    def payment_means(self) -> str:
        """BT-81."""
        return KINDS[self.kind].payment_means

    @property
    def ubl_payment_id(self) -> str:
        """BT-83: "71#" and the payment id."""
        return f"{self.kind}#{self.payment_id}"

    def __str__(self) -> str:
        """As it is printed on the invoice."""
        return f"+{self.kind}<{self.payment_id}+{self.creditor}<"


def parse_payment_line(value: str) -> PaymentLine:
    """A printed payment line. Raises Invalid (`fik.*`)."""
    match = _LINE.fullmatch(re.sub(r"\s", "", value))
    if match is None:
        raise Invalid("fik.form", f"{_NAME} is written +71<payment id+creditor<")
    return payment_line(match["kind"], match["id"], match["creditor"])


def parse_ubl(payment_id: str, account: str) -> PaymentLine:
    """A payment line from BT-83 ("71#000000000000018") and BT-84 (the creditor). Raises Invalid (`fik.*`)."""
    match = _UBL.fullmatch(re.sub(r"\s", "", payment_id))
    if match is None:
        raise Invalid("fik.form", f"{_NAME} is given as its kind, # and its payment id")
    return payment_line(match["kind"], match["id"], account)


def payment_line(kind: str, payment_id: str, creditor: str) -> PaymentLine:
    """A payment line of checked parts. Raises Invalid (`fik.*`)."""
    if kind not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise Invalid("fik.kind", f"{_NAME} is of one of the kinds {kinds}", kinds=kinds)
    rule = KINDS[kind]
    digits = cleaned(creditor, "fik-creditor", "a Danish creditor number")
    number = only_digits(digits, "fik-creditor", "a Danish creditor number", rule.creditor_digits)
    if not rule.id_digits:
        if payment_id:
            raise Invalid("fik.length", f"{_NAME} of kind {kind} has no payment id", least=0, most=0)
        return PaymentLine(kind, "", number)
    only_digits(payment_id, "fik", f"the payment id of kind {kind}", (rule.id_digits,))
    return PaymentLine(kind, check_luhn(payment_id, "fik", f"the payment id of kind {kind}"), number)


def make_payment_line(kind: str, digits: str, creditor: str) -> PaymentLine:
    """The payment line of an invoice number: padded with zeros to the kind's length, then checked (modulus 10)."""
    if kind not in KINDS or not KINDS[kind].id_digits:
        return payment_line(kind, "", creditor)
    room = KINDS[kind].id_digits - 1
    body = only_digits(cleaned(digits, "fik", _NAME), "fik", f"the payment id of kind {kind}", range(1, room + 1))
    body = body.rjust(room, "0")
    return payment_line(kind, body + luhn_digit(body), creditor)
