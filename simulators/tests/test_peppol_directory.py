"""The simulated Peppol Directory finds business cards, and its SMP says who takes which documents."""

import base64
from urllib.parse import quote
from xml.etree import ElementTree

from cryptography import x509
from cryptography.x509.oid import NameOID

from simulators.peppol_directory.api import Pace, peppol_app
from simulators.peppol_directory.metadata import IDS, SMP, WSA
from simulators.peppol_directory.participants import INVOICE, INVOICE_RESPONSE, NORDPOST, participants

from .conftest import Client, HandMovedClock

BUYER = "iso6523-actorid-upis::0007:5561234567"


def at_ease() -> Pace:
    return Pace(1000)


async def test_a_name_is_found_whatever_its_accents(client: Client) -> None:
    async with client(peppol_app(at_ease())) as http:
        found = (await http.get("/search/1.0/json", params={"name": "INFRABANA sverige"})).json()
    assert found["total-result-count"] == 1
    (match,) = found["matches"]
    assert match["participantID"] == {"scheme": "iso6523-actorid-upis", "value": "0007:5561234567"}
    assert match["entities"][0]["countryCode"] == "SE"


async def test_a_search_gives_a_page_of_what_it_finds(client: Client) -> None:
    async with client(peppol_app(at_ease())) as http:
        asked = {"country": "SE", "resultPageIndex": 1, "resultPageCount": 7}
        found = (await http.get("/search/1.0/json", params=asked)).json()
    assert found["total-result-count"] > 14 and found["used-result-count"] == 7 == len(found["matches"])


async def test_who_hurries_is_told_so(client: Client, clock: HandMovedClock) -> None:
    async with client(peppol_app(Pace(2, clock.seconds))) as http:
        said = [(await http.get("/search/1.0/json")).status_code for _ in range(3)]
        clock.pass_(1.1)
        said.append((await http.get("/search/1.0/json")).status_code)
    assert said == [200, 200, 429, 200]


async def test_the_group_leads_to_the_metadata_of_each_document_type(client: Client) -> None:
    async with client(peppol_app()) as http:
        group = ElementTree.fromstring((await http.get(f"/smp/{quote(BUYER, safe='')}")).text)
        assert group.tag == f"{{{SMP}}}ServiceGroup"
        references = [item.get("href", "") for item in group.iter(f"{{{SMP}}}ServiceMetadataReference")]
        assert len(references) == 2
        answer = await http.get(references[0].removeprefix("http://sim.example"))
    metadata = ElementTree.fromstring(answer.text)
    assert metadata.findtext(f".//{{{IDS}}}DocumentIdentifier") == INVOICE
    assert metadata.findtext(f".//{{{WSA}}}Address") == f"https://{NORDPOST.host}/as4"
    certificate = x509.load_der_x509_certificate(base64.b64decode(metadata.findtext(f".//{{{SMP}}}Certificate") or ""))
    (seat,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert seat.value == NORDPOST.seat


async def test_somebody_may_be_there_and_not_take_invoices(client: Client) -> None:
    other = next(p for p in participants().values() if p.document_types == (INVOICE_RESPONSE,))
    who = quote(f"iso6523-actorid-upis::{other.value}", safe="")
    async with client(peppol_app()) as http:
        assert (await http.get(f"/smp/{who}")).status_code == 200
        kind = quote(f"busdox-docid-qns::{INVOICE}", safe="")
        assert (await http.get(f"/smp/{who}/services/{kind}")).status_code == 404
        assert (await http.get("/smp/iso6523-actorid-upis%3A%3A0007%3A5560125790")).status_code == 404


async def test_it_fails_when_told_to(client: Client) -> None:
    rule = {"operation": "service-group", "effect": "fail", "status": 503}
    async with client(peppol_app()) as http:
        assert (await http.post("/_control", json={"rules": [rule]})).status_code == 200
        assert [(await http.get(f"/smp/{BUYER}")).status_code for _ in range(2)] == [503, 200]
