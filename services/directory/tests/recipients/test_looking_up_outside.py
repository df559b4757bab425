"""A recipient is looked up at Peppol: existence is not enough, the document type must be supported."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from directory_stories import rehearsal
from peppol_answers import ENDPOINT, INVOICES, RESPONSES, PeppolInMemory

from chassis import new_id
from chassis.testing import Rehearsal
from contracts.directory import v1 as facts
from contracts.portal import v1 as portal
from directory.app import service
from directory.recipients.outside import OutsideSilent
from directory.recipients.peppol.answers import cards_in
from directory.settings import DirectorySettings

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
VOLVO = "0007:5560125790"


def asking(query: str, country: str = "SE", document_type: str = "invoice") -> portal.RecipientLookupRequested:
    return portal.RecipientLookupRequested.model_validate(
        {
            "company": new_id(),
            "person": new_id(),
            "lookup": new_id(),
            "country": country,
            "query": query,
            "document_type": document_type,
        }
    )


async def answer(outside: PeppolInMemory, query: str, country: str = "SE") -> facts.RecipientLookupAnswered:
    directory = Rehearsal(service, uses=[outside.peppol()])
    assert await directory.hear(asking(query, country)) == [], "a person waits, the service does not"
    (told,) = await directory.act()
    assert isinstance(told, facts.RecipientLookupAnswered)
    return told


@pytest.mark.req("S2-31")
async def test_who_takes_invoices_is_reachable_and_said_to_be_elsewhere() -> None:
    outside = PeppolInMemory()
    outside.kinds[VOLVO], outside.cards[VOLVO] = INVOICES, ("Volvo Åkeri AB", "SE")
    told = await answer(outside, "556012-5790")
    (hit,) = told.hits
    assert told.reach == hit.reach == "reachable"
    assert (hit.participant.reveal(), hit.name, hit.country) == (VOLVO, "Volvo Åkeri AB", "SE")
    assert (hit.operator, hit.behind_other_operator) == ("ap.nordpost.example", True)


async def test_who_is_there_for_other_documents_is_not_reachable_with_an_invoice() -> None:
    outside = PeppolInMemory()
    outside.kinds[VOLVO] = RESPONSES
    assert (await answer(outside, VOLVO)).reach == "other-document-type"


@pytest.mark.parametrize(
    ("profile", "more"),
    [
        ("busdox-transport-as2-ver1p0", ""),
        ("peppol-transport-as4-v2_0", "<smp:ServiceExpirationDate>2026-01-01T00:00:00Z</smp:ServiceExpirationDate>"),
        ("peppol-transport-as4-v2_0", "<smp:ServiceActivationDate>2027-01-01</smp:ServiceActivationDate>"),
    ],
)
async def test_a_type_without_an_open_endpoint_is_not_supported(profile: str, more: str) -> None:
    outside = PeppolInMemory()
    outside.kinds[VOLVO] = INVOICES
    outside.endpoint = ENDPOINT.format(profile=profile, address="https://x.example/as4", more=more)
    assert (await answer(outside, VOLVO)).reach == "other-document-type"


async def test_nobody_of_that_number_is_not_found() -> None:
    told = await answer(PeppolInMemory(), "556012-5790")
    assert (told.reach, told.hits) == ("not-found", ())


async def test_a_finn_is_found_under_whichever_scheme_it_is_published() -> None:
    outside = PeppolInMemory()
    outside.kinds["0213:fi20774740"] = INVOICES
    told = await answer(outside, "2077474-0", "FI")
    assert told.reach == "reachable" and told.hits[0].participant.reveal() == "0213:FI20774740"


async def test_a_name_gives_each_business_card_with_what_its_smp_says_best_first() -> None:
    outside = PeppolInMemory()
    outside.cards = {"0007:5590000001": ("Ekvik Bygg", "SE"), VOLVO: ("Ekvik El", "SE"), "0192:1": ("Ekvik", "NO")}
    outside.kinds = {"0007:5590000001": RESPONSES, VOLVO: INVOICES}
    told = await answer(outside, "ekvik")
    assert [(hit.name, hit.reach) for hit in told.hits] == [
        ("Ekvik El", "reachable"),
        ("Ekvik Bygg", "other-document-type"),
    ]


def entity_bomb(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text='<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>')


def late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late", request=request)


def gone(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("gone", request=request)


@pytest.mark.parametrize(
    ("instead", "code"),
    [
        (late, "peppol.late"),
        (gone, "peppol.unavailable"),
        (lambda _: httpx.Response(429), "peppol.busy"),
        (lambda _: httpx.Response(503), "peppol.unavailable"),
        (lambda _: httpx.Response(302, headers={"location": "http://169.254.169.254/"}), "peppol.unavailable"),
        (lambda _: httpx.Response(200, text="<html>"), "peppol.unreadable"),
        (lambda _: httpx.Response(200, text="<html/>"), "peppol.unreadable"),
        (lambda _: httpx.Response(200, content=b"<a>" * 400_000), "peppol.unreadable"),
        (entity_bomb, "peppol.unreadable"),
    ],
)
async def test_silence_and_nonsense_are_no_answer_and_are_not_remembered(instead: object, code: str) -> None:
    outside = PeppolInMemory()
    outside.kinds[VOLVO], outside.instead = INVOICES, instead  # type: ignore[assignment]
    peppol = outside.peppol()
    with pytest.raises(OutsideSilent) as silent:
        await peppol.published(VOLVO, "invoice", NOW)
    assert silent.value.code == code
    assert (await answer(outside, VOLVO)).reach == "no-answer"
    outside.instead = None
    assert await peppol.published(VOLVO, "invoice", NOW) is not None


async def test_of_a_directory_that_tells_more_than_it_was_asked_for_no_more_is_asked_on() -> None:
    outside = PeppolInMemory()
    for serial in range(300):
        outside.cards[f"0007:{5_560_000_000 + serial}"] = ("Kund AB", "SE")
    told = await answer(outside, "Kund")
    most = DirectorySettings().peppol_hits_max
    assert told.reach == "not-found" and 1 < len(outside.asked) <= 1 + most


async def test_an_answer_is_believed_until_it_expires_absence_for_a_shorter_time() -> None:
    outside = PeppolInMemory()
    outside.kinds[VOLVO] = INVOICES
    peppol = outside.peppol(peppol_cache_s=3600, peppol_absent_cache_s=300)
    for _ in range(3):
        assert await peppol.published(VOLVO, "invoice", NOW) is not None
        assert await peppol.published("0007:5567037485", "invoice", NOW) is None
    assert len(outside.asked) == 3, "the group and the metadata of one, the group of the other"
    outside.now += 301
    await peppol.published("0007:5567037485", "invoice", NOW)
    await peppol.published(VOLVO, "invoice", NOW)
    assert len(outside.asked) == 4
    outside.now += 3600
    await peppol.published(VOLVO, "invoice", NOW)
    assert len(outside.asked) == 6


@pytest.mark.parametrize("query", ["", "ab", "  a ", "x" * 101])
async def test_a_question_that_is_too_short_or_too_long_is_refused(query: str) -> None:
    (told,) = await rehearsal().hear(asking(query))
    assert isinstance(told, facts.RecipientLookupRefused) and told.code == "recipient-lookup.query-length"


async def test_what_was_asked_is_sealed_in_the_store() -> None:
    directory = Rehearsal(service, uses=[PeppolInMemory().peppol()])
    await directory.hear(asking("880320-0016"))
    await directory.act()
    assert all(b"880320" not in row.state for row in directory.store.rows)
    assert all(b"880320" not in row.body for row in directory.store.facts)


def test_signs_that_no_text_may_hold_are_blanks_in_a_business_card() -> None:
    match = {
        "participantID": {"scheme": "iso6523-actorid-upis", "value": "0007:5567037485"},
        "entities": [{"name": [{"name": "Norrsken\0Bygg\ud800\x81AB"}], "countryCode": "SE"}],
    }
    (card,) = cards_in(json.dumps({"matches": [match]}).encode())
    assert card.name == "Norrsken Bygg AB"
