"""What stories of money begin with: a paid order, a payment too many, a checkout that nothing is heard of."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from wallet_stories import Shop

from contracts.fact import Fact
from wallet.accounting.vouchers import money_balance


def only(facts: list[Fact], kind: type[Any]) -> Any:
    (found,) = [fact for fact in facts if isinstance(fact, kind)]
    return found


async def bought(shop: Shop, used: int = 0, reserved: int = 0) -> UUID:
    """A paid order of a hundred, of which some are used and some set aside."""
    order = uuid4()
    await shop.order(order=order)
    await shop.wallet.act()
    await shop.report(order, "250.00")
    for number in range(used + reserved):
        invoice = uuid4()
        await shop.ready(invoice)
        if number < used:
            await shop.handed_over(invoice)
    return order


async def second_payment(shop: Shop) -> UUID:
    """An order that was paid twice by card."""
    order = await bought(shop)
    await shop.report(order, "250.00", payment="pay-2", checkout="chk-2")
    return order


async def books(shop: Shop) -> Counter[str]:
    balance = money_balance(await shop.wallet.events())
    assert sum(balance.values()) == 0, "every voucher balances"
    return balance


async def available(shop: Shop) -> int:
    return (await shop.state()).available("invoice")


async def waiting() -> tuple[Shop, str]:
    """An order whose checkout is open."""
    shop = Shop()
    await shop.join()
    await shop.order(100, order=uuid4())
    await shop.wallet.act()
    (key,) = shop.cards.opened
    return shop, f"chk-{key}"


async def ask(shop: Shop, after: timedelta) -> list[object]:
    await shop.wallet.pass_time(after)
    return list(await shop.wallet.act())
