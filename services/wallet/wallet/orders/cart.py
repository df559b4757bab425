"""The cart of one company: what it means to buy, at the price of today. No I/O, no clock, no randomness."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from chassis import Aggregate, Refused, derived_id
from contracts.values import CompanyId, OrderLine, PersonId
from wallet.catalogue import Quote
from wallet.orders.commands import ChangeCart
from wallet.orders.events import CartChanged, CartEvent
from wallet.rules import Rules


def cart_id(company: CompanyId) -> UUID:
    """A company has one cart."""
    return derived_id(company, "cart")


class Cart(Aggregate[CartEvent], stream="wallet.cart"):
    """Aborting a checkout, a declined card or a new day leave it as it is (S1-13, S1-17)."""

    lines: tuple[OrderLine, ...] = ()
    changed: CartChanged | None = None

    # Decisions.

    def lines_with(self, command: ChangeCart, rules: Rules) -> tuple[OrderLine, ...]:
        """The lines as they would be. Raises Refused when the item is not sold, or not in this number."""
        line = OrderLine(command.item, command.quantity)
        if command.quantity != 0:
            rules.check_quantity(line)
        kept = [line if old.item == line.item else old for old in self.lines]
        if all(old.item != line.item for old in self.lines):
            kept.append(line)
        kept = [line for line in kept if line.quantity]
        if len(kept) > rules.cart_lines_max:
            raise Refused("cart.full", lines_max=rules.cart_lines_max)
        return tuple(kept)

    def lines_without(self, ordered: Sequence[OrderLine]) -> tuple[OrderLine, ...]:
        """What is left when an order was taken; what was changed since stays."""
        return tuple(line for line in self.lines if line not in ordered)

    def change(self, company: CompanyId, person: PersonId | None, quoted: Quote, terms_version: str) -> None:
        """The cart holds this from now on, at this price. A person is always answered; the network says only news."""
        changed = CartChanged(
            company=company,
            person=person,
            lines=quoted.lines,
            net=quoted.net,
            vat=quoted.vat,
            total=quoted.total,
            vat_rate=quoted.taxed.rate,
            vat_note=quoted.taxed.note,
            terms_version=terms_version,
        )
        before = self.changed
        if (
            person is None
            and before
            and (before.lines, before.total, before.terms_version)
            == (
                changed.lines,
                changed.total,
                changed.terms_version,
            )
        ):
            return
        self.record(changed)

    # Evolution.

    def evolve(self, event: CartEvent) -> None:
        self.changed = event
        self.lines = tuple(OrderLine(line.item, line.quantity) for line in event.lines)
