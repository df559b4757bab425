"""The second factor: turned on by the app's first code, asked for at log-in, once for each code, and without the phone.

Siblings looked for: the page and the API; the app's code and a recovery code; a code at enrolment that comes again at
log-in; a half log-in after a new password; every place that gives a session (`begin_session`: the password alone, its
code, and a passkey, which is two factors by itself).
"""

import base64
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from account_stories import EMAIL, OTHER, limited_to
from api_visitor import log_in, logged_in, token_in, visitor
from cryptography.exceptions import InvalidTag
from pages_house import PASSWORD, Browser, House, Page

from contracts.values import PersonId
from portal.people.second_factor import STEP_S, code_at, plain_code, step_of

KNOWN = {"current": PASSWORD}
OF_THE_STANDARD = b"12345678901234567890"
TIMES = {59: "287082", 1_111_111_109: "081804", 1_111_111_111: "050471", 2_000_000_000: "279037"}
"""Of RFC 6238, appendix B, in six digits."""


class App:
    """The app on somebody's phone, and a clock that stands until it is moved."""

    def __init__(self, house: House, secret: str) -> None:
        self.secret = base64.b32decode(secret)
        self.step = 58_000_000
        house.edge.second_factors._clock = lambda: self.step * STEP_S + 1.0

    def code(self) -> str:
        """The next one."""
        self.step += 1
        return code_at(self.secret, self.step)


async def turned_on(house: House) -> tuple[App, list[str]]:
    """Somebody with a second factor: their app, and their recovery codes."""
    await house.person(EMAIL)
    async with logged_in(house, EMAIL) as http:
        begun = (await http.post("/me/second-factor", json=KNOWN)).json()
        app = App(house, begun["secret"])
        answer = await http.post("/me/second-factor/confirm", json={"code": app.code()})
        assert answer.status_code == 200, answer.text
        codes: list[str] = answer.json()["recovery_codes"]
        return app, codes


async def with_code(http: httpx.AsyncClient, code: str, password: str = PASSWORD) -> tuple[int, str]:
    answer = await http.post("/sessions", json={"email": EMAIL, "password": password, "code": code})
    return answer.status_code, answer.json().get("code", "")


