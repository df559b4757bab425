"""The demo's third chapter: 500 klip by transfer, with the order invoice, a bank file and the confirmation."""

from collections.abc import Callable
from decimal import Decimal

from contracts.operator import operator
from devstack.errands import Bank, order_by_transfer, order_in, upload_bank_file
from devstack.journey import Visitor, until

QUANTITY = 500
TOTAL = Decimal("1250.00")


async def credits_by_transfer(
    buyer: Visitor, desk: Visitor, bank_url: str, say: Callable[[str], None]
) -> dict[str, bool]:
    """Plays the chapter; returns what should be seen, and whether it was."""
    before = await buyer.credits()
    order = await order_by_transfer(buyer, QUANTITY)
    transfer = order["transfer"]
    number = transfer["invoice_number"]
    mail = await buyer.mail(lambda item: number in str(item["subject"]) + item["text"], "the order's invoice")
    say(
        f"{QUANTITY} klip are ordered by transfer: invoice {number} of {transfer['total']} SEK with reference "
        f"{transfer['reference']} goes to the reception address"
    )
    bank = Bank(bank_url, operator().iban)
    serial = await bank.pay(f"{TOTAL}", transfer["reference"], "Norrsken Bygg & Spår AB")
    content = await bank.file("camt.054", serial)
    taken = await upload_bank_file(desk, content)
    paid = await order_in(buyer, order["id"], "paid")

    async def granted() -> int | None:
        now = await buyer.credits()
        return now if now == before + QUANTITY else None

    await until(granted, "the klip")
    receipt = await buyer.mail(lambda item: str(QUANTITY) in item["subject"], "the confirmation")
    say(f"The desk takes a bank file of {taken['entries']} payment: the klip are granted, the confirmation is mailed")
    return {
        "the order invoice came as a PDF": any(one["name"].endswith(".pdf") for one in mail["attachments"]),
        "the transfer was of 1,250 SEK": Decimal(transfer["total"]["amount"]) == TOTAL,
        "the transfer paid for the order": paid["status"] == "paid",
        "the confirmation came": bool(receipt),
    }
