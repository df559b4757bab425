"""Accounts over the API: proof of work, passwords that are chosen, changed and forgotten, and user names."""

import base64
import json
import re
import tomllib
from importlib.resources import files
from typing import Any, get_args

import pytest
from account_stories import EMAIL, OTHER, new_person, solved
from api_visitor import code_in, log_in, token_in, visitor
from pages_house import PASSWORD, House

from contracts.values import Language
from portal.people.mails import words
from portal.people.passwords import missing_in


@pytest.mark.req("S3-14", "S3-16")
async def test_a_sign_up_costs_some_work_and_the_work_is_good_once(house: House) -> None:
    async with visitor(house) as http:
        solution = await solved(http)
        assert (await http.post("/accounts", json=new_person(solution))).status_code == 201
        again = await http.post("/accounts", json=new_person(solution, email="bo@norrsken.example"))
        assert (again.status_code, again.json()["code"]) == (422, "captcha.expired")


@pytest.mark.req("S3-14")
@pytest.mark.parametrize(
    "changed",
    [
        {"number": -1},
        {"number": float("inf")},
        {"number": "x"},
        {"signature": "0" * 64},
        {"algorithm": "MD5"},
        {"salt": "x?expires=9999999999&"},
    ],
)
async def test_a_forged_solution_makes_no_account(house: House, changed: dict[str, Any]) -> None:
    async with visitor(house) as http:
        answer = await http.post("/accounts", json=new_person(await solved(http, **changed)))
        assert (answer.status_code, answer.json()["code"]) == (422, "captcha.wrong")
        assert await house.edge.people.find(EMAIL) is None


@pytest.mark.req("S3-14")
async def test_no_solution_and_nonsense_are_refused(house: House) -> None:
    async with visitor(house) as http:
        for nonsense in ("", "å", "bm90IGpzb24=", base64.b64encode(b"[]").decode(), base64.b64encode(b"{}").decode()):
            answer = await http.post("/accounts", json=new_person(nonsense))
            assert (answer.status_code, answer.json()["code"]) == (422, "captcha.wrong"), nonsense
        body = new_person("")
        del body["captcha"]
        assert (await http.post("/accounts", json=body)).status_code == 422


async def test_a_digit_moved_from_the_number_to_the_salt_is_no_second_solution(house: House) -> None:
    async with visitor(house) as http:
        solution = json.loads(base64.b64decode(await solved(http)))
        number = str(solution["number"])
        moved = {**solution, "salt": solution["salt"] + number[0], "number": int(number[1:] or 0)}
        captcha = base64.b64encode(json.dumps(moved).encode()).decode()
        answer = await http.post("/accounts", json=new_person(captcha))
        assert answer.json()["code"] == "captcha.wrong"


async def test_an_old_solution_is_refused(house: House) -> None:
    house.edge.captcha._settings = house.edge.settings.model_copy(update={"captcha_minutes": -1})
    async with visitor(house) as http:
        answer = await http.post("/accounts", json=new_person(await solved(http)))
        assert answer.json()["code"] == "captcha.expired"


@pytest.mark.req("S3-09", "S3-10", "S3-11", "S3-12", "S3-13", "D-10")
async def test_weak_and_unequal_passwords_are_refused_and_the_work_is_not_lost(house: House) -> None:
    async with visitor(house) as http:
        solution = await solved(http)
        for password, missing in (("kort", "length"), ("Sommar-2026!", "known"), ("utan-stora-8", "case")):
            body = new_person(solution, password=password, repeated=password)
            answer = await http.post("/accounts", json=body)
            assert answer.json()["code"] == "password.too-weak" and missing in answer.json()["details"]["missing"]
        unequal = await http.post("/accounts", json=new_person(solution, repeated=OTHER))
        assert unequal.json()["code"] == "password.repeated-differs"
        assert (await http.post("/accounts", json=new_person(solution))).status_code == 201
        rules = (await http.get("/password-rules")).json()
        assert (rules["length_min"], set(rules["rules"])) == (8, {"length", "special", "case", "digit", "known"})


