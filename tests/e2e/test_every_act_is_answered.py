"""Every act of the API is answered: done twice at once, and with ids that are unknown, another's or another kind's.

The acts come from the OpenAPI document, so a new route is walked by itself. Nothing pends, nothing becomes a dead
letter, nothing crashes, and an id that leads nowhere is answered in one way, whatever it is the id of.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import uuid4

import httpx
import pytest

from devstack.companies import NewCompany, Trade
from devstack.demo import made_pdf
from devstack.inspection import column, quiet
from devstack.journey import Visitor, until
from devstack.network import SERVICES, Network
from devstack.numbers import swedish_number

from .openapi_walk import COMPANY, Act, Document, ids_of

AT_ONCE = 6
PATIENCE_S = 60
NOWHERE = str(uuid4())
BROKEN = (500, 503)

PARTNERS = ("receiver", "customer", "supplier")
"""Any company of the network may be named as one."""

Outcome = tuple[int, str]
Ids = Mapping[str, Any]


class Walk:
    """One company's way through the API: it fills bodies with `words`, and remembers every id that it was told."""

    def __init__(self, person: Visitor, desk: Visitor, document: Document, words: Mapping[str, Any]) -> None:
        self._person = person
        self._desk = desk
        self._document = document
        self.words = dict(words)
        self.ids = {COMPANY: person.company}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.unanswered: list[str] = []
        self.broken: list[str] = []
        self.misfits: list[str] = []

    async def twice_at_once(self, acts: Iterable[Act]) -> dict[str, list[Outcome]]:
        """Each act with ids that lead somewhere, by two at once who know nothing of one another.

        Those that make something come first, those that end something last.
        """
        found = {}
        for _, stage in groupby(acts, key=lambda act: act.stage):
            twice = [act for act in stage for _ in range(2)]
            for act, outcome in zip(twice, await asyncio.gather(*map(self.outcome, twice)), strict=True):
                found.setdefault(act.name, []).append(outcome)
        return found

    async def outcome(self, act: Act, ids: Ids | None = None, words: Ids | None = None) -> Outcome:
        """How an act is answered, whenever that comes: its status, and the code of a refusal."""
        async with self._turns:
            forced = {f".{name}" for name in words or {}}
            kept = {name: value for name, value in self.words.items() if not name.endswith(tuple(forced or {"."}))}
            answer = await self._told(act, {**self.ids, **(ids or {})}, {**self.ids, **kept, **(words or {})})
        if answer is None:
            self.unanswered.append(act.name)
            return 202, "pending"
        body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        if answer.status_code in BROKEN:
            self.broken.append(f"{act.name}: {body}")
        if body.get("code") == "request.invalid":
            self.misfits.append(f"{act.name}: {body['title']}")
        if not answer.is_error:
            self.ids |= {name: value for name, value in ids_of(body) if name not in self.ids}
        return answer.status_code, body.get("code", "") if answer.is_error else ""

    async def _told(self, act: Act, ids: Ids, words: Ids) -> httpx.Response | None:
        http = self._desk.http if act.at_the_desk else self._person.http
        options: dict[str, Any] = {"headers": {"idempotency-key": uuid4().hex}}
        if act.bytes_as:
            options |= {"params": {"name": act.bytes_as}, "content": made_pdf("walk")}
        elif act.schema is not None:
            options["json"] = self._document.body(act, words)
        path = act.path.format(**{name: ids.get(name, NOWHERE) for name in act.ids}, **act.choices)
        answer = await http.request(act.method, path, **options)
        if answer.status_code != 202 or "poll" not in answer.json():
            return answer
        poll = answer.json()["poll"]

        async def look() -> httpx.Response | None:
            later = await http.get(poll)
            return None if later.status_code == 202 else later

        try:
            return await until(look, act.name, PATIENCE_S)
        except TimeoutError:
            return None


async def document_of(network: Network) -> Document:
    async with httpx.AsyncClient(base_url=network.portal_url, timeout=30) as http:
        return Document((await http.get("/api/v1/openapi.json")).json())


