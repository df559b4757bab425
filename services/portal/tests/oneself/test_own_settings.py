"""One's own settings on pages: profile, address, password and log-ins, in a browser without scripts.

Siblings looked for: every way out of a session (log-out, everywhere, one by one, new password, reset, second factor),
and what a stolen cookie or token is worth after each.
"""

import httpx
import pytest
from account_stories import EMAIL, OTHER, at
from api_visitor import code_in, log_in, logged_in, visitor
from pages_house import PASSWORD, House

from portal.people.programs import program_of

NEW = "anna.berg@norrsken.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/19.0 Safari/604"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 (KHTML, like Gecko) Chrome/140.0 Safari/537 Edg/140.0"


def test_a_session_is_known_by_the_browser_and_its_system() -> None:
    known = {
        FIREFOX: "Firefox, Linux",
        SAFARI: "Safari, iPhone",
        EDGE: "Edge, Windows",
        "python-httpx/0.28": "",
        "": "",
    }
    assert {agent: program_of(agent) for agent in known} == known


@pytest.mark.req("S0-15", "S0-16", "S0-19")
async def test_the_profile_is_changed_when_it_is_saved_and_the_user_name_logs_in(house: House) -> None:
    await house.person(EMAIL)
    await house.person("bo@norrsken.example")
    async with logged_in(house, "bo@norrsken.example") as bo:
        await bo.put("/me/user-name", json={"user_name": "bo.ek"})
    fields = {"given_name": "Aino", "family_name": "Mäki", "phone": "+358 40 123 4567", "language": "fi"}
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        page = await browser.press(
            await browser.open("/settings/profile"), "/settings/profile", **fields, user_name="bo.ek"
        )
        assert page.status == 409 and "upptaget" in page.text and page.form("/settings/profile")["given_name"] == "Aino"
        page = await browser.open("/settings/profile")
        assert page.form("/settings/profile")["given_name"] == "Åsa", "nothing was saved"
        for wrong in ({"phone": "ring mig"}, {"given_name": ""}, {"language": "de"}, {"user_name": "a b"}):
            page = await browser.press(page, "/settings/profile", **{**fields, **wrong})
            assert page.status == 422, wrong
        page = await browser.press(page, "/settings/profile", **fields, user_name="aino")
        assert page.language == "fi" and "Tallennettu" in page.text
        shown = page.form("/settings/profile")
        assert (shown["user_name"], shown["phone"], shown["family_name"]) == ("aino", "+358401234567", "Mäki")
        await browser.press(page, "/logout")
        page = await browser.press(await browser.open("/login"), "/login", email="Aino", password=PASSWORD)
        assert "Aino Mäki" in page.text


async def test_another_address_is_confirmed_by_a_code_to_it_and_told_to_the_old_one(house: House) -> None:
    await house.person(EMAIL)
    here = "/settings/email"
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        page = await browser.open(here)
        for fields, status, says in (
            ({"email": NEW, "current": OTHER}, 403, "nuvarande lösenordet är fel"),
            ({"email": EMAIL.upper(), "current": PASSWORD}, 409, "har redan"),
            ({"email": "anna", "current": PASSWORD}, 422, "E-postadress"),
        ):
            page = await browser.press(page, here, **fields)
            assert page.status == status and says in page.text
        assert house.mail.mails == []
        page = await browser.press(page, here, email=NEW, current=PASSWORD)
        assert f"på väg till {NEW}" in page.text
        sent = {str(mail["To"]): str(mail["Subject"]) for mail in house.mail.mails}
        assert sent == {NEW: "Bekräfta din nya e-postadress", EMAIL: "Din e-postadress är på väg att bytas"}
        (mail,) = [mail for mail in house.mail.mails if mail["To"] == NEW]
        house.mail.mails = [mail]
        code = code_in(house)
        page = await browser.press(page, f"{here}/confirm", code=f"{(int(code) + 1) % 10**6:06}")
        assert page.status == 422 and "Koden är fel" in page.text
        page = await browser.press(page, f"{here}/confirm", code=code)
        assert "Adressen är bytt" in page.text and NEW in page.text
        assert (str(house.mail.mails[-1]["To"]), str(house.mail.mails[-1]["Subject"])) == (
            EMAIL,
            "Din e-postadress är bytt",
        )
        page = await browser.press(await browser.open(here), here, email="x@y.example", current=PASSWORD)
    async with visitor(house) as http:
        assert (await log_in(http, EMAIL)).status_code == 401
        assert (await log_in(http, NEW)).status_code == 201
        spent = await http.post("/me/email/confirm", json={"code": code})
        assert spent.json()["code"] == "email-change.wrong"


async def test_an_address_that_somebody_has_is_answered_alike_and_never_taken(house: House) -> None:
    await house.person(EMAIL)
    await house.person(NEW)
    async with logged_in(house, EMAIL) as http:
        answer = await http.put("/me/email", json={"email": NEW, "current": PASSWORD})
        assert (answer.status_code, answer.json()) == (200, {"status": "sent"})
        told = [mail for mail in house.mail.mails if mail["To"] == NEW]
        assert [str(mail["Subject"]) for mail in told] == ["Adressen har redan ett konto"]
        for code in ("000000", "123456"):
            assert (await http.post("/me/email/confirm", json={"code": code})).json()["code"] == "email-change.wrong"
        assert (await http.get("/me")).json()["email"] == EMAIL


