"""Where names and types agree, a class stands for the function that would only copy; where not, the import fails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, assert_never
from uuid import UUID, uuid4

import pytest

from chassis import Aggregate, Command, Event, Heard, Refused, Service
from chassis.area import Area
from chassis.bus.promises import promised_facts
from chassis.copying import told_as
from chassis.testing import Rehearsal
from contracts.portal import v1 as portal
from contracts.values import CompanyId, Money, PersonId
from contracts.wallet import v1 as wallet

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
COMPANY, ORDER = uuid4(), uuid4()


class CreditLapsed(Event, topic="copies.credit_lapsed.v1"):
    company: CompanyId
    klip: str
    available: int
    account: UUID
    noted_by: str = ""


class LapseCredit(Command, lane="company"):
    company: CompanyId
    person: PersonId
    order: UUID


class Lapse(Aggregate[CreditLapsed], stream="copies.lapse", id_field="order"):
    lapsed_at: datetime | None = None

    def lapse(self, command: LapseCredit) -> None:
        """Decides once. Raises Refused when it was decided before."""
        if self.exists:
            raise Refused("order.already-paid", order=self.id)
        self.record(CreditLapsed(company=command.company, klip="invoice", available=0, account=command.company))

    def evolve(self, event: CreditLapsed) -> None:
        match event:
            case CreditLapsed():
                self.lapsed_at = NOW
            case _:
                assert_never(event)


AREA = Area(
    hears={portal.OrderCancelled: LapseCredit},
    handles={LapseCredit: Lapse.lapse},
    tells={CreditLapsed: wallet.BalanceLow},
    refuses={portal.OrderCancelled: wallet.OrderNotCancelled},
)


def cancelled() -> portal.OrderCancelled:
    return portal.OrderCancelled(company=COMPANY, person=uuid4(), order=ORDER)


async def test_a_whole_area_without_one_function_that_copies() -> None:
    service = Rehearsal(Service(name="wallet", areas=[AREA]))
    (told,) = await service.hear(cancelled())
    assert told == wallet.BalanceLow(company=COMPANY, klip="invoice", available=0, account=COMPANY)
    (refused,) = await service.hear(cancelled())
    assert refused == wallet.OrderNotCancelled(
        company=COMPANY, order=ORDER, code="order.already-paid", details={"order": str(ORDER)}
    )


def test_the_catalogue_reads_what_a_copy_tells() -> None:
    service = Service(name="wallet", areas=[AREA])
    assert set(promised_facts(service)) == {wallet.BalanceLow, wallet.OrderNotCancelled}


def test_a_command_takes_its_time_from_what_stands_around_the_fact() -> None:
    service = Service(name="wallet", areas=[AREA])
    fact = cancelled()
    command = service.hears[portal.OrderCancelled](fact, Heard(id=uuid4(), at=NOW, correlation=uuid4()))
    assert command == LapseCredit(company=COMPANY, person=fact.person, order=ORDER, at=NOW)


def test_the_field_called_as_the_aggregate_takes_its_id() -> None:
    class OrderShelved(Event, topic="copies.order_shelved.v1"):
        company: CompanyId
        person: PersonId

    class Shelf(Aggregate[OrderShelved], stream="copies.order"):
        def evolve(self, event: OrderShelved) -> None:
            """Nothing to remember."""

    service = Service(name="portal", tells={OrderShelved: portal.OrderCancelled})
    person = uuid4()
    told = service.tells[OrderShelved](OrderShelved(company=COMPANY, person=person), Shelf(ORDER))
    assert told == portal.OrderCancelled(company=COMPANY, person=person, order=ORDER)


def test_a_function_of_a_boundary_tells_a_copy_and_something_more() -> None:
    copied = told_as(CreditLapsed, wallet.BalanceLow)

    def tell_credit_lapsed(event: CreditLapsed, lapse: Lapse) -> Iterator[wallet.BalanceLow | wallet.OrderCancelled]:
        yield copied(event, lapse)
        yield wallet.OrderCancelled(company=event.company, order=lapse.id)

    service = Service(name="wallet", tells={CreditLapsed: tell_credit_lapsed})
    assert set(promised_facts(service)) == {wallet.BalanceLow, wallet.OrderCancelled}
    lapsed = CreditLapsed(company=COMPANY, klip="invoice", available=0, account=COMPANY)
    low, cancelled = service.told_by(lapsed, Lapse(ORDER))
    assert low == wallet.BalanceLow(company=COMPANY, klip="invoice", available=0, account=COMPANY)
    assert cancelled == wallet.OrderCancelled(company=COMPANY, order=ORDER)


class AskedTooMuch(Command, lane="company"):
    company: CompanyId
    colour: str


class AskedOtherwise(Command, lane="company"):
    company: CompanyId
    order: int


class AskedByACompany(Command, lane="company"):
    company: CompanyId
    person: CompanyId


class Nameless(Command, lane="company"):
    company: CompanyId


class PricedOtherwise(Event, topic="copies.priced_otherwise.v1"):
    company: CompanyId
    order: UUID
    refund: UUID
    amount: Money | None


class Priced(Aggregate[PricedOtherwise], stream="copies.priced"):
    def evolve(self, event: PricedOtherwise) -> None:
        """Nothing to remember."""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"hears": {portal.OrderCancelled: AskedTooMuch}}, "AskedTooMuch needs colour, which OrderCancelled has not"),
        (
            {"hears": {portal.OrderCancelled: AskedOtherwise}},
            "OrderCancelled.order is UUID, AskedOtherwise.order is int",
        ),
        (
            {"hears": {portal.OrderCancelled: AskedByACompany}},
            "OrderCancelled.person is PersonId, AskedByACompany.person is CompanyId",
        ),
        ({"handles": {Nameless: Lapse.lapse}}, "Nameless has no field order, so it names no Lapse"),
        ({"tells": {CreditLapsed: wallet.CreditsGranted}}, "CreditsGranted needs quantity, which CreditLapsed has not"),
        (
            {"tells": {PricedOtherwise: wallet.RefundPaid}},
            "PricedOtherwise.amount is contracts.values.Money | None, RefundPaid.amount is Money",
        ),
        (
            {"refuses": {portal.OrderCancelled: wallet.RefundRefused}},
            "RefundRefused needs refund, which OrderCancelled has not",
        ),
    ],
)
def test_what_does_not_agree_is_an_error_that_names_both(lines: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError) as error:
        Service(name="wallet", **lines)
    assert said in str(error.value)


def test_two_areas_do_not_speak_of_the_same_thing() -> None:
    with pytest.raises(TypeError, match="two areas have a line for OrderCancelled under `hears`"):
        Service(name="wallet", areas=[AREA, Area(hears={portal.OrderCancelled: LapseCredit})])


def test_pages_of_areas_are_put_together_in_their_order() -> None:
    service = Service(name="wallet", areas=[AREA, Area(hears={portal.PaymentReported: lambda fact, heard: None})])
    assert list(service.hears) == [portal.OrderCancelled, portal.PaymentReported]


def test_a_service_put_together_can_be_replaced_in_part() -> None:
    """Tests do this to leave out what a service does in the outside world."""
    service = replace(Service(name="wallet", areas=[AREA]), refuses={})
    assert list(service.hears) == [portal.OrderCancelled] and service.refuses == {}
