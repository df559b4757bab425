"""A sender asks the operator for a recipient; the operator checks the claim and decides, once."""

from uuid import UUID

import pytest

from chassis import new_id
from chassis.testing import Rehearsal, is_answered_as_repeated
from contracts.directory import v1 as facts
from contracts.fact import Fact
from contracts.portal import v1 as portal
from contracts.values import Personal
from directory.app import service
from directory.recipients.policy import RecipientPolicy
from directory.recipients.request import RecipientRequest, Status


class Desk:
    """The directory in memory, with the operator's staff and a sender who asks."""

    def __init__(self) -> None:
        self.directory = Rehearsal(service, uses=[RecipientPolicy()])
        self.sender = new_id()

    async def ask(self, **changes: object) -> Fact:
        (told,) = await self.directory.hear(self.form(**changes))
        return told

    def form(self, **changes: object) -> portal.RecipientRequested:
        claim = {
            "company": self.sender,
            "person": new_id(),
            "request": new_id(),
            "name": " Infrabana  Sverige AB ",
            "country": "SE",
            "number": "556123-4567",
            "operator": "Nordpost",
            "email": "ekonomi@infrabana.example",
        }
        return portal.RecipientRequested.model_validate(claim | changes)

    async def decide(self, request: UUID, decision: str, **found: object) -> list[Fact]:
        act = {"company": self.sender, "person": new_id(), "request": request, "decision": decision, **found}
        return await self.directory.hear(portal.RecipientRequestDecided.model_validate(act))


async def asked(desk: Desk, **changes: object) -> UUID:
    told = await desk.ask(**changes)
    assert isinstance(told, facts.RecipientRequestReceived), told
    return told.request


@pytest.mark.req("S2-10", "S2-11", "S2-12", "S2-13")
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "  ", "recipient-request.name-missing"),
        ("name", "x" * 201, "recipient-request.name-missing"),
        ("number", "", "recipient-request.number-malformed"),
        ("number", "556123-4568", "recipient-request.number-malformed"),
        ("operator", "", "recipient-request.operator-missing"),
        ("email", "", "recipient-request.email-malformed"),
        ("email", "ekonomi", "recipient-request.email-malformed"),
        ("gln", "7350000000006", "recipient-request.gln-malformed"),
    ],
)
async def test_four_things_are_mandatory(field: str, value: str, code: str) -> None:
    desk = Desk()
    told = await desk.ask(**{field: value})
    assert isinstance(told, facts.RecipientRequestRefused)
    assert (told.code, told.decided) == (code, False)
    assert desk.directory.store.rows == []


@pytest.mark.req("S2-05", "S2-18")
async def test_a_request_waits_is_taken_on_and_registered() -> None:
    desk = Desk()
    received = await desk.ask(e_invoice_required=True)
    assert isinstance(received, facts.RecipientRequestReceived)
    assert (received.name, received.number.reveal()) == ("Infrabana Sverige AB", "5561234567")
    (taken,) = await desk.decide(received.request, "take")
    assert isinstance(taken, facts.RecipientRequestTaken)
    (known,) = await desk.decide(received.request, "grant", note="Nordpost bekräftar.")
    assert isinstance(known, facts.RecipientRegistered)
    assert (known.operator, known.behind_other_operator, known.e_invoice_required) == ("Nordpost", True, True)
    assert known.participant and known.participant.reveal() == "0007:5561234567"
    state = await desk.directory.state(RecipientRequest, received.request)
    assert state.status is Status.GRANTED


@pytest.mark.req("S2-14")
async def test_the_claim_is_not_the_truth_the_operator_says_what_it_found() -> None:
    desk = Desk()
    request = await asked(desk, e_invoice_required=True)
    (known,) = await desk.decide(
        request, "grant", operator="Stafett", participant="0088:7350000000009", e_invoice_required=False
    )
    assert isinstance(known, facts.RecipientRegistered)
    assert (known.operator, known.behind_other_operator, known.e_invoice_required) == ("Stafett", False, False)
    assert known.participant == Personal("0088:7350000000009")


@pytest.mark.req("S2-03", "S2-06")
async def test_a_recipient_that_has_changed_operator_is_updated_with_the_same_form() -> None:
    desk = Desk()
    await desk.decide(await asked(desk), "grant")
    again = await asked(desk, kind="update", operator="Fjord Formidling", number="5561234567")
    (updated,) = await desk.decide(again, "grant")
    assert isinstance(updated, facts.RecipientUpdated)
    assert (updated.previous_operator, updated.operator) == ("Nordpost", "Fjord Formidling")
    (first,) = desk.directory.told(facts.RecipientRegistered)
    assert updated.recipient == first.recipient, "one company number is one recipient, whoever asks"


async def test_a_refusal_says_why_and_a_decision_stands() -> None:
    desk = Desk()
    request = await asked(desk)
    (without_reason,) = await desk.decide(request, "refuse")
    assert isinstance(without_reason, facts.RecipientDecisionRefused)
    assert without_reason.code == "recipient-decision.reason-missing"
    (refused,) = await desk.decide(request, "refuse", note="Nordpost känner inte mottagaren.")
    assert isinstance(refused, facts.RecipientRequestRefused)
    assert refused.decided and refused.details["reason"] == "Nordpost känner inte mottagaren."
    for decision in ("take", "grant", "refuse"):
        (late,) = await desk.decide(request, decision, note="Ändå.")
        assert isinstance(late, facts.RecipientDecisionRefused)
        assert late.code == "recipient-decision.decided-already"
    assert desk.directory.told(facts.RecipientRegistered) == []


async def test_nobody_decides_what_was_never_asked_or_was_asked_by_another() -> None:
    desk = Desk()
    for request in (new_id(), await asked(desk, company=new_id())):
        (told,) = await desk.decide(request, "grant")
        assert isinstance(told, facts.RecipientDecisionRefused)
        assert told.code == "recipient-decision.no-such-request"


async def test_the_same_form_twice_is_one_request() -> None:
    desk = Desk()
    form = desk.form()
    assert len(await desk.directory.hear(form)) == 1
    assert is_answered_as_repeated(await desk.directory.hear(form))


async def test_a_sole_traders_number_is_in_no_stored_byte_and_is_told_as_personal() -> None:
    desk = Desk()
    request = await asked(desk, number="880320-0016", name="Erik Testbergs Snickeri")
    (known,) = await desk.decide(request, "grant")
    assert isinstance(known, facts.RecipientRegistered) and known.number_is_personal
    stored = [row.state for row in desk.directory.store.rows] + [row.body for row in desk.directory.store.facts]
    assert all(b"880320" not in text for text in stored)
    headers = [row.headers + row.subject for row in desk.directory.store.facts]
    assert all("880320" not in text for text in headers)
