"""Every word in every language, the switch, errors as pages, and files that are what their packages published."""

import json
import re
import string
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
from pages_house import House

import portal
from contracts.values import Language
from devstack.house import ONLY_AT_THE_DESK
from portal.edge import figures
from portal.edge.own_files import STATIC
from portal.edge.problems import sentences
from portal.edge.reader import templates
from portal.edge.words import LANGUAGES, catalogue
from portal.invoices.view import InTimeline

PORTAL = Path(portal.__file__).parent


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_and_each_has_the_same_blanks(language: Language) -> None:
    swedish, other = catalogue("sv"), catalogue(language)
    assert swedish.keys() == other.keys()
    assert {key: blanks(text) for key, text in other.items()} == {key: blanks(text) for key, text in swedish.items()}
    assert all(text.strip() for text in other.values())


def test_no_template_and_no_page_asks_for_a_word_that_nobody_has_written() -> None:
    sources = [*PORTAL.rglob("*.html"), *PORTAL.rglob("*.py")]
    asked = {key for path in sources for key in re.findall(r"\bt\(\s*f?[\"']([a-z_.-]+)[\"'][,)]", path.read_text())}
    assert len(asked) > 80 and asked <= catalogue("en").keys()


def test_each_fact_of_the_timeline_each_status_and_each_role_has_its_words() -> None:
    from portal.companies.acting import ROLES
    from portal.invoices.states import STATUSES, TONES

    needed = {f"timeline.{fact.SERVICE}.{fact.NAME}" for fact in get_args(InTimeline)}
    needed |= {f"status.{status}" for status in STATUSES} | {f"role.{role}" for role in ROLES}
    assert needed <= catalogue("en").keys() and set(STATUSES) == set(TONES)


def test_the_blanks_of_a_timeline_are_fields_of_their_facts() -> None:
    for fact in get_args(InTimeline):
        text = catalogue("en")[f"timeline.{fact.SERVICE}.{fact.NAME}"]
        assert blanks(text) <= fact.model_fields.keys(), fact.NAME


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi"])
def test_whatever_is_refused_is_said_in_every_language(language: Language) -> None:
    """Siblings: refusals of every service, and what is wrong with one field; those of the desk are for staff."""
    for code, words in sentences().items():
        if not code.startswith(ONLY_AT_THE_DESK):
            assert words.get(language), f"{code} has no words in {language}"
            assert blanks(words[language]) <= blanks(words["en"]), code


def test_each_template_has_a_name_of_its_own_and_can_be_read() -> None:
    """What they may not hold is looked for by `devstack.house`."""
    found = list(PORTAL.glob("*/templates/*.html"))
    assert len({path.name for path in found}) == len(found) > 20
    for path in found:
        templates().get_template(path.name)


def test_files_of_others_are_exactly_what_their_packages_published() -> None:
    vendor = STATIC / "vendor"
    listed = {
        one["file"]: one for package in json.loads((vendor / "vendor.json").read_text()) for one in package["files"]
    }
    lying = {str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file()} - {"vendor.json"}
    assert listed.keys() == lying
    for name, one in listed.items():
        assert sha256((vendor / name).read_bytes()).hexdigest() == one["sha256"], name


def test_sums_and_days_are_written_as_people_of_each_language_write_them() -> None:
    from datetime import UTC, date, datetime
    from decimal import Decimal

    def plain(text: str) -> str:
        return re.sub(r"\s", " ", text)

    sums = {code: plain(figures.money(Decimal("68970.5"), "SEK", code)) for code in LANGUAGES}
    assert sums["sv"] == "68 970,50 kr" and sums["fi"] == "68 970,50 SEK" and sums["en"] == "SEK 68,970.50"
    assert sums["da"] == "68.970,50 SEK" and sums["nb"] == "68 970,50 SEK"
    days = {code: plain(figures.day(date(2026, 12, 26), code)) for code in LANGUAGES}
    assert days == {
        "sv": "26 dec. 2026", "da": "26. dec. 2026", "nb": "26. des. 2026", "fi": "26.12.2026", "en": "26 Dec 2026",
    }  # fmt: skip
    at = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    assert figures.moment(at, "fi", figures.zone_of("FI")) == "22.11.2026 klo 0.30"
    assert figures.moment(at, "en", figures.zone_of("DK")) == "21 Nov 2026 23:30"


@pytest.mark.req("S3-02", "S3-03")
async def test_the_language_is_the_browsers_until_somebody_chooses_and_a_page_stays_where_it_was(house: House) -> None:
    async with house.browser("fi-FI,fi;q=0.9,en;q=0.8") as browser:
        page = await browser.open("/help/signing?next=/enrol")
        assert page.language == "fi" and "allekirjoittamisesta" in page.text
        (switch,) = [link for link in page.links() if link.startswith("/language/nb")]
        page = await browser.open(switch)
        assert page.language == "nb" and page.path == "/help/signing?next=/enrol" and "signering" in page.text
        await house.person("asa@norrsken.example", language="da")
        assert (await browser.log_in("asa@norrsken.example")).language == "nb"
    async with house.browser("fi") as browser:
        assert (await browser.log_in("asa@norrsken.example")).language == "da"
        for elsewhere in ("//evil.example", "https://evil.example"):
            answer = await browser.http.get("/language/en", params={"back": elsewhere}, follow_redirects=False)
            assert answer.headers["location"] == "/"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_before_the_log_in_stands_in_every_language(house: House, language: Language) -> None:
    async with house.browser(language) as browser:
        for path in ("/start", "/register", "/confirm", "/confirm/a-token", "/login", "/privacy", "/enrol", "/no-such"):
            page = await browser.open(path)
            assert page.language == language and page.tree.xpath("//h1"), path
            assert page.tree.xpath("//nav[@class='languages']//@lang") == list(LANGUAGES), path


async def test_an_error_is_a_page_for_a_browser_and_a_problem_for_a_system(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/no-such-page")
        assert page.status == 404 and "Sidan finns inte" in page.text
        answer = await browser.http.get("/no-such-page", headers={"accept": "application/json"})
        assert answer.headers["content-type"] == "application/problem+json"
        answer = await browser.http.get("/api/v1/me")
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        page = await browser.open("/logout")
        assert page.status == 405 and page.tree.xpath("//h1")


async def test_a_crash_is_a_page_too_and_tells_nothing(house: House) -> None:
    async def broken(_token: str) -> None:
        raise RuntimeError("a secret of the machine room")

    async with house.browser(crashes=True) as browser:
        browser.http.cookies.set("stafett", "anything")
        house.edge.people.who = broken  # type: ignore[method-assign,assignment]
        page = await browser.open("/start")
        assert page.status == 500 and "Något gick fel hos oss" in page.text and "secret" not in page.response.text
        assert "content-security-policy" in page.response.headers


async def test_files_are_kept_for_ever_under_an_address_that_names_their_content(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/start")
        for link in page.tree.xpath("//link/@href"):
            answer = await browser.http.get(link)
            assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
        assert page.response.headers["cache-control"] == "no-store"
