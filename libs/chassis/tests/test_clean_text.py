"""The last check: no event, fact or personal value with a forbidden character is stored or heard.

Siblings looked for: events, facts told, refusals told, personal values at any depth, facts heard, and what shares a
batch or a lane with one of them.
"""

from datetime import UTC, datetime
from typing import assert_never
from uuid import UUID, uuid4

import nats
import pytest

from chassis import Aggregate, Command, Event, Poison, Refused, Service, Session
from chassis.deciding.work import Job, Outcome
from chassis.ids import new_id
from chassis.session import Cause
from chassis.testing import Rehearsal
from contracts.fact import Envelope, Personal
from contracts.portal import v1 as portal
from contracts.wallet import v1 as wallet

from .small_services import Pair, confirmed, eventually, place, small_portal, small_wallet

SIGNS = ["\0", "\x1b", "\x81", "\uffff", "\ud800"]
IN_JSON = [rb"\u0000", rb"\u001b", b"\xc2\x81", b"\x7f", rb"\uffff"]
CASES = [(field, sign) for field in ("text", "by", "refused") for sign in SIGNS][:-1]
"""Without a surrogate in the details of a refusal: no fact can be made of that in the first place."""
NOW = datetime(2026, 11, 30, tzinfo=UTC)


class NoteWritten(Event, topic="notes.note_written.v1"):
    text: str
    by: Personal[dict[str, str]]


class WriteNote(Command, lane="note"):
    note: UUID
    text: str = "A text,\nof two lines."
    by: str = "Åsa Öst"
    refused: str = ""


class Note(Aggregate[NoteWritten], stream="notes.note"):
    text: str = ""

    def evolve(self, event: NoteWritten) -> None:
        match event:
            case NoteWritten():
                self.text = event.text
            case _:
                assert_never(event)


async def write_note(command: WriteNote, session: Session) -> None:
    note = await session.load(Note, command.note)
    note.record(NoteWritten(text=command.text, by=Personal({"name": command.by})))
    if command.refused:
        raise Refused("order.too-small", quantity=command.refused)


def tell_refused(fact: portal.OrderPlaced, refused: Refused) -> wallet.OrderRefused:
    return wallet.OrderRefused(company=fact.company, order=fact.order, code=refused.code, details=refused.details)


notes = Service(name="notes", handles={WriteNote: write_note}, refuses={portal.OrderPlaced: tell_refused})
PLACED = portal.OrderPlaced(company=uuid4(), person=uuid4(), order=uuid4(), quantity=1, terms_version="1")


def job(command: WriteNote) -> Job:
    id_ = new_id()
    return Job((command,), Cause(id_, id_, NOW), fact=PLACED)


@pytest.mark.parametrize(("field", "sign"), CASES)
async def test_whatever_would_store_a_forbidden_sign_is_poison_and_its_neighbours_are_done(
    field: str, sign: str
) -> None:
    """A batch is one unit of work: the poisoned job is answered in its place, those before and behind it are done."""
    service = Rehearsal(notes)
    good, bad, other = uuid4(), uuid4(), uuid4()
    hostile = WriteNote(note=bad, at=NOW, **{field: f"A{sign}B"})  # type: ignore[arg-type]
    jobs = [job(WriteNote(note=good, at=NOW)), job(hostile), job(WriteNote(note=other, at=NOW))]
    first, poison, last = await service.work.do(jobs)
    assert (first, last) == (Outcome.DONE, Outcome.DONE) and isinstance(poison, Poison)
    assert f"U+{ord(sign):04X}" in str(poison)
    assert {row.stream for row in service.store.rows} == {good, other} and not service.store.facts


async def test_a_fact_with_a_forbidden_sign_is_a_dead_letter_and_blocks_nobody(pair: Pair) -> None:
    company = uuid4()
    async with pair.running(small_portal) as portal_, pair.running(small_wallet) as wallet_:
        server = await nats.connect(pair.nats_url)
        for sign in IN_JSON:
            fact = PLACED.model_copy(update={"company": company, "terms_version": "kept"})
            envelope = Envelope(new_id(), fact.type(), "/portal", "", datetime.now(UTC), fact.tenant, new_id())
            body = fact.model_dump_json().encode().replace(b"kept", b"A" + sign)
            await server.jetstream().publish(fact.subject, body, headers=envelope.headers())
        await server.close()
        assert await confirmed(portal_, [await place(portal_, company=company)])

        async def buried() -> bool:
            return len(await wallet_.dead_letters.all()) == len(IN_JSON)

        await eventually(buried)
        reasons = [letter.reason for letter in await wallet_.dead_letters.all()]
        assert all("terms_version: U+" in reason for reason in reasons), reasons
