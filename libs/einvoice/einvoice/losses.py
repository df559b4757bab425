"""What a format could not carry of an invoice, term by term: nothing is ever lost in silence."""

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from einvoice.model import Invoice, Term
from einvoice.sums import VatSubtotal
from einvoice.terms import all_terms

_POSITION = re.compile(r"\[\d+\]")


class Loss(Term, frozen=True, kw_only=True):
    """A value of the invoice that the document does not tell, or tells less exactly."""

    term: str | None = None  # BT-133; none for what is no business term
    where: str  # the field of the model: lines[0].accounting_cost
    text: str  # what became of it, for a person


class Built(Term, frozen=True, kw_only=True):
    """A document, and what of the invoice is not in it."""

    document: bytes
    losses: tuple[Loss, ...] = ()


class CannotExpress(ValueError):
    """The format has no way to say this, and without it the document would say something else."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"{term_of_field(where) or where} ({where}): {text}")
        self.where = where
        self.text = text


class Losses:
    """The losses of one document while it is written."""

    def __init__(self) -> None:
        self._losses: list[Loss] = []

    def add(self, where: str, text: str) -> None:
        """One value of the model, by its place, and what became of it."""
        self._losses.append(Loss(term=term_of_field(where), where=where, text=text))

    def add_untold(self, invoice: Invoice, carried: Collection[str], format_name: str) -> None:
        """Every value whose field is not among `carried`, nor inside a group that is (`lines.item`)."""
        for where, value in values(invoice):
            if not _within(_POSITION.sub("", where), carried):
                self.add(where, f"{format_name} has no place for it: {str(value)[:100]}")

    def add_idle(self, invoice: Invoice, rows: Sequence[VatSubtotal]) -> None:
        """What every format tells beside something else that this invoice does not have."""
        self._add_idle_exemptions(invoice, rows)
        if invoice.vat_amount_in_vat_currency is not None and not invoice.accounting_currency:
            text = f"VAT is told twice only in two currencies, and both would be {invoice.currency}"
            self.add("vat_amount_in_vat_currency", text)
        if invoice.vat_currency and not invoice.accounting_currency:
            self.add("vat_currency", f"{invoice.vat_currency} is the currency of the invoice already (BT-5)")
        for index, attachment in enumerate(invoice.attachments):
            if attachment.content == b"":
                name = f"{attachment.filename or 'without a name'}, {attachment.mime or 'of no type'}"
                self.add(f"attachments[{index}].content", f"a file of no bytes is not told, nor its name: {name}")

    def _add_idle_exemptions(self, invoice: Invoice, rows: Sequence[VatSubtotal]) -> None:
        """The reasons that stand beside no row of the VAT breakdown."""
        of_rows = {row.category for row in rows}
        last = {exemption.category: index for index, exemption in enumerate(invoice.vat_exemptions)}
        for index, exemption in enumerate(invoice.vat_exemptions):
            if exemption.category not in of_rows:
                self.add(f"vat_exemptions[{index}]", f"nothing in the invoice is of VAT category {exemption.category}")
            elif last[exemption.category] != index:
                self.add(f"vat_exemptions[{index}]", f"VAT category {exemption.category} has another reason after it")

    def told(self) -> tuple[Loss, ...]:
        """All of them, in the order of the model."""
        return tuple(self._losses)


def values(part: object, where: str = "") -> Iterator[tuple[str, object]]:
    """Every single value in an invoice, by its place: lines[0].item.name."""
    if isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from values(getattr(part, name), f"{where}.{name}" if where else name)
    elif isinstance(part, tuple):
        for index, entry in enumerate(part):
            yield from values(entry, f"{where}[{index}]")
    elif part not in (None, ""):
        yield where, part


def term_of_field(where: str) -> str | None:
    """The business term of a field of the model, or of the nearest field around it."""
    path = _POSITION.sub("", where)
    while path:
        for term in all_terms():
            if term.field == path and term.number.startswith("BT"):
                return term.number
        path = path.rpartition(".")[0]
    return None


def _within(path: str, carried: Collection[str]) -> bool:
    while path:
        if path in carried:
            return True
        path = path.rpartition(".")[0]
    return False
