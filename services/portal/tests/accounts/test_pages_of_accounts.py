"""Signing up, confirming, logging in and out, as people live it in a browser without JavaScript."""

import re

import pytest
from account_stories import register
from pages_house import PASSWORD, House


@pytest.mark.req("S3-06", "S3-07", "S3-13", "S3-15", "S3-17", "S3-19", "S3-21", "S3-22", "S3-71")
async def test_somebody_signs_up_confirms_by_code_and_logs_in(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.press(await browser.open("/register"), "/register", **register())
        assert page.path == "/confirm" and "Bekräfta din e-postadress" in page.text
        code = re.search(r"\b\d{6}\b", house.mail.text())
        assert code is not None
        page = await browser.press(page, "/confirm", code=code[0])
        assert "E-postadressen är bekräftad" in page.text
        page = await browser.press(page, "/login", password=PASSWORD)
        assert page.path == "/companies/new" and "Lägg till företaget" in page.text
        page = await browser.press(page, "/logout")
        assert "Du är utloggad" in page.text
        assert (await browser.open("/companies")).path.startswith("/login")


@pytest.mark.req("S3-18")
async def test_the_link_opens_a_page_with_a_button_because_mail_programs_follow_links(house: House) -> None:
    async with house.browser() as browser:
        await browser.press(await browser.open("/register"), "/register", **register())
        link = re.search(r"http://stafett.test(/confirm/\S+)", house.mail.text())
        assert link is not None
        page = await browser.open(link[1])
        assert (await house.edge.people.find("asa@norrsken.example"))["confirmed_at"] is None
        page = await browser.press(page, link[1])
        assert "bekräftad" in page.text and page.path == "/login?notice=confirmed"
        assert (await house.edge.people.find("asa@norrsken.example"))["confirmed_at"] is not None


@pytest.mark.req("S3-09", "S3-10", "S3-11", "S3-12", "S3-13")
async def test_each_field_says_what_is_wrong_with_it_and_what_was_written_stays(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/register")
        page = await browser.press(page, "/register", **register(email="åsa", password="kort", privacy=""))
        assert page.status == 422
        for text in ("mellan 8 och 200", "specialtecken saknas", "siffra saknas", "namn@exempel.se", "kryssa i rutan"):
            assert text in page.text
        assert page.form("/register")["given_name"] == "Åsa" and page.form("/register")["password"] == ""
        page = await browser.press(page, "/register", **register(repeated="Något-annat-9"))
        assert "Lösenorden är inte lika" in page.text
        assert house.mail.mails == []


async def test_pressing_twice_makes_one_account_and_one_mail(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.open("/register")
        await browser.press(page, "/register", **register())
        await browser.press(page, "/register", **register())
        assert len(house.mail.mails) == 1


async def test_a_known_address_gets_the_same_page_and_its_owner_a_mail(house: House) -> None:
    await house.person("anna@norrsken.example")
    async with house.browser() as browser:
        page = await browser.open("/register")
        page = await browser.press(page, "/register", **register(email="anna@norrsken.example"))
        assert page.path == "/confirm"
        assert "redan ett konto" in house.mail.text()


async def test_when_the_mail_server_is_away_the_answer_is_the_same_and_the_mail_comes_later(house: House) -> None:
    house.mail.down = True
    async with house.browser() as browser:
        page = await browser.press(await browser.open("/register"), "/register", **register())
        assert page.path == "/confirm" and house.mail.mails == []
        house.mail.down = False
        await house.time_passes()
        assert len(house.mail.mails) == 1 and "Bekräfta" in str(house.mail.mails[0]["Subject"])
        page = await browser.press(page, "/confirm/resend")
        assert "ett nytt mejl på väg" in page.text and len(house.mail.mails) == 2


@pytest.mark.req("S3-20")
async def test_a_wrong_password_is_told_and_an_unconfirmed_address_is_led_to_its_code(house: House) -> None:
    async with house.browser() as browser:
        await browser.press(await browser.open("/register"), "/register", **register())
        page = await browser.open("/login")
        page = await browser.press(page, "/login", email="asa@norrsken.example", password="Fel-lösen-1")
        assert page.status == 401 and "Fel e-postadress eller lösenord" in page.text
        page = await browser.press(page, "/login", password=PASSWORD)
        assert page.path == "/confirm"
        page = await browser.press(page, "/confirm", code="000000x")
        assert page.status == 422 and "Koden är fel" in page.text


async def test_log_in_leads_back_to_where_somebody_was_going_but_never_off_the_site(house: House) -> None:
    person = await house.person("anna@norrsken.example")
    company = await house.company(person)
    async with house.browser() as browser:
        page = await browser.open(f"/c/{company}/inbox")
        page = await browser.press(page, "/login", email="anna@norrsken.example", password=PASSWORD)
        assert page.path == f"/c/{company}/inbox"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"):
        async with house.browser() as browser:
            page = await browser.open("/login")
            login = page.form("/login") | {"email": "anna@norrsken.example", "password": PASSWORD, "next": elsewhere}
            response = await browser.http.post("/login", data=login, follow_redirects=False)
            assert response.headers["location"] == f"/c/{company}"


async def test_a_form_from_elsewhere_does_nothing(house: House) -> None:
    await house.person("anna@norrsken.example")
    async with house.browser() as browser:
        login = (await browser.open("/login")).form("/login")
        login |= {"email": "anna@norrsken.example", "password": PASSWORD}
        foreign = await browser.http.post("/login", data=login, headers={"sec-fetch-site": "cross-site"})
        forged = await browser.http.post("/login", data=login | {"token": "guessed"})
        assert (foreign.status_code, forged.status_code) == (403, 403)
        assert "Inget har ändrats" in foreign.text and "stafett" not in browser.http.cookies
        logged_in = await browser.log_in("anna@norrsken.example")
        assert "Åsa Öst" in logged_in.text
        out = logged_in.form("/logout") | {"token": login["token"]}
        assert (await browser.http.post("/logout", data=out)).status_code == 403


async def test_cookies_are_out_of_reach_of_scripts_and_bound_to_the_host_over_https(house: House) -> None:
    await house.person("anna@norrsken.example")
    async with house.browser() as browser:
        login = (await browser.open("/login")).form("/login")
        login |= {"email": "anna@norrsken.example", "password": PASSWORD}
        response = await browser.http.post("/login", data=login, follow_redirects=False)
        (plain,) = [line for line in response.headers.get_list("set-cookie") if line.startswith("stafett=")]
        assert "HttpOnly" in plain and "SameSite=lax" in plain and "Path=/" in plain and "Secure" not in plain
    house.edge.settings = house.edge.settings.model_copy(update={"public_url": "https://stafett.test"})
    async with house.browser() as browser:
        response = await browser.http.get("https://stafett.test/login")
        (cookie,) = response.headers.get_list("set-cookie")
        assert cookie.startswith("__Host-stafett-form=") and "Secure" in cookie and "Domain" not in cookie