@pytest.mark.req("D-10")
@pytest.mark.parametrize(
    "password", ["Password1!", "P@ssw0rd", "Välkommen-2026", "!!Qwerty99", "Adgangskode1.", "Salasana_12", "TestTest-1"]
)
def test_passwords_that_everybody_tries_first_are_known_bad(password: str) -> None:
    assert "known" in missing_in(password)


@pytest.mark.req("D-10")
def test_ones_own_name_is_no_secret_and_a_long_phrase_is_fine() -> None:
    assert "known" in missing_in("Lindqvist-1987!", "sara.lindqvist@norrsken.example")
    assert missing_in("Lindqvist-1987!", "anna@norrsken.example") == []
    assert missing_in("Vi möts vid sommarens sista tåg, 17:42!") == []


@pytest.mark.req("S1-03", "S4-15", "D-02")
async def test_an_account_without_a_password_gets_one_chosen_by_mail(house: House) -> None:
    async with visitor(house) as http:
        body = new_person(await solved(http), password=None, repeated=None)
        assert (await http.post("/accounts", json=body)).status_code == 201
        assert "Välj ett lösenord" in str(house.mail.mails[-1]["Subject"]) and PASSWORD not in house.mail.text()
        assert (await log_in(http, EMAIL, password="")).status_code == 401
        chosen = {"token": token_in(house, "reset"), "password": PASSWORD, "repeated": PASSWORD}
        assert (await http.post("/password-resets/by-link", json=chosen)).status_code == 200
        assert (await log_in(http, EMAIL)).status_code == 201, "reading the mail has confirmed the address"


@pytest.mark.req("S2-29", "D-02")
async def test_a_forgotten_password_is_replaced_by_link_once_and_every_session_ends(house: House) -> None:
    await house.person(EMAIL)
    async with visitor(house) as http, visitor(house) as elsewhere:
        await log_in(elsewhere, EMAIL)
        assert (await http.post("/password-resets", json={"user": EMAIL.upper()})).status_code == 200
        chosen = {"token": token_in(house, "reset"), "password": OTHER, "repeated": OTHER}
        weak = await http.post("/password-resets/by-link", json={**chosen, "password": "kort", "repeated": "kort"})
        assert weak.json()["code"] == "password.too-weak"
        assert (await http.post("/password-resets/by-link", json=chosen)).status_code == 200
        assert "ändrat" in str(house.mail.mails[-1]["Subject"])
        assert (await http.post("/password-resets/by-link", json=chosen)).json()["code"] == "reset.expired"
        assert (await elsewhere.get("/me")).status_code == 401
        assert (await log_in(http, EMAIL)).status_code == 401
        assert (await log_in(http, EMAIL, password=OTHER)).status_code == 201


@pytest.mark.req("S2-29", "D-02")
async def test_or_by_code_with_few_guesses(house: House) -> None:
    await house.person(EMAIL)
    async with visitor(house) as http:
        await http.post("/password-resets", json={"user": EMAIL})
        code = code_in(house)
        chosen = {"email": EMAIL, "password": OTHER, "repeated": OTHER}
        wrong = {**chosen, "code": f"{(int(code) + 1) % 10**6:06}"}
        for _ in range(house.edge.settings.code_tries_max):
            assert (await http.post("/password-resets/by-code", json=wrong)).json()["code"] == "reset.wrong"
        spent = await http.post("/password-resets/by-code", json={**chosen, "code": code})
        assert spent.json()["code"] == "reset.wrong", "too many guesses; said as for an address that nobody has"
        await http.post("/password-resets", json={"user": EMAIL})
        right = await http.post("/password-resets/by-code", json={**chosen, "code": code_in(house)})
        assert right.status_code == 200 and (await log_in(http, EMAIL, password=OTHER)).status_code == 201


