"""What each unused credit was bought for: purchases are used up oldest first, to the öre."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from wallet.catalogue import ORE
from wallet.credits.events import Lot
from wallet.vat import Treatment

NOTHING = Decimal("0.00")


@dataclass(slots=True)
class Lots:
    """Purchases with credits left, oldest first; a purchase is one order's credits of one kind.

    The last credit of a purchase takes whatever is left of its price, so a purchase is worth exactly what was paid.
    """

    by_kind: dict[str, list[Lot]] = field(default_factory=dict)

    def add(self, lot: Lot) -> None:
        self.by_kind.setdefault(lot.klip, []).append(lot)

    def left_of(self, order: UUID, klip: str) -> int:
        """How many credits of an order are not used up."""
        return sum(lot.quantity for lot in self.by_kind.get(klip, ()) if lot.order == order)

    def worth(self, klip: str, quantity: int = 1, order: UUID | None = None) -> tuple[Decimal, Treatment]:
        """What the oldest credits of a kind, or those of one order, were bought for."""
        value, wanted = NOTHING, quantity
        treatment: Treatment = "domestic"
        for lot in self.by_kind.get(klip, ()):
            if not wanted:
                break
            if order is None or lot.order == order:
                taken = min(wanted, lot.quantity)
                treatment = lot.treatment if wanted == quantity else treatment
                value, wanted = value + _share(lot, taken), wanted - taken
        return value, treatment

    def use(self, klip: str, quantity: int = 1, order: UUID | None = None) -> None:
        """Takes them away: exactly those that `worth` speaks of."""
        left: list[Lot] = []
        for lot in self.by_kind.get(klip, ()):
            taken = min(quantity, lot.quantity) if order is None or lot.order == order else 0
            quantity -= taken
            if lot.quantity > taken:
                value = lot.value - _share(lot, taken)
                left.append(Lot(lot.order, lot.klip, lot.quantity - taken, value, lot.treatment))
        self.by_kind[klip] = left

    def all(self) -> tuple[Lot, ...]:
        return tuple(lot for lots in self.by_kind.values() for lot in lots)


def _share(lot: Lot, quantity: int) -> Decimal:
    if quantity == lot.quantity:
        return lot.value
    return (lot.value * quantity / lot.quantity).quantize(ORE, ROUND_HALF_UP)
