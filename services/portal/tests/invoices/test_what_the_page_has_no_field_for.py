"""What a system wrote into a draft stays in it when somebody saves the draft on the page, which has no field for it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from contracts.draft_parts import DraftAllowance, DraftPayee, DraftPreceding, DraftProperty, VatReason
from contracts.values import Address, DraftCharge, DraftLine, InvoiceDraft
from portal.invoices.fields import as_draft, compacted, shown

NONE = Decimal(0)
LESS, GREY = DraftAllowance("Rabatt", "95", Decimal(5)), DraftProperty("Färg", "grå")
WRITTEN = InvoiceDraft(
    receiver=UUID(int=1),  # type: ignore[arg-type]
    lines=(
        DraftLine("Räl", Decimal(2), "MTR", Decimal(950), Decimal(25), allowances=(LESS,)),
        DraftLine("Syll", Decimal(3), "H87", Decimal(80), Decimal(25), properties=(GREY,), gtin="96385074"),
        DraftLine("Spik", Decimal(1), "C62", Decimal(10), Decimal(25)),
    ),
    charges=(DraftCharge("FC", "Frakt", NONE, Decimal(25), percent=Decimal(3)),),
    allowances=(DraftAllowance("Bonus", "100", percent=Decimal(2), vat_rate=Decimal(25)),),
    prepaid=Decimal(100),
    vat_reasons=(VatReason("E", "VATEX-EU-132-1I"),),
    exchange_rate=Decimal("11.2345"),
    period_from=date(2026, 11, 1),
    preceding_invoices=(DraftPreceding("117", date(2026, 10, 1)),),
    delivery_address=Address("", "Depågatan 2", "80320", "Gävle", "SE"),
    payee=DraftPayee("Faktorn AB", "5560360793"),
    contract="RAM-1",
)


def kept(draft: InvoiceDraft) -> Any:
    """The draft as the view of invoices has it."""
    return TypeAdapter(InvoiceDraft).dump_python(draft, mode="json")


def test_a_draft_of_a_system_is_the_same_after_it_was_saved_on_the_page() -> None:
    """Siblings: the whole invoice, lines and charges, each with a hidden field of its own."""
    assert as_draft(shown(kept(WRITTEN), "sv")).as_value(()) == WRITTEN


def test_what_belongs_to_a_line_goes_with_it_when_another_is_removed() -> None:
    left = as_draft(compacted(shown(kept(WRITTEN), "sv"), ("lines", 0))).as_value(())
    assert left.lines == WRITTEN.lines[1:]


def test_a_plain_draft_has_no_hidden_field() -> None:
    plain = InvoiceDraft(receiver=WRITTEN.receiver, lines=WRITTEN.lines[2:], round_to_krona=True)
    assert not [name for name, value in shown(kept(plain), "sv").items() if name.endswith("rest") and value]


@pytest.mark.parametrize("rest", ["{", "[]", '"x"', '{"total": 1}', '{"prepaid": "many"}'])
def test_a_hidden_field_that_was_tampered_with_is_refused(rest: str) -> None:
    with pytest.raises(ValidationError):
        as_draft({**shown(kept(WRITTEN), "sv"), "rest": rest})
