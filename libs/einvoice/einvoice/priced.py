"""All the money of a draft in the terms of EN 16931: its lines, prices, allowances, charges and VAT, without sums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from einvoice import model, sums
from einvoice.written import WrittenAllowance, WrittenLine, WrittenMoney

OUTSIDE_VAT = "O"
CUSTOMS_NUMBER = "Custom Clearance No."
GTIN = "0160"
"""The ICD code of a GTIN (BT-157-1)."""


def bare(draft: WrittenMoney) -> model.Invoice:
    """The draft with all its money and nothing else, as an invoice of nobody to nobody."""
    lines = tuple(line(position, one) for position, one in enumerate(draft.lines, 1))
    bases = _bases(lines) if draft.allowances or draft.charges else {}
    invoice = model.Invoice(
        number="",
        issue_date=draft.issue_date or date.min,
        currency=draft.currency,
        seller=model.Party(name=""),
        buyer=model.Party(name=""),
        lines=lines,
        allowances=tuple(_on_all(one, bases) for one in draft.allowances),
        charges=tuple(_on_all(one, bases) for one in draft.charges),
        prepaid=draft.prepaid,
        rounding=draft.rounding,
    )
    invoice = sums.round_to_whole(invoice) if draft.round_to_krona else invoice
    return _with_vat_again(invoice, draft)


def categories_of(draft: WrittenMoney) -> set[str]:
    """The VAT categories that anything on the draft is of."""
    found = {one.vat_category for one in draft.lines} | {one.vat_category for one in draft.charges}
    return found | {one.vat_category for one in draft.allowances}


def line(position: int, written: WrittenLine) -> model.InvoiceLine:
    """Makes an invoice line (BG-25), whose identifier is `position`, counted from 1."""
    plain = model.InvoiceLine(
        id=str(position),
        note=_said(written.note),
        object_id=_number(written.object_id),
        quantity=written.quantity,
        unit=written.unit,
        order_line=_said(written.order_line),
        accounting_cost=_said(written.accounting_cost),
        period=period(written.period_from, written.period_until),
        price=_price(written),
        vat=_vat(written.vat_category, written.vat_rate),
        item=_item(written),
    )
    if not (written.allowances or written.charges):
        return plain
    before = sums.line_net(plain)
    return msgspec.structs.replace(
        plain,
        allowances=tuple(_on_line(one, before) for one in written.allowances),
        charges=tuple(_on_line(one, before) for one in written.charges),
    )


def period(start: date | None, end: date | None) -> model.Period | None:
    """BG-14 or BG-26; none when neither day is given."""
    return model.Period(start=start, end=end) if start or end else None


def _price(written: WrittenLine) -> model.Price:
    gross, quantity = written.gross_price, written.price_quantity
    return model.Price(
        net=written.price,
        discount=None if gross is None else gross - written.price,
        gross=gross,
        base_quantity=quantity,
        base_quantity_unit=written.unit or None if quantity is not None else None,
    )


def _item(written: WrittenLine) -> model.Item:
    attributes = [model.Attribute(name=one.name, value=one.value) for one in written.properties]
    if written.customs_number:
        attributes.append(model.Attribute(name=CUSTOMS_NUMBER, value=written.customs_number))
    told = written.classification.strip()
    classes = (model.Classification(code=told, list_id=_said(written.classification_list)),) if told else ()
    return model.Item(
        name=written.name,
        description=written.description or None,
        sellers_id=written.article or None,
        buyers_id=_said(written.buyers_article),
        standard_id=model.Identifier(value=written.gtin.strip(), scheme=GTIN) if written.gtin.strip() else None,
        classifications=classes,
        origin_country=written.origin_country or None,
        attributes=tuple(attributes),
    )


def _on_line(written: WrittenAllowance, before: Decimal) -> model.AllowanceCharge:
    amount, base, percent = _measure(written, before)
    return model.AllowanceCharge(
        amount=amount, base_amount=base, percent=percent, reason=_said(written.reason), reason_code=_code(written)
    )


def _on_all(written: WrittenAllowance, bases: Mapping[model.VatCategory, Decimal]) -> model.DocumentAllowanceCharge:
    vat = _vat(written.vat_category, written.vat_rate)
    amount, base, percent = _measure(written, bases.get(vat, sums.ZERO))
    return model.DocumentAllowanceCharge(
        amount=amount,
        base_amount=base,
        percent=percent,
        reason=_said(written.reason),
        reason_code=_code(written),
        vat=vat,
    )


def _measure(written: WrittenAllowance, base: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The amount alone, or the base and the percentage that it is worked out from (R040, R041)."""
    if written.percent is None:
        return written.amount, None, None
    return None, sums.round2(base if written.base is None else written.base), written.percent


def _bases(lines: tuple[model.InvoiceLine, ...]) -> Mapping[model.VatCategory, Decimal]:
    """What the lines of each VAT rate come to: what a percentage is of when nothing else is said."""
    found: dict[model.VatCategory, Decimal] = {}
    for one in lines:
        found[one.vat] = found.get(one.vat, sums.ZERO) + sums.line_net(one)
    return found


def _with_vat_again(invoice: model.Invoice, draft: WrittenMoney) -> model.Invoice:
    """The invoice with its VAT in the currency that it is accounted in (BT-111), by the rate that the draft gives."""
    if not draft.vat_currency or draft.exchange_rate is None or draft.vat_currency == draft.currency:
        return invoice
    again = sums.round2(sums.totals(invoice).vat * draft.exchange_rate)
    return msgspec.structs.replace(invoice, vat_currency=draft.vat_currency, vat_amount_in_vat_currency=again)


def _vat(category: str, rate: Decimal) -> model.VatCategory:
    return model.VatCategory(code=category, rate=None if category == OUTSIDE_VAT else rate)


def _said(text: str) -> str | None:
    return text.strip() or None


def _code(written: WrittenAllowance) -> str | None:
    return _said(written.reason_code)


def _number(text: str) -> model.Identifier | None:
    return model.Identifier(value=text.strip()) if text.strip() else None
