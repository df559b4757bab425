"""Files that people send over the API: harmful ones are refused in words, and nobody waits for them.

Looked for beside the PDF of an invoice, which was read in the event loop: PDFs and pictures of support cases (only
their first bytes were looked at), registers of customers and bank files (kept unread here; their services read them).
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from api_visitor import logged_in
from pages_house import House

from devstack import hostile_files as hostile
from portal.edge.problems import sentences

ANNA = "anna@norrsken.example"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0" + bytes(30)


@pytest.fixture
async def company(house: House) -> UUID:
    return await house.company(await house.person(ANNA))


@pytest.fixture
async def anna(house: House, company: UUID) -> AsyncIterator[httpx.AsyncClient]:
    async with logged_in(house, ANNA) as anna:
        anna.headers["accept-language"] = "sv"
        yield anna


def places(company: UUID) -> tuple[str, str]:
    return f"/companies/{company}/attachments", "/support/attachments"


HARMFUL = (
    (hostile.pages_hidden_in_nodes(900, 900), 413, "document.too-heavy"),
    (hostile.object_stream(600), 415, "document.not-pdf"),  # its reader runs out of memory, and takes it for broken
    (hostile.pages_in_a_ring(), 415, "document.not-pdf"),
    (hostile.pages_that_are_one(1_001), 413, "document.too-many-pages"),
    (hostile.pdf(catalog=b"/OpenAction<</S/JavaScript/JS(x)>>"), 415, "document.program-inside"),
    (hostile.with_file_inside("run.exe"), 415, "document.file-inside"),
    (hostile.and_an_archive(hostile.pdf()), 415, "document.something-else-too"),
)


async def test_a_harmful_pdf_is_refused_in_words(house: House, anna: httpx.AsyncClient, company: UUID) -> None:
    for place in places(company):
        for content, status, code in HARMFUL:
            answer = await anna.post(place, params={"name": "bilaga.pdf"}, content=content)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
            assert "bilaga.pdf" in answer.json()["title"] and "…" not in answer.json()["title"]
    assert await house.running.db.fetchval("SELECT count(*) FROM store.documents") == 0


async def test_others_are_answered_while_a_page_is_read_that_is_named_a_million_times(
    anna: httpx.AsyncClient, company: UUID
) -> None:
    """Not measured in time: who asks meanwhile has the answer before the sender of the file has one."""
    content = hostile.pages_that_are_one(1_500_000)
    sent = asyncio.create_task(anna.post(places(company)[0], params={"name": "bilaga.pdf"}, content=content))
    for _ in range(3):
        assert (await anna.get("/support/cases")).status_code == 200
        assert not sent.done()
    assert (await sent).json()["code"] in ("document.too-heavy", "document.too-many-pages")


async def test_a_pdf_and_pictures_are_taken(anna: httpx.AsyncClient, company: UUID) -> None:
    for place in places(company):
        answer = await anna.post(place, params={"name": "a.pdf"}, content=hostile.pdf())
        assert (answer.status_code, answer.json()["media_type"]) == (201, "application/pdf")
    for content, kind in ((PNG, "image/png"), (JPEG, "image/jpeg")):
        answer = await anna.post("/support/attachments", params={"name": "a"}, content=content)
        assert (answer.status_code, answer.json()["media_type"]) == (201, kind)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.and_an_archive(PNG), "document.something-else-too"),
        (JPEG + hostile.pdf(), "document.something-else-too"),
        (b"<script>", "case.attachment-of-other-type"),
        (b"GIF89a" + hostile.pdf(), "case.attachment-of-other-type"),
    ],
)
async def test_a_picture_is_nothing_else_beside(anna: httpx.AsyncClient, content: bytes, code: str) -> None:
    answer = await anna.post("/support/attachments", params={"name": "a.png"}, content=content)
    assert answer.json()["code"] == code


async def test_files_are_limited_by_person_wherever_they_are_sent(
    anna: httpx.AsyncClient, company: UUID, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    limited(house, monkeypatch, uploads_per_minute=3)
    places_ = [*places(company), f"/companies/{company}/customer-registers/files"]
    statuses = [
        (await anna.post(place, params={"name": "a.pdf"}, content=hostile.pdf())).status_code for place in places_
    ]
    assert statuses == [201, 201, 201]
    for place in places_:
        answer = await anna.post(place, params={"name": "a.pdf"}, content=hostile.pdf())
        assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60
        assert answer.headers["x-ratelimit-remaining"] == "0" and int(answer.headers["x-ratelimit-limit"]) > 0
        assert answer.headers["x-ratelimit-reset"] == answer.headers["retry-after"]


async def test_files_are_limited_by_company_too(
    anna: httpx.AsyncClient, company: UUID, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    limited(house, monkeypatch, uploads_per_company_per_minute=1)
    place, support = places(company)
    answers = [await anna.post(place, params={"name": "a.pdf"}, content=hostile.pdf()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert (await anna.post(support, params={"name": "a.pdf"}, content=hostile.pdf())).status_code == 201


def test_every_refusal_of_a_file_has_words_in_five_languages() -> None:
    codes = [
        code for code in sentences() if code.endswith((".too-heavy", ".protected", "-inside", "-else-too", "-pages"))
    ]
    assert len(codes) >= 6
    for code in codes:
        if not code.startswith("bank-file."):  # The desk reads Swedish and English.
            assert set(sentences()[code]) == {"sv", "da", "nb", "fi", "en"}, code


def limited(house: House, monkeypatch: pytest.MonkeyPatch, **settings: int) -> None:
    monkeypatch.setattr(house.edge, "settings", house.edge.settings.model_copy(update=settings))