def test_codes_are_those_of_the_standard() -> None:
    for seconds, code in TIMES.items():
        assert code_at(OF_THE_STANDARD, seconds // STEP_S) == code
        for steps_off in (0, 1, 2) if seconds < 2 * STEP_S else (-2, -1, 0, 1, 2):
            found = step_of(OF_THE_STANDARD, code, seconds + steps_off * STEP_S)
            assert found == (seconds // STEP_S if abs(steps_off) < 2 else None), "a clock may be one step off"
    assert step_of(OF_THE_STANDARD, "", 59) is None
    assert plain_code(" 287 082") == "287082" and plain_code("ABCDE-fghjk") == "abcdefghjk"


async def test_it_is_turned_on_with_the_password_and_the_first_code_of_the_app(house: House) -> None:
    await house.person(EMAIL)
    async with logged_in(house, EMAIL) as http, logged_in(house, EMAIL) as elsewhere:
        wrong = await http.post("/me/second-factor", json={"current": OTHER})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "password.current-wrong")
        early = await http.post("/me/second-factor/confirm", json={"code": "123456"})
        assert (early.status_code, early.json()["code"]) == (409, "second-factor.not-begun")
        begun = (await http.post("/me/second-factor", json=KNOWN)).json()
        asked = urlsplit(begun["address"])
        assert asked.scheme == "otpauth" and asked.path == f"/Stafett:{EMAIL}".replace("@", "%40")
        assert parse_qs(asked.query)["secret"][0].rstrip("=") == begun["secret"]
        app = App(house, begun["secret"])
        wrong = await http.post("/me/second-factor/confirm", json={"code": "000000"})
        assert wrong.json()["code"] == "second-factor.wrong"
        assert (await log_in(elsewhere, EMAIL)).status_code == 201, "nothing is asked for until it is on"
        on = await http.post("/me/second-factor/confirm", json={"code": app.code()})
        assert on.status_code == 200 and len(set(on.json()["recovery_codes"])) == 10
        assert (await http.get("/me/second-factor")).json() == {"is_on": True, "recovery_codes_left": 10}
        assert (await elsewhere.get("/me")).status_code == 401, "one is logged out elsewhere"
        again = await http.post("/me/second-factor", json=KNOWN)
        assert (again.status_code, again.json()["code"]) == (409, "second-factor.on-already")
    assert "Kontot har ändrats" in str(house.mail.mails[-1]["Subject"]) and "nu på" in house.mail.text()


async def test_the_secret_and_the_codes_cannot_be_read_out_of_the_database(house: House) -> None:
    app, codes = await turned_on(house)
    kept = [
        str(dict(row))
        for table in ("second_factors", "recovery_codes")
        for row in await house.running.db.fetch(f"SELECT * FROM {table}")
    ]
    written = base64.b32encode(app.secret).decode()
    for secret in (repr(app.secret)[2:-1], app.secret.hex(), written, *codes, *map(plain_code, codes)):
        assert not [row for row in kept if secret in row]
    other = PersonId(await house.person("bo@norrsken.example"))
    await house.running.db.execute("INSERT INTO second_factors SELECT $1, secret, now() FROM second_factors", other)
    with pytest.raises(InvalidTag):
        await house.edge.second_factors.waiting(other)


async def test_at_log_in_the_code_is_asked_for_and_each_opens_once(house: House) -> None:
    app, _ = await turned_on(house)
    async with visitor(house) as http:
        needed = await log_in(http, EMAIL)
        assert (needed.status_code, needed.json()["code"]) == (401, "second-factor.needed")
        assert await with_code(http, code_at(app.secret, app.step)) == (403, "second-factor.wrong"), "it turned it on"
        code = app.code()
        assert await with_code(http, "000000") == (403, "second-factor.wrong")
        assert await with_code(http, code, OTHER) == (401, "login.wrong")
        assert await with_code(http, f" {code[:3]} {code[3:]}") == (201, "")
        assert await with_code(http, code) == (403, "second-factor.wrong"), "whoever looked over a shoulder is late"
        older = code_at(app.secret, app.step - 1)
        assert await with_code(http, older) == (403, "second-factor.wrong"), "and so is an earlier one"
        assert await with_code(http, app.code()) == (201, "")


async def test_a_recovery_code_opens_once_and_its_owner_is_told(house: House) -> None:
    _, codes = await turned_on(house)
    async with visitor(house) as http:
        assert await with_code(http, codes[3].upper().replace("-", " ")) == (201, "")
        assert "återställningskoder" in house.mail.text()
        assert await with_code(http, codes[3]) == (403, "second-factor.wrong")
        answer = await http.post("/sessions", json={"email": EMAIL, "password": PASSWORD, "code": codes[4]})
        http.headers["authorization"] = f"Bearer {answer.json()['token']}"
        assert (await http.get("/me/second-factor")).json()["recovery_codes_left"] == 8
        assert (await http.post("/me/second-factor/recovery-codes", json={"current": OTHER})).status_code == 403
        fresh = (await http.post("/me/second-factor/recovery-codes", json=KNOWN)).json()["recovery_codes"]
        assert await with_code(http, codes[5]) == (403, "second-factor.wrong"), "the old ones are over"
        assert await with_code(http, fresh[0]) == (201, "")


async def test_whoever_knows_the_password_cannot_try_all_codes(house: House) -> None:
    app, _ = await turned_on(house)
    changed = house.edge.settings.model_copy(update={"second_factor_tries_per_hour": 4})
    house.edge.second_factors._settings = changed
    async with visitor(house) as http:
        for _ in range(4):
            assert await with_code(http, "000000") == (403, "second-factor.wrong")
        assert await with_code(http, app.code()) == (429, "rate.limited")
        await house.time_passes()
        for _ in range(5):
            assert await with_code(http, app.code()) == (201, ""), "right ones do not count"


async def test_a_half_log_in_ends_after_a_few_tries_and_when_the_password_changes(house: House) -> None:
    app, _ = await turned_on(house)
    limited_to(house, second_factor_tries_max=2)
    async with house.browser() as browser:
        for _ in range(2):
            page = await entered(browser)
            for _ in range(2):
                page = await browser.press(page, "/login/code", code="000000")
                assert "Koden stämmer inte" in page.text
            page = await browser.press(page, "/login/code", code=app.code())
            assert page.status == 401 and "för många försök" in page.text and "/login" in page.links()
        page = await entered(browser)
        await browser.press(await browser.open("/forgot"), "/forgot", user=EMAIL)
        async with visitor(house) as http:
            chosen = {"token": token_in(house, "reset"), "password": OTHER, "repeated": OTHER}
            assert (await http.post("/password-resets/by-link", json=chosen)).status_code == 200
        page = await browser.press(page, "/login/code", code=app.code())
        assert page.status == 401, "who had the old password only is out"
        assert (await browser.open("/companies")).path.startswith("/login")


async def entered(browser: Browser) -> Page:
    page = await browser.press(await browser.open("/login?next=/help"), "/login", email=EMAIL, password=PASSWORD)
    assert page.path == "/login/code" and "Har du inte telefonen?" in page.text
    return page


async def test_it_is_turned_on_used_and_turned_off_on_pages(house: House) -> None:
    person = PersonId(await house.person(EMAIL))
    here = "/settings/second-factor"
    async with house.browser() as browser:
        await browser.log_in(EMAIL)
        page = await browser.press(await browser.open(here), here, current=OTHER)
        assert page.status == 403 and "nuvarande lösenordet är fel" in page.text
        page = await browser.press(page, here, current=PASSWORD)
        assert page.path == here and "Skanna koden" in page.text
        drawn = await browser.http.get(f"{here}/code.svg")
        assert drawn.headers["content-type"] == "image/svg+xml" and b"<path" in drawn.content
        secret = await house.edge.second_factors.waiting(person)
        assert secret is not None
        app = App(house, base64.b32encode(secret).decode())
        typed = "".join(page.text.split())
        assert base64.b32encode(secret).decode() in typed, "it can be typed too"
        page = await browser.press(page, f"{here}/confirm", code="000 000")
        assert page.status == 403 and "Koden stämmer inte" in page.text
        page = await browser.press(page, f"{here}/confirm", code=app.code())
        (first, *rest) = page.tree.xpath("//code/text()")
        assert page.status == 200 and len(rest) == 9
        page = await browser.open(here)
        assert "10 av 10" in page.text and first not in page.text
        assert (await browser.http.get(f"{here}/code.svg")).status_code == 404
        await browser.press(page, "/logout")
        page = await browser.press(await entered(browser), "/login/code", code=first)
        assert page.path == "/help", "where one was going"
        page = await browser.press(await browser.open(f"{here}/recovery-codes"), f"{here}/recovery-codes", **KNOWN)
        assert len(page.tree.xpath("//code")) == 10
        page = await browser.press(await browser.open(f"{here}/end"), f"{here}/end", **KNOWN)
        assert "avstängd" in page.text
        await browser.press(page, "/logout")
        assert (await browser.log_in(EMAIL)).path == "/companies/new", "the password is enough again"


async def test_the_page_for_the_code_is_for_whoever_has_entered_the_password(house: House) -> None:
    async with house.browser() as browser:
        assert (await browser.open("/login/code")).path == "/login"
        browser.http.cookies.set("stafett-half", str(UUID(int=7)))
        page = await browser.press(await browser.open("/login/code"), "/login/code", code="123456")
        assert page.status == 401