async def test_nobody_learns_from_a_forgotten_password_who_has_an_account(house: House) -> None:
    async with visitor(house) as http:
        answer = await http.post("/password-resets", json={"user": "nobody@norrsken.example"})
        assert (answer.status_code, answer.json()) == (200, {"status": "sent"}) and house.mail.mails == []
        chosen = {"email": "nobody@norrsken.example", "code": "123456", "password": OTHER, "repeated": OTHER}
        assert (await http.post("/password-resets/by-code", json=chosen)).json()["code"] == "reset.wrong"


@pytest.mark.req("S0-15", "S0-16", "D-05")
async def test_a_user_name_is_chosen_changed_and_logs_in(house: House) -> None:
    await house.person(EMAIL)
    await house.person("bo@norrsken.example")
    async with visitor(house) as http, visitor(house) as bo:
        await log_in(http, EMAIL)
        await log_in(bo, "bo@norrsken.example")
        assert (await http.put("/me/user-name", json={"user_name": "Anna.Öst"})).status_code == 200
        assert (await http.get("/me")).json()["user_name"] == "anna.öst"
        taken = await bo.put("/me/user-name", json={"user_name": "ANNA.öst"})
        assert (taken.status_code, taken.json()["code"]) == (409, "user-name.taken")
        for bad in ("ab", "anna@berg", "anna berg", "<script>", "x" * 51):
            assert (await bo.put("/me/user-name", json={"user_name": bad})).status_code == 422
        assert (await log_in(http, "ANNA.ÖST")).status_code == 201
        await http.put("/me/user-name", json={"user_name": None})
        assert (await log_in(http, "anna.öst")).status_code == 401
        assert (await log_in(http, EMAIL)).status_code == 201


@pytest.mark.req("S0-15", "S0-17", "S0-18")
async def test_a_password_is_changed_with_the_old_one_and_the_new_one_twice(house: House) -> None:
    await house.person(EMAIL)
    async with visitor(house) as http, visitor(house) as elsewhere:
        await log_in(http, EMAIL)
        await log_in(elsewhere, EMAIL)
        change = {"current": PASSWORD, "password": OTHER, "repeated": OTHER}
        for wrong, code in (
            ({"current": "Fel-lösen-1"}, "password.current-wrong"),
            ({"repeated": PASSWORD}, "password.repeated-differs"),
            ({"password": "Sommar-2026!", "repeated": "Sommar-2026!"}, "password.too-weak"),
        ):
            assert (await http.put("/me/password", json={**change, **wrong})).json()["code"] == code
        assert (await http.put("/me/password", json=change)).status_code == 200
        assert "ändrat" in str(house.mail.mails[-1]["Subject"])
        assert (await http.get("/me")).status_code == 200, "one stays logged in here"
        assert (await elsewhere.get("/me")).status_code == 401, "and nowhere else"
        assert (await log_in(elsewhere, EMAIL, password=OTHER)).status_code == 201


@pytest.mark.req("S2-28")
async def test_account_settings_are_changed_and_one_logs_out_everywhere(house: House) -> None:
    await house.person(EMAIL)
    async with visitor(house) as http:
        await log_in(http, EMAIL)
        profile = {"given_name": "Aino", "family_name": "Mäki", "language": "fi"}
        assert (await http.put("/me", json=profile)).status_code == 200
        shown = (await http.get("/me")).json()
        assert {name: shown[name] for name in profile} == profile
        assert (await http.delete("/sessions")).status_code == 204
        assert (await http.get("/me")).status_code == 401


def test_the_mails_of_accounts_say_the_same_in_every_language() -> None:
    swedish = words("sv")
    for language in get_args(Language):
        found = tomllib.loads((files("portal.people") / "words" / f"{language}.toml").read_text("utf-8"))
        assert found.keys() == swedish.keys()
        for mail in found:
            for part in ("subject", "text"):
                fields = [set(re.findall(r"\{(\w+)\}", text[mail][part])) for text in (swedish, found)]
                assert fields[0] == fields[1], f"{language}: {mail}"