@pytest.mark.req("S0-15", "S0-17", "S0-18")
async def test_the_password_is_changed_on_its_page_and_other_sessions_end(house: House) -> None:
    await house.person(EMAIL)
    here = "/settings/password"
    async with house.browser() as browser, logged_in(house, EMAIL) as elsewhere:
        await browser.log_in(EMAIL)
        page = await browser.open(here)
        assert "Minst 8 tecken" in page.text
        for fields, says in (
            ({"password": "kort", "repeated": "kort"}, "mellan 8 och 200"),
            ({"password": OTHER, "repeated": PASSWORD}, "Lösenorden är inte lika"),
            ({"password": "Sommar-2026!", "repeated": "Sommar-2026!"}, "för vanligt"),
        ):
            page = await browser.press(page, here, current=PASSWORD, **fields)
            assert page.status == 422 and says in page.text
        page = await browser.press(page, here, current=OTHER, password=OTHER, repeated=OTHER)
        assert page.status == 403 and page.form(here)["current"] == ""
        page = await browser.press(page, here, current=PASSWORD, password=OTHER, repeated=OTHER)
        assert "Lösenordet är bytt" in page.text and "ändrat" in str(house.mail.mails[-1]["Subject"])
        assert (await elsewhere.get("/me")).status_code == 401


async def test_log_ins_are_listed_with_this_one_marked_and_ended_one_by_one(house: House) -> None:
    await house.person(EMAIL)
    await house.person("bo@norrsken.example")
    async with (
        house.browser() as browser,
        at(house, "192.0.2.1") as phone,
        logged_in(house, "bo@norrsken.example") as bo,
    ):
        phone.headers["user-agent"] = SAFARI
        await log_in(phone, EMAIL)
        browser.http.headers["user-agent"] = FIREFOX
        await browser.log_in(EMAIL)
        page = await browser.open("/settings/sessions")
        assert page.text.index("Firefox, Linux Den här enheten") < page.text.index("Safari, iPhone")
        assert "Inloggad" in page.text and "senast använd" in page.text
        first, second = (await phone.get("/sessions")).json()
        assert (first["is_this"], first["program"], second["is_this"]) == (True, "Safari, iPhone", False)
        assert (await bo.delete(f"/sessions/{first['id']}")).json()["code"] == "session.not-found", "another's"
        page = await browser.press(page, f"/settings/sessions/{first['id']}")
        assert "Utloggad" in page.text and "Safari, iPhone" not in page.text
        assert (await phone.get("/me")).status_code == 401
        assert (await browser.http.get("/settings/sessions")).status_code == 200


async def test_the_last_use_of_a_session_is_written_down_now_and_then(house: House) -> None:
    await house.person(EMAIL)
    async with logged_in(house, EMAIL) as http:
        (new,) = await house.running.db.fetch("SELECT xmin, last_used_at FROM sessions")
        await http.get("/me")
        (same,) = await house.running.db.fetch("SELECT xmin, last_used_at FROM sessions")
        assert same == new, "no write for each request"
        await house.running.db.execute("UPDATE sessions SET last_used_at = now() - interval '1 hour'")
        await http.get("/me")
        assert await house.running.db.fetchval("SELECT last_used_at > now() - interval '1 minute' FROM sessions")


@pytest.mark.parametrize("way", ["/logout", "/settings/sessions"])
async def test_a_stolen_cookie_is_worth_nothing_after_log_out(house: House, way: str) -> None:
    """Neither pages nor the API, neither as a cookie nor as a token."""
    await house.person(EMAIL)
    async with house.browser() as browser, house.browser() as thief, logged_in(house, EMAIL) as elsewhere:
        await browser.log_in(EMAIL)
        stolen = browser.http.cookies["stafett"]
        thief.http.cookies.set("stafett", stolen)
        assert (await thief.open("/settings")).path == "/settings", "as long as nobody has logged out"
        page = await browser.press(await browser.open("/settings/sessions"), way)
        assert page.path.startswith("/login?notice=logged-out")
        assert (await thief.open("/settings")).path.startswith("/login")
        assert (await thief.http.get("/api/v1/me")).status_code == 401
        bearer = httpx.Headers({"authorization": f"Bearer {stolen}"})
        assert (await thief.http.get("/api/v1/me", headers=bearer)).status_code == 401
        assert (await elsewhere.get("/me")).status_code == (401 if way != "/logout" else 200)


async def test_settings_lead_to_each_page_and_back(house: House) -> None:
    company = await house.company(await house.person(EMAIL))
    async with house.browser() as browser:
        page = await browser.log_in(EMAIL)
        assert "/settings" in page.links() and f"/c/{company}/settings" in page.links()
        own, of_company = await browser.open("/settings"), await browser.open(f"/c/{company}/settings")
        assert f"/c/{company}/settings" in own.links()
        leads = [link for link in own.links() if link.startswith("/settings/")]
        assert len(leads) >= 5 and set(leads) <= set(of_company.links())
        for link in leads:
            page = await browser.open(link)
            assert page.status == 200 and "/settings" in page.links()
