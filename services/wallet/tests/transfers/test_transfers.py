"""Paying by transfer: the invoice with its reference, bank files, part, over, double, late, unknown and taken back."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from bank_file_stories import bgmax, camt, camt_entry
from bank_stories import OURS, Bank
from money_stories import only
from wallet_stories import PERSON

from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Money
from contracts.wallet import v1 as told
from nordic.ocr import OcrLevel, parse_ocr
from wallet.orders.order import Status


def kinds(facts: list[Fact]) -> list[str]:
    return [fact.NAME for fact in facts]


@pytest.mark.req("S1-10", "S1-11", "S1-18", "S1-26")
async def test_an_order_by_transfer_has_a_reference_of_its_own_and_an_invoice_and_grants_nothing_yet() -> None:
    bank = Bank()
    await bank.join()
    await bank.put(quantity=500)
    order = uuid4()
    facts = await bank.check_out(order, payment="transfer")
    awaited, wanted = only(facts, told.TransferAwaited), only(facts, told.OrderInvoiceWanted)
    assert parse_ocr(awaited.reference, OcrLevel.LENGTH_DIGIT) and awaited.due_date == date(2026, 12, 1)
    assert (wanted.company, wanted.order, wanted.draft.receiver) == (OURS.company, order, bank.company)
    (line,) = wanted.draft.lines
    assert (line.quantity, line.price, line.vat_rate, wanted.draft.payment_reference) == (
        500,
        Decimal("2.00"),
        25,
        awaited.reference,
    )
    assert await bank.available() == 0 and (await bank.cart()).lines == ()
    assert await bank.wallet.act() == [], "nobody asks the card provider for a page"


@pytest.mark.req("S1-21", "S1-23")
@pytest.mark.parametrize("form", ["camt", "bgmax"])
async def test_the_money_grants_what_was_ordered_whichever_file_tells_of_it(form: str) -> None:
    bank = Bank()
    order, reference, total = await bank.ordered()
    files = {
        "camt": camt([camt_entry(f"{total}", reference)]),
        "bgmax": bgmax([("20", reference, int(total * 100), "1")]).replace(b"0050501055", b"0009912346"),
    }
    facts = await bank.upload(files[form])
    assert {"bank_file_taken", "bank_payment_arrived", "order_paid", "credits_granted"} <= set(kinds(facts))
    assert await bank.available() == 500 and (await bank.order_of(order)).status is Status.PAID
    assert (await bank.money())["1930"] == int(total * 100)


async def test_a_file_twice_and_files_that_overlap_grant_nothing_twice() -> None:
    bank = Bank()
    _, reference, total = await bank.ordered()
    entry = camt_entry(f"{total}", reference, bank_reference="B1")
    await bank.upload(camt([entry]))
    refused = only(await bank.upload(camt([entry])), told.BankFileRefused)
    assert refused.code == "bank-file.taken-already"
    other = await bank.upload(camt([entry, camt_entry("10.00", "77", bank_reference="B2")], kind="054"))
    taken = only(other, told.BankEntriesTaken)
    assert (taken.known, taken.new) == (1, 1)
    assert await bank.available() == 500 and len(bank.wallet.told(told.OrderPaid)) == 1


@pytest.mark.req("S1-23")
async def test_part_payments_add_up_and_only_the_whole_grants() -> None:
    bank = Bank()
    order, reference, total = await bank.ordered()
    first = await bank.paid_in(("1000.00", reference))
    received = only(first, told.TransferReceived)
    assert (received.received.amount, received.total.amount) == (Decimal("1000.00"), total)
    assert await bank.available() == 0
    await bank.paid_in((f"{total - 1000}", reference))
    assert await bank.available() == 500 and (await bank.order_of(order)).status is Status.PAID


async def test_what_is_over_double_late_or_unknown_waits_for_a_person_and_is_nobodys_credit() -> None:
    bank = Bank()
    order, reference, total = await bank.ordered()
    over = only(await bank.paid_in((f"{total + 7}", reference)), told.BankPaymentQueued)
    double = only(await bank.paid_in((f"{total}", reference)), told.BankPaymentQueued)
    unknown = only(await bank.paid_in(("50.00", "999")), told.BankPaymentQueued)
    assert [(one.reason, one.amount.amount) for one in (over, double, unknown)] == [
        ("too-much", Decimal("7.00")),
        ("already-paid", total),
        ("unknown-reference", Decimal("50.00")),
    ]
    assert await bank.available() == 500
    assert -(await bank.money())["2420"] == 700 + int(total * 100) + 5000, "it is still the payers'"
    assert (await bank.order_of(order)).status is Status.PAID


async def test_staff_assign_money_without_a_reference_to_the_order_it_is_for() -> None:
    bank = Bank()
    order, _, total = await bank.ordered()
    queued = only(await bank.paid_in((f"{total}", "")), told.BankPaymentQueued)
    facts = await bank.assign(queued.payment, order)
    assert "order_paid" in kinds(facts) and await bank.available() == 500
    again = only(await bank.assign(queued.payment, order), told.BankPaymentRefused)
    assert again.code == "bank-payment.settled-already"


@pytest.mark.req("S1-23")
async def test_an_order_ends_after_its_time_and_money_that_comes_late_can_still_be_granted() -> None:
    bank = Bank()
    order, reference, total = await bank.ordered()
    await bank.paid_in(("100.00", reference))
    facts = await bank.wallet.pass_time(timedelta(days=41))
    assert only(facts, told.OrderCancelled).expired
    part = only(facts, told.BankPaymentQueued)
    assert (part.reason, part.amount.amount) == ("order-cancelled", Decimal("100.00"))
    late = only(await bank.paid_in((f"{total - 100}", reference)), told.BankPaymentQueued)
    assert late.reason == "order-cancelled" and await bank.available() == 0
    await bank.assign(part.payment, order)
    await bank.assign(late.payment, order)
    assert await bank.available() == 500 and (await bank.money())["2420"] == 0


async def test_a_payment_that_the_bank_takes_back_takes_the_unused_credits_with_it() -> None:
    bank = Bank()
    order, reference, total = await bank.ordered()
    await bank.paid_in((f"{total}", reference))
    back = camt([camt_entry(f"{total}", reference, direction="DBIT", reversal=True, bank_reference="R1")])
    facts = await bank.upload(back)
    assert {"payment_charged_back", "credits_taken_back"} <= set(kinds(facts)) and await bank.available() == 0
    money = await bank.money()
    assert (money["1930"], money["2420"], money["2970"]) == (0, 0, 0)
    assert (await bank.order_of(order)).charged_back


async def test_part_of_a_waiting_order_that_is_taken_back_is_waited_for_again() -> None:
    bank = Bank()
    _, reference, total = await bank.ordered()
    await bank.paid_in(("100.00", reference))
    facts = await bank.upload(camt([camt_entry("100.00", reference, direction="DBIT", reversal=True)]))
    assert only(facts, told.TransferReceived).received.amount == 0
    await bank.paid_in((f"{total}", reference))
    assert await bank.available() == 500


async def test_one_account_is_told_by_one_family_of_files_so_that_no_payment_counts_twice() -> None:
    """camt and BGMax number the same payment in different ways: a part payment told by both would count double."""
    bank = Bank()
    order, reference, _ = await bank.ordered()
    files = {
        kind: content.replace(b"SE4550000000058398257466", b"991-2346").replace(b"0050501055", b"0009912346")
        for kind, content in {
            "camt": camt([camt_entry("625.00", reference)]).replace(b"IBAN>", b"Id>"),
            "bgmax": bgmax([("20", reference, 62500, "1")]),
        }.items()
    }
    files["camt"] = (
        files["camt"]
        .replace(b"<Acct><Id><Id>", b"<Acct><Id><Othr><Id>")
        .replace(b"</Id></Id></Acct>", b"</Id></Othr></Id></Acct>")
    )
    await bank.upload(files["bgmax"])
    refused = only(await bank.upload(files["camt"]), told.BankFileRefused)
    assert refused.code == "bank-file.other-family"
    assert (await bank.order_of(order)).status is Status.WAITING and await bank.available() == 0


async def test_what_leaves_our_account_is_no_payment_to_us() -> None:
    bank = Bank()
    await bank.join()
    taken = only(await bank.upload(camt([camt_entry("80.00", "", direction="DBIT")])), told.BankEntriesTaken)
    assert (taken.others, taken.new) == (1, 0) and bank.wallet.told(told.BankPaymentArrived) == []


async def test_staff_register_what_no_file_tells_and_pay_back_with_a_word_on_how() -> None:
    bank = Bank()
    await bank.join()
    payment = uuid4()
    fact = portal.BankPaymentRegistered(
        company=OURS.company,
        person=PERSON,
        payment=payment,
        reference="",
        amount=Money(Decimal("300.00")),
        booked_on=date(2026, 11, 20),
        note="Kontant på kontoret",
    )
    assert only(await bank.wallet.hear(fact), told.BankPaymentQueued).reason == "unknown-reference"

    async def pay_back(note: str) -> list[Fact]:
        return await bank.wallet.hear(
            portal.BankPaymentPaidBack(company=OURS.company, person=PERSON, payment=payment, note=note)
        )

    assert only(await pay_back(" "), told.BankPaymentRefused).code == "bank-payment.note-missing"
    assert only(await pay_back("Till konto 1234, 21 november"), told.BankPaymentSettled).how == "paid-back"
    assert (await bank.money())["1930"] == 0


async def test_money_is_assigned_only_to_an_order_by_transfer_of_its_own_currency() -> None:
    bank = Bank()
    order, _, _ = await bank.ordered()
    by_card = uuid4()
    await bank.order(100, order=by_card)
    euros = camt([camt_entry("1250.00", "77").replace('Ccy="SEK"', 'Ccy="EUR"')])
    foreign = only(await bank.upload(euros), told.BankPaymentQueued)
    kronor = only(await bank.paid_in(("1250.00", "78")), told.BankPaymentQueued)
    assert (
        only(await bank.assign(foreign.payment, order), told.BankPaymentRefused).code == "bank-payment.other-currency"
    )
    assert (
        only(await bank.assign(kronor.payment, by_card), told.BankPaymentRefused).code == "bank-payment.order-unknown"
    )
    assert await bank.available() == 0


async def test_what_the_bank_took_back_without_a_match_is_settled_with_a_word_and_never_assigned() -> None:
    bank = Bank()
    order, reference, _ = await bank.ordered()
    back = camt([camt_entry("80.00", reference, direction="DBIT", reversal=True)])
    unclear = only(await bank.upload(back), told.BankPaymentQueued)
    assert (unclear.reason, unclear.amount.amount) == ("reversal-unclear", Decimal("-80.00"))
    assert only(await bank.assign(unclear.payment, order), told.BankPaymentRefused).code == "bank-payment.taken-back"
    fact = portal.BankPaymentPaidBack(company=OURS.company, person=PERSON, payment=unclear.payment, note="Avskrivet")
    assert only(await bank.wallet.hear(fact), told.BankPaymentSettled).amount.amount == Decimal("-80.00")
    assert (await bank.money())["1510"] == 8000, "it is claimed from the payer"


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "100000000.01"])
async def test_amounts_that_nobody_pays_are_not_registered(amount: str) -> None:
    bank = Bank()
    fact = portal.BankPaymentRegistered(
        company=OURS.company,
        person=PERSON,
        payment=uuid4(),
        reference="1",
        amount=Money(Decimal(amount)),
        booked_on=date(2026, 11, 20),
    )
    assert only(await bank.wallet.hear(fact), told.BankPaymentRefused).code == "bank-payment.amount"


async def test_a_file_of_another_account_or_a_broken_one_is_refused_as_a_whole() -> None:
    bank = Bank()
    strange = camt([camt_entry("5.00", "1")]).replace(b"SE4550000000058398257466", b"SE3550000000054910000003")
    assert only(await bank.upload(strange), told.BankFileRefused).code == "bank-file.other-account"
    broken = camt([camt_entry("5.00", "1")], balances=("0.00", "6.00"))
    assert only(await bank.upload(broken), told.BankFileRefused).code == "bank-file.sums-differ"
    assert await bank.wallet.events() == []


async def test_a_long_file_is_taken_part_by_part() -> None:
    bank = Bank()
    entries = [camt_entry("10.00", f"{number}", bank_reference=f"L{number}") for number in range(250)]
    facts = await bank.upload(camt(entries))
    assert [fact.done for fact in facts if isinstance(fact, told.BankEntriesTaken)] == [100, 200, 250]
    assert len(bank.wallet.told(told.BankPaymentArrived)) == 250
