"""Whoever follows an article of the help is told when its text is another, once for each text, and stops by a link."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from pages_house import House

from contracts.portal import v1 as portal
from contracts.values import Language
from portal.help.articles import Article, articles
from portal.help.follows import leave_of, tell_changes

ANNA, BO = "anna@norrsken.example", "bo@norrsken.example"
PAGE = "/help/articles/paper"


def changed(language: Language) -> dict[str, Article]:
    """The same articles, and one of them with other words."""
    known = articles(language)
    return known | {"paper": replace(known["paper"], lead="Allt är annorlunda nu.")}


async def told(house: House) -> list[dict[str, Any]]:
    """What was told to whom."""
    rows = await house.running.db.fetch(
        "SELECT person, at FROM requests WHERE fact = $1 ORDER BY at", portal.ArticleChanged.type()
    )
    return [dict(row) for row in rows]


async def looked_again(house: House) -> int:
    count = await tell_changes(house.edge, changed)
    await house.shown()
    return count


@pytest.mark.req("S2-33")
async def test_a_follower_is_told_of_each_text_once_and_stops_by_the_link_of_the_mail(house: House) -> None:
    anna = await house.person(ANNA)
    await house.person(BO)
    async with house.browser() as browser:
        page = await browser.open(PAGE)
        assert f"/login?next={PAGE}" in page.links(), "a stranger is told how"
        await browser.log_in(ANNA)
        page = await browser.press(await browser.open(PAGE), f"{PAGE}/follow")
        assert "Nu följer du artikeln" in page.text
    assert await tell_changes(house.edge) == 0, "it reads as it did"
    assert await looked_again(house) == 1
    assert await looked_again(house) == 0, "told once"
    (line,) = await told(house)
    assert line["person"] == str(anna), "nobody else follows it"
    leave = leave_of(house.edge, anna, "paper")  # type: ignore[arg-type]
    async with house.browser() as stranger:
        page = await stranger.open(f"{PAGE}?leave={leave}")
        page = await stranger.press(page, f"{PAGE}/leave")
        assert "Du följer inte längre" in page.text
    assert await tell_changes(house.edge) == 0, "who stopped is told nothing, though it reads otherwise again"


async def test_a_process_that_dies_between_telling_and_noting_tells_no_second_time(house: House) -> None:
    await house.person(ANNA)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        await browser.press(await browser.open(PAGE), f"{PAGE}/follow")
    before = await house.running.db.fetchval("SELECT digest FROM article_follows")
    await looked_again(house)
    await house.running.db.execute("UPDATE article_follows SET digest = $1", before)
    await house.running.db.execute("UPDATE people SET email = 'ny@norrsken.example' WHERE email = $1", ANNA)
    await looked_again(house)
    assert len(await told(house)) == 1
    assert await house.running.db.fetchval("SELECT digest FROM article_follows") != before


async def test_a_link_that_nobody_was_sent_stops_nobody(house: House) -> None:
    """Siblings: another person's id before a right proof, and the proof of another article."""
    anna = await house.person(ANNA)
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        await browser.press(await browser.open(PAGE), f"{PAGE}/follow")
    right = leave_of(house.edge, anna, "paper")  # type: ignore[arg-type]
    other = leave_of(house.edge, anna, "whom")  # type: ignore[arg-type]
    async with house.browser() as stranger:
        form = (await stranger.open("/help/articles/paper")).form("/help/articles/paper")
        for leave in ("", "x", other, UUID(int=7).hex + right[32:], right[:-1] + "å"):
            page = await stranger.open(f"{PAGE}?leave={leave}")
            assert page.status == 200 and "Sluta följa" not in page.text
            answer = await stranger.http.post(f"{PAGE}/leave", data={**form, "leave": leave})
            assert answer.url.path == "/login", leave
    assert await house.running.db.fetchval("SELECT count(*) FROM article_follows") == 1
