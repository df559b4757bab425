"""All money of an invoice: every total that a screen, an API, the UBL and the PDF show comes from here.

Exact decimals, rounded half-up (ties away from zero) to two places exactly where EN 16931 says so: each line, each
allowance and charge, and the VAT once per rate - never the VAT of a line.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

import msgspec

from einvoice.model import AllowanceCharge, Invoice, InvoiceLine, Term, VatCategory

CENT = Decimal("0.01")
WHOLE = Decimal("1")
ZERO = Decimal("0.00")
MAX_DIGITS = 20
"""Digits before, and digits after the point, in any figure."""
# Room for the exact product of two such figures, so that only the rounding written here takes place.
EXACT = Context(prec=5 * MAX_DIGITS, rounding=ROUND_HALF_UP)

STANDARD_EXEMPTIONS = {
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "K": ("Intra-community supply", "VATEX-EU-IC"),
    "G": ("Export outside the EU", "VATEX-EU-G"),
    "O": ("Not subject to VAT", "VATEX-EU-O"),
}
"""What is told for these categories when the invoice itself gives no reason; E (exempt) must always say why."""


class VatSubtotal(Term, frozen=True, kw_only=True):
    """One row of the VAT breakdown: BG-23."""

    category: str  # BT-118
    rate: Decimal | None = None  # BT-119: percent; none for O
    taxable: Decimal  # BT-116
    tax: Decimal  # BT-117
    reason: str | None = None  # BT-120
    reason_code: str | None = None  # BT-121


class Totals(Term, frozen=True, kw_only=True):
    """The document totals (BG-22), the VAT breakdown (BG-23) and the net of each line, in the invoice's currency."""

    line_nets: tuple[Decimal, ...]  # BT-131, in the order of the lines
    line_total: Decimal  # BT-106
    allowance_total: Decimal = ZERO  # BT-107
    charge_total: Decimal = ZERO  # BT-108
    without_vat: Decimal  # BT-109
    vat: Decimal  # BT-110
    vat_in_vat_currency: Decimal | None = None  # BT-111
    with_vat: Decimal  # BT-112
    prepaid: Decimal = ZERO  # BT-113
    rounding: Decimal = ZERO  # BT-114
    payable: Decimal  # BT-115
    vat_breakdown: tuple[VatSubtotal, ...]  # BG-23, in the order the rates first appear


class Difference(Term, frozen=True, kw_only=True):
    """A total that a received document states otherwise than its lines add up to."""

    term: str
    stated: Decimal | None
    computed: Decimal | None


def round2(value: Decimal) -> Decimal:
    """To two decimals, half-up, ties away from zero: 0.005 -> 0.01, -0.005 -> -0.01, and -0.001 -> 0.00, not -0.00."""
    return EXACT.add(value.quantize(CENT, context=EXACT), ZERO)


def checked(value: Decimal) -> Decimal:
    """The figure itself; raises ValueError for NaN, infinity, and more than 20 digits before or after the point."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MAX_DIGITS or value.adjusted() >= MAX_DIGITS:
        raise ValueError(f"{value} is no figure of at most {MAX_DIGITS} digits before and after the point")
    return value


def totals(invoice: Invoice) -> Totals:
    """Every total of the invoice (BR-CO-10 to BR-CO-17).

    Raises ValueError when an allowance or charge has neither an amount nor both base and percent, when a price's
    base quantity is zero, or when a figure is none (NaN) or has more than 20 digits before or after the point.
    """
    with localcontext(EXACT):
        return _totals(invoice)


def round_to_whole(invoice: Invoice) -> Invoice:
    """The invoice with BT-114 set so that BT-115 is whole kronor (öresavrundning); VAT is never touched by it."""
    unrounded = msgspec.structs.replace(invoice, rounding=None)
    payable = totals(unrounded).payable
    rounding = round2(payable.quantize(WHOLE, context=EXACT) - payable)
    return msgspec.structs.replace(invoice, rounding=rounding) if rounding else unrounded


def line_net(line: InvoiceLine) -> Decimal:
    """BT-131: quantity times price, per base quantity, with the line's own charges and allowances; two decimals."""
    base_quantity = WHOLE if line.price.base_quantity is None else checked(line.price.base_quantity)
    if not base_quantity:
        raise ValueError(f"line {line.id}: a base quantity (BT-149) of zero")
    with localcontext(EXACT):
        gross = round2(checked(line.quantity) * checked(line.price.net) / base_quantity)
        return gross + _sum(map(amount_of, line.charges)) - _sum(map(amount_of, line.allowances))