async def words_of(person: Visitor, partner: Visitor) -> dict[str, Any]:
    """What the fields of bodies are filled with, by their names."""
    terms = await person.call("GET", "/terms")
    attached = await person.attach(made_pdf("walk"), "a.pdf")
    return {
        "receiver": partner.company,
        "customer": partner.company,
        "supplier": partner.company,
        "member": partner.company,
        "country": "SE",
        "number": swedish_number(77_777),
        "AccountInput.number": "5805-6201",
        "email": "nils@exempel.example",
        "quantity": 100,
        "item": "invoice",
        "klip": "invoice",
        "terms_version": terms["terms_of_sale"]["version"],
        "version": terms["user_terms"]["version"],
        "plan": "basic",
        "payment": "transfer",
        "category": "general",
        "Question.company": person.company,
        "Order.account": None,
        "TopUp.account": None,
        "EndOfTopUp.account": None,
        "Correction.account": None,
        "Draft.account": None,
        "Registration.lookup": None,
        "level": 10,
        "Question.attachments": [],
        "Answer.attachments": [],
        "postcode": "972 41",
        "currency": "SEK",
        "amount": "250.00",
        "PaymentRegistration.amount": {"amount": "250.00"},
        "net": {"amount": "2.00"},
        "name": "Norrsken AB",
        "personal_number": "198803200016",
        "participant": "0007:5560360793",
        "language": "sv",
        "no_vat_number": True,
        "file": attached,
        "attachments": [attached],
        "sha256": terms["user_terms"]["sha256"],
        "phone": "",
        "total_seen": {"amount": "250.00"},
    }


@pytest.fixture(scope="module")
async def network() -> AsyncIterator[Network]:
    """A network of its own: what is done here to every account and every rule would be in the way of other journeys."""
    network = Network.temporary()
    await network.up()
    try:
        yield network
    finally:
        await network.down()


async def no_trace_is_left(network: Network) -> None:
    """Nothing is on its way, nothing was given up, and no log tells of a crash."""
    await quiet(network, PATIENCE_S)
    for service in SERVICES:
        assert await column(network, service, "SELECT subject || ' ' || reason FROM store.dead_letters") == []
        log = (network.folder / "logs" / f"{service}.log").read_text()
        crashes = [line for line in log.splitlines() if "Traceback" in line or "fact.failed" in line]
        assert crashes == [], f"{service}: {log[log.index(crashes[0]) :][:3000]}"


async def test_every_act_done_twice_at_once_is_answered_twice(network: Network, trade: Trade, desk: Visitor) -> None:
    supplier, customer = await trade(credits=100)
    document = await document_of(network)
    walk = Walk(supplier, desk, document, await words_of(supplier, customer))
    outcomes = await walk.twice_at_once(document.acts())
    assert len(outcomes) > 50
    assert walk.unanswered + walk.broken == [], "\n".join(walk.unanswered + walk.broken)
    assert walk.misfits == [], "say in `words_of` what the new field is filled with"
    done = [name for name, answers in outcomes.items() if any(status < 400 for status, _ in answers)]
    assert len(done) > len(outcomes) // 3, {name: how for name, how in outcomes.items() if name not in done}
    await no_trace_is_left(network)


async def test_an_id_that_leads_nowhere_is_answered_in_one_way(
    network: Network, trade: Trade, company: NewCompany, desk: Visitor
) -> None:
    supplier, customer = await trade()
    stranger = await company("sven", "Främmande AB", ready=True)
    document = await document_of(network)
    acts = document.acts()
    words = await words_of(supplier, customer)
    theirs = Walk(stranger, desk, document, words | await words_of(stranger, customer))
    await theirs.twice_at_once(act for act in acts if set(act.ids) <= {COMPANY} and not act.at_the_desk)
    walk = Walk(supplier, desk, document, words)
    await walk.twice_at_once(act for act in acts if set(act.ids) <= {COMPANY})
    differing = []
    for act in acts:
        in_address = [name for name in act.ids if name != COMPANY]
        for name in in_address:
            outcomes = await asyncio.gather(*(walk.outcome(act, ids=ids) for ids in wrong(name, act, walk, theirs)))
            if len(set(outcomes)) > 1 or outcomes[0][0] < 400:
                differing.append(f"{act.name} {name}: {outcomes}")
        for name in document.ids_in(act):  # one by one: of two that change a draft at once, the older is refused
            outcomes = [await walk.outcome(act, words=ids) for ids in wrong(name, act, walk, theirs)]
            if len(set(outcomes)) > 1:
                differing.append(f"{act.name} {name}: {outcomes}")
    assert walk.unanswered + walk.broken == [], "\n".join(walk.unanswered + walk.broken)
    assert not differing, "\n".join(differing)
    await no_trace_is_left(network)


def wrong(name: str, act: Act, walk: Walk, theirs: Walk) -> list[Ids]:
    """Nobody's id, two of another kind, and another company's where it has one."""
    if name == "sha256":
        return [{"sha256": digit * 64, "file": {**walk.words["file"], "sha256": digit * 64}} for digit in "0f"]
    others = [walk.ids[kind] for kind in ("case", "invitation", "order") if kind != name]
    found = [str(uuid4()), *others[:2]]
    if name in theirs.ids and name not in PARTNERS and not act.at_the_desk:
        found.append(theirs.ids[name])
    return [{name: one} for one in found]
