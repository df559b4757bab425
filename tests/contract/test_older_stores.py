"""What was stored by a release of long ago works under this one: its companies buy, send and see again.

Siblings looked for: cart, order, top-up, account, plan, and a credit that an invoice takes. Whatever asks for a
customer found none, because companies of then had opened a book of credits and no stream of their own.
"""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from chassis.store.unit import StoredRow
from chassis.testing import Rehearsal
from contracts.examples import example
from contracts.fact import Fact
from contracts.invoicing import v1 as invoicing
from contracts.portal import v1 as portal
from contracts.wallet import v1 as told
from devstack.whole import WHOLE, lines_in
from wallet.app import service
from wallet.catalogue import terms_at
from wallet.customers.customer import Customer, customer_id
from wallet.receiver_of_transfers import ReceiverOfTransfers
from wallet.rules import Rules
from wallet.settings import WalletSettings

OLD = WHOLE / "1/old_whole/wallet.jsonl.xz"
COMPANY = UUID("3c8e5e10-ab3b-5113-9782-818b8ac7c5fd")
"""It bought 100 credits then, and used one."""
PERSON = uuid4()


def old_wallet() -> Rehearsal:
    """The wallet of today over what the one of then had stored."""
    rehearsal = Rehearsal(service, [Rules(), ReceiverOfTransfers.register(WalletSettings())], datetime.now(UTC))
    for position, line in enumerate(lines_in(OLD), 1):
        at = datetime.fromisoformat(line["recorded_at"])
        place = (UUID(line["stream"]), line["version"], line["topic"], line["state"].encode())
        rehearsal.store.rows.append(StoredRow(*place, position, at, line["metadata"]))
    return rehearsal


async def started() -> Rehearsal:
    """The same when it has begun to work: what is due at once is done."""
    wallet = old_wallet()
    await wallet.pass_time(timedelta())
    return wallet


def deeds() -> dict[type[Fact], Fact]:
    """What people do there, by what answers it."""
    by = {"company": COMPANY, "person": PERSON}
    terms = terms_at(datetime.now(UTC))
    return {
        told.CartPriced: portal.CartLineSet.model_validate({**by, "item": "invoice", "quantity": 100}),
        told.OrderAccepted: portal.OrderPlaced.model_validate(
            {**by, "order": uuid4(), "quantity": 100, "terms_version": terms}
        ),
        told.AccountSaved: portal.AccountSaved.model_validate({**by, "account": uuid4(), "name": "Syd"}),
        told.TopUpAgreed: portal.TopUpAgreed.model_validate(
            {**by, "klip": "invoice", "level": 10, "quantity": 100, "payment": "card", "terms_version": terms}
        ),
        told.PlanChosen: portal.PlanChosen.model_validate(
            {**by, "plan": "basic", "payment": "card", "terms_version": terms}
        ),
    }


@pytest.mark.parametrize("answer", deeds(), ids=lambda kind: kind.NAME)
async def test_a_company_of_then_does_what_every_company_does(answer: type[Fact]) -> None:
    wallet = await started()
    answers = await wallet.hear(deeds()[answer])
    assert answer in {type(fact) for fact in answers}


async def test_its_credits_are_there_and_an_invoice_takes_one() -> None:
    wallet = await started()
    ready = example(invoicing.InvoiceReady).model_copy(
        update={"company": COMPANY, "invoice": uuid4(), "klip": "invoice"}
    )
    (reserved,) = await wallet.hear(ready)
    assert isinstance(reserved, told.CreditReserved) and reserved.available == 98


async def test_every_company_of_then_is_a_customer_once() -> None:
    wallet = await started()
    companies = {line["company"] for line in map(json.loads, states("wallet.wallet_opened.v1"))}
    assert len(companies) == 2
    for company in companies:
        customer = await wallet.state(Customer, customer_id(UUID(company)))
        assert customer.opened and customer.version == 1
    stored = len(wallet.store.rows)
    await wallet.pass_time(timedelta(minutes=1))
    assert len(wallet.store.rows) == stored


def states(topic: str) -> list[str]:
    return [line["state"] for line in lines_in(OLD) if line.get("topic") == topic]