def amount_of(entry: AllowanceCharge) -> Decimal:
    """The amount of an allowance or charge, two decimals: as given, or the percent of its base (R040)."""
    if entry.amount is not None:
        return round2(checked(entry.amount))
    if entry.base_amount is None or entry.percent is None:
        raise ValueError("an allowance or charge needs an amount, or a base amount and a percent")
    with localcontext(EXACT):
        return round2(checked(entry.base_amount) * checked(entry.percent) / 100)


def differences(stated: Totals, computed: Totals) -> list[Difference]:
    """The totals in which a received document does not say what its own lines add up to."""
    found = []
    pairs = [(term, getattr(stated, name), getattr(computed, name)) for name, term in _DOCUMENT_TERMS.items()]
    for index, net in enumerate(computed.line_nets):
        pairs.append((f"BT-131 of line {index + 1}", stated.line_nets[index], net))
    ours = {(row.category, row.rate): row for row in computed.vat_breakdown}
    theirs = {(row.category, row.rate): row for row in stated.vat_breakdown}
    for category, rate in ours | theirs:
        label = f"{category} {'' if rate is None else rate}".strip()
        mine, other = ours.get((category, rate)), theirs.get((category, rate))
        pairs.append((f"BT-116 of {label}", other and other.taxable, mine and mine.taxable))
        pairs.append((f"BT-117 of {label}", other and other.tax, mine and mine.tax))
    for term, theirs_value, our_value in pairs:
        if theirs_value != our_value:
            found.append(Difference(term=term, stated=theirs_value, computed=our_value))
    return found


_DOCUMENT_TERMS = {
    "line_total": "BT-106",
    "allowance_total": "BT-107",
    "charge_total": "BT-108",
    "without_vat": "BT-109",
    "vat": "BT-110",
    "with_vat": "BT-112",
    "payable": "BT-115",
}


def _totals(invoice: Invoice) -> Totals:
    nets = tuple(map(line_net, invoice.lines))
    allowances = [amount_of(entry) for entry in invoice.allowances]
    charges = [amount_of(entry) for entry in invoice.charges]
    breakdown = _vat_breakdown(invoice, nets, allowances, charges)
    line_total, allowance_total, charge_total = _sum(nets), _sum(allowances), _sum(charges)
    without_vat = line_total - allowance_total + charge_total
    vat = _sum(row.tax for row in breakdown)
    with_vat = without_vat + vat
    prepaid, rounding = round2(checked(invoice.prepaid or ZERO)), round2(checked(invoice.rounding or ZERO))
    in_vat_currency = invoice.vat_amount_in_vat_currency
    return Totals(
        line_nets=nets,
        line_total=line_total,
        allowance_total=allowance_total,
        charge_total=charge_total,
        without_vat=without_vat,
        vat=vat,
        vat_in_vat_currency=None if in_vat_currency is None else round2(checked(in_vat_currency)),
        with_vat=with_vat,
        prepaid=prepaid,
        rounding=rounding,
        payable=with_vat - prepaid + rounding,
        vat_breakdown=breakdown,
    )


def _vat_breakdown(
    invoice: Invoice, nets: Iterable[Decimal], allowances: Iterable[Decimal], charges: Iterable[Decimal]
) -> tuple[VatSubtotal, ...]:
    """BG-23. Decimals that are equal (25 and 25.00) are one rate; it is told as it was first written."""
    taxable: dict[VatCategory, Decimal] = {}
    entries = [(line.vat, net) for line, net in zip(invoice.lines, nets, strict=True)]
    entries += [(entry.vat, -amount) for entry, amount in zip(invoice.allowances, allowances, strict=True)]
    entries += [(entry.vat, amount) for entry, amount in zip(invoice.charges, charges, strict=True)]
    for vat, amount in entries:
        checked(vat.rate or ZERO)  # Before it is looked up: a signaling NaN is no key.
        taxable[vat] = taxable.get(vat, ZERO) + amount
    reasons: dict[str, tuple[str | None, str | None]] = dict(STANDARD_EXEMPTIONS)
    reasons.update({told.category: (told.reason, told.code) for told in invoice.vat_exemptions})
    rows = []
    for vat, base in taxable.items():
        reason, code = reasons.get(vat.code, (None, None))
        rows.append(
            VatSubtotal(
                category=vat.code,
                rate=vat.rate,
                taxable=base,
                tax=round2(base * (vat.rate or ZERO) / 100),
                reason=reason,
                reason_code=code,
            )
        )
    return tuple(rows)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
