"""Guessing is slow, and tells nothing: passwords, codes of mails, and who has an account at all.

Looked for beside the log-in and found: codes of resets, of confirmations and of invitations to colleagues were
compared before they were counted; a changed password shared its count with log-ins; the sixth wrong code, a code for a
confirmed address and a mail server that was away each told who has an account.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from account_stories import EMAIL, OTHER, at, limited_to, new_person, solved
from api_visitor import code_in, log_in, token_in, visitor
from pages_house import PASSWORD, House

from portal.people import passwords
from portal.people.limits import HOUR_S, Limits, Rate, Share

WRONG = "Fel-lösen-1"
NOBODY = "nobody@norrsken.example"
OF_ACCOUNTS = re.compile(r"\b(people|sessions|mailed_codes|limits|known_places|mails_waiting|captchas)\b")
OF_THE_POST = re.compile(r"UPDATE mails_waiting|DELETE FROM limits")
"""What the portal does beside its answers, whoever asks."""


@contextmanager
def work_of(house: House) -> Iterator[list[str]]:
    """What is done for answers while inside: each statement about accounts, and each slow hash."""
    done: list[str] = []
    db: Any = house.running.db

    def spied(name: str) -> Any:
        real = getattr(db, name)

        async def call(sql: str, *arguments: Any) -> Any:
            if OF_ACCOUNTS.search(sql) and not OF_THE_POST.match(sql):
                done.append(" ".join(sql.split()))
            return await real(sql, *arguments)

        return call

    def hashing(name: str) -> Any:
        real = getattr(passwords._hasher, name)

        def call(*arguments: Any) -> Any:
            done.append(f"argon2 {name}")
            return real(*arguments)

        return call

    spies = [patch.object(db, name, spied(name)) for name in ("execute", "fetch", "fetchrow", "fetchval")]
    spies += [patch.object(passwords._hasher, name, hashing(name)) for name in ("hash", "verify")]
    for spy in spies:
        spy.start()
    try:
        yield done
    finally:
        for spy in spies:
            spy.stop()


async def test_a_share_is_taken_once_however_many_ask_at_once_and_comes_back_with_time(house: House) -> None:
    """Two objects stand for two processes of the portal: what they count is in the database."""
    both = [Limits(house.running.db, house.edge.settings) for _ in range(2)]
    share = Share("test", "anna", Rate(5, HOUR_S))
    waits = await asyncio.gather(*(both[number % 2].take(share) for number in range(40)))
    assert waits.count(0.0) == 5 and all(0 <= wait <= HOUR_S / 5 for wait in waits)
    assert await both[0].take(Share("test", "bo", share.rate)) == 0
    await both[0].give_back([share])
    assert [await both[1].take(share) == 0 for _ in range(2)] == [True, False]
    await house.running.db.execute("UPDATE limits SET free_at = free_at - interval '24 minutes'")
    assert [await both[1].take(share) == 0 for _ in range(3)] == [True, True, False], "two of five, after two fifths"


async def test_wrong_log_ins_from_many_addresses_ask_for_work_and_the_owner_is_let_in_all_the_while(
    house: House,
) -> None:
    await house.person(EMAIL)
    limited_to(house, login_tries_per_account_per_hour=4, login_tries_with_captcha_per_hour=3)
    async with at(house, "192.0.2.1") as owner:
        assert (await log_in(owner, EMAIL)).status_code == 201, "from now on this place is known"
        codes = []
        for number in range(6):
            async with at(house, f"198.51.100.{number}") as stranger:
                codes.append((await log_in(stranger, EMAIL, WRONG)).json()["code"])
        assert codes == ["login.wrong"] * 4 + ["captcha.needed"] * 2
        assert (await log_in(owner, EMAIL)).status_code == 201
        async with at(house, "198.51.100.9") as stranger:
            assert (await log_in(stranger, EMAIL)).json()["code"] == "captcha.needed", "right or wrong is not told"
            body = {"email": EMAIL, "password": WRONG}
            for expected in ("login.wrong", "login.wrong", "login.wrong", "rate.limited"):
                solution = await solved(stranger, door="log-in")
                answer = await stranger.post("/sessions", json={**body, "captcha": solution})
                assert answer.json()["code"] == expected
            assert int(answer.headers["retry-after"]) > 60
        assert (await log_in(owner, EMAIL)).status_code == 201
        for user in (NOBODY, EMAIL):
            async with at(house, "198.51.100.10") as stranger:
                codes = [(await log_in(stranger, user, WRONG)).json()["code"] for _ in range(5)]
                assert codes[-1] == "captcha.needed", "an address that nobody has is guarded just the same"


async def test_work_for_another_door_opens_no_log_in(house: House) -> None:
    await house.person(EMAIL)
    limited_to(house, login_tries_per_account_per_hour=1)
    async with visitor(house) as http:
        await log_in(http, EMAIL, WRONG)
        body = {"email": EMAIL, "password": PASSWORD}
        wrong_door = await http.post("/sessions", json={**body, "captcha": await solved(http)})
        assert wrong_door.json()["code"] == "captcha.wrong"
        right_door = await http.post("/sessions", json={**body, "captcha": await solved(http, door="log-in")})
        assert right_door.status_code == 201


async def test_a_browser_is_known_again_wherever_it_comes_from(house: House) -> None:
    await house.person(EMAIL)
    limited_to(house, login_tries_per_account_per_hour=2)
    async with house.browser() as browser:
        page = await browser.log_in(EMAIL)
        await browser.press(page, "/logout")
        for number in range(3):
            async with at(house, f"198.51.100.{number}") as stranger:
                await log_in(stranger, EMAIL, WRONG)
        browser.http._transport = httpx.ASGITransport(app=house.site, client=("203.0.113.5", 1))
        assert (await browser.log_in(EMAIL)).path == "/companies/new", "who has no company yet is led to one"
    async with house.browser() as elsewhere:
        elsewhere.http._transport = httpx.ASGITransport(app=house.site, client=("203.0.113.6", 1))
        page = await elsewhere.log_in(EMAIL)
        assert page.status == 403 and "inte är en robot" in page.text
        page = await elsewhere.press(page, "/login", password=PASSWORD)
        assert page.path == "/companies/new", "without scripts the form has waited"


async def test_right_log_ins_are_not_counted_and_a_changed_password_counts_by_itself(house: House) -> None:
    await house.person(EMAIL)
    limited_to(house, login_tries_per_minute=2, login_tries_per_place_per_hour=2, password_tries_per_hour=2)
    async with visitor(house) as http:
        for _ in range(4):
            assert (await log_in(http, EMAIL)).status_code == 201
        change = {"current": WRONG, "password": OTHER, "repeated": OTHER}
        codes = [(await http.put("/me/password", json=change)).json()["code"] for _ in range(3)]
        assert codes == ["password.current-wrong"] * 2 + ["rate.limited"]
        assert (await log_in(http, EMAIL)).status_code == 201


@pytest.mark.parametrize("purpose", ["reset", "confirmation"])
async def test_of_a_hundred_codes_at_once_five_are_compared(house: House, purpose: str) -> None:
    limited_to(house, guesses_per_minute=1000)
    async with visitor(house) as http:
        await http.post("/accounts", json=new_person(await solved(http)))
        if purpose == "reset":
            await http.post("/password-resets", json={"user": EMAIL})
        code = code_in(house)
        compared: list[str] = []

        async def guess(number: int) -> None:
            given = f"{(int(code) + number) % 10**6:06}"
            if purpose == "reset":
                body = {"email": EMAIL, "code": given, "password": OTHER, "repeated": OTHER}
                answer = await http.post("/password-resets/by-code", json=body)
            else:
                answer = await http.post("/accounts/confirm", json={"email": EMAIL, "code": given})
            compared.append(answer.json().get("code", "right"))

        await asyncio.gather(*(guess(1 + number) for number in range(30)))
        assert set(compared) == {f"{purpose}.wrong"}
        tries = "SELECT tries FROM mailed_codes WHERE purpose = $1 AND person IS NOT NULL"
        assert await house.running.db.fetchval(tries, purpose) == 5
        await guess(0)
        assert compared[-1] == f"{purpose}.wrong", "the right one comes too late"


async def test_who_guesses_at_codes_all_day_is_stopped_and_the_link_of_the_mail_still_works(house: House) -> None:
    await house.person(EMAIL)
    limited_to(house, code_guesses_per_account_per_day=3)
    async with visitor(house) as http:
        chosen = {"email": EMAIL, "code": "x", "password": OTHER, "repeated": OTHER}
        for _ in range(3):
            await http.post("/password-resets/by-code", json=chosen)
        await http.post("/password-resets", json={"user": EMAIL})
        late = await http.post("/password-resets/by-code", json={**chosen, "code": code_in(house)})
        assert late.json()["code"] == "reset.wrong"
        by_link = {"token": token_in(house, "reset"), "password": OTHER, "repeated": OTHER}
        assert (await http.post("/password-resets/by-link", json=by_link)).status_code == 200


async def test_a_victims_resets_cannot_be_used_up_the_newest_mail_works(house: House) -> None:
    await house.person(EMAIL)
    for number in range(10):
        async with at(house, f"198.51.100.{number}") as stranger:
            assert (await stranger.post("/password-resets", json={"user": EMAIL})).status_code == 200
    assert len(house.mail.mails) == house.edge.settings.account_mails_per_hour
    async with at(house, "192.0.2.1") as owner:
        answer = await owner.post("/password-resets", json={"user": EMAIL})
        assert (answer.status_code, answer.json()) == (200, {"status": "sent"})
        chosen = {"token": token_in(house, "reset"), "password": OTHER, "repeated": OTHER}
        assert (await owner.post("/password-resets/by-link", json=chosen)).status_code == 200
        assert (await log_in(owner, EMAIL, OTHER)).status_code == 201


async def test_known_and_unknown_addresses_are_answered_alike_after_the_same_work(house: House) -> None:
    """Counted in statements and slow hashes, while the mail server is away: neither word, code nor time tells."""
    await house.person(EMAIL)
    limited_to(house, guesses_per_minute=1000, code_tries_max=3)
    house.mail.down = True

    async def told(user: str) -> tuple[list[Any], list[str]]:
        answers: list[Any] = []
        async with at(house, "192.0.2.7") as http:
            captcha = await solved(http)
            code = {"email": user, "code": "000000x"}
            chosen = {**code, "password": OTHER, "repeated": OTHER}
            calls = [
                ("/accounts/confirm", code),
                ("/password-resets/by-code", chosen),
                ("/sessions", {"email": user, "password": WRONG}),
                ("/password-resets", {"user": user}),
                ("/accounts/resend-confirmation", code),
                *[("/password-resets/by-code", chosen)] * 5,
                *[("/accounts/confirm", code)] * 5,
            ]
            with patch.object(house.edge.post, "send_waiting", _nothing), work_of(house) as done:
                for path, body in [*calls, ("/accounts", new_person(captcha, email=user))]:
                    answer = await http.post(path, json=body)
                    answers.append((path, answer.status_code, answer.json().get("code")))
            await house.time_passes()  # what the mails would have begun is there
            with patch.object(house.edge.post, "send_waiting", _nothing), work_of(house) as later:
                for path, body in [*calls[:2] * 4]:
                    answer = await http.post(path, json=body)
                    answers.append((path, answer.status_code, answer.json().get("code")))
            return answers, done + later

    known, unknown = await told(EMAIL), await told(NOBODY)
    assert known[0] == unknown[0]
    assert [status for _, status, _ in known[0]].count(503) == 0
    assert known[1] == unknown[1]
    assert known[1].count("argon2 verify") == 1 and known[1].count("argon2 hash") == 1


async def _nothing() -> None:
    return None


async def test_signing_up_again_before_confirming_mails_a_new_code_for_what_was_entered_last(house: House) -> None:
    """The code of the first mail confirms nothing any more, so nobody confirms another's password with it."""
    async with visitor(house) as http:
        await http.post("/accounts", json=new_person(await solved(http)))
        first = code_in(house)
        again = new_person(await solved(http), password=OTHER, repeated=OTHER, given_name="Anneli")
        assert (await http.post("/accounts", json=again)).status_code == 201
        second = code_in(house)
        assert len(house.mail.mails) == 2 and "Anneli" in house.mail.text()
        if first != second:
            old = await http.post("/accounts/confirm", json={"email": EMAIL, "code": first})
            assert old.json()["code"] == "confirmation.wrong"
        for _ in range(2):
            new = await http.post("/accounts/confirm", json={"email": EMAIL, "code": second})
            assert new.status_code == 200, "the same code twice is one"
        assert (await log_in(http, EMAIL)).status_code == 401
        assert (await log_in(http, EMAIL, OTHER)).status_code == 201


async def test_the_password_of_an_account_that_is_confirmed_is_not_changed_by_signing_up(house: House) -> None:
    await house.person(EMAIL)
    async with visitor(house) as http:
        again = new_person(await solved(http), password=OTHER, repeated=OTHER)
        assert (await http.post("/accounts", json=again)).status_code == 201
        assert "redan ett konto" in house.mail.text()
        assert (await log_in(http, EMAIL)).status_code == 201


async def test_a_mail_is_tried_again_and_given_up_when_the_server_says_no_for_good(house: House) -> None:
    await house.person(EMAIL)
    waiting = "SELECT count(*) FROM mails_waiting"
    async with visitor(house) as http:
        house.mail.down = True
        await http.post("/password-resets", json={"user": EMAIL})
        assert await house.running.db.fetchval(waiting) == 1
        await house.edge.post.send_waiting()
        assert house.mail.mails == [], "not before its time"
        house.mail.down = False
        await house.time_passes()
        assert len(house.mail.mails) == 1 and await house.running.db.fetchval(waiting) == 0
        house.mail.down, house.mail.reply = True, "550 no such mailbox"
        await http.post("/password-resets", json={"user": EMAIL})
        assert await house.running.db.fetchval(waiting) == 0 and len(house.mail.mails) == 1
