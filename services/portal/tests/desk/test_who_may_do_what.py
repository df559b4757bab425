"""Staff are people with a role: each door of the desk asks for one, and to everybody else there is no desk.

Siblings of "an address in a setting opens everything": every route of the API and of pages under /desk is looked at
here, as the routers have it, so that a new one cannot be forgotten.
"""

import argparse
import base64
import time
from uuid import UUID, uuid4

import pytest
from account_stories import limited_to
from api_visitor import logged_in
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pages_house import PASSWORD, House

from chassis import Refused
from contracts.values import PersonId
from devstack.errands import code_of
from portal.__main__ import change
from portal.app import AREAS
from portal.edge.clock import now
from portal.edge.part import Part
from portal.people.second_factor import STEP_S, code_at
from portal.staff.commands import ROLES, GiveRole, Role, TakeRole, member_of
from portal.staff.member import Member
from portal.staff.view import roles_of

BOSS, CLERK, ANNA = "boss@stafett.example", "clerk@stafett.example", "anna@norrsken.example"
NEEDS: dict[str, Role] = {
    "recipient-requests": "support",
    "requests": "support",
    "cases": "support",
    "companies": "support",
    "invoices": "support",
    "money": "finance",
    "bank": "finance",
    "bank-files": "finance",
    "bank-payments": "finance",
    "corrections": "finance",
    "prices": "finance",
    "adjustments": "finance",
    "running": "operations",
    "health": "operations",
    "set-aside": "operations",
    "dead-letters": "operations",
    "staff": "admin",
    "log": "admin",
}
PAGES = ("requests", "cases", "companies", "invoices", "money", "bank", "corrections", "running", "staff", "log")
MONEY_OF_A_COMPANY = ("orders", "adjustments", "corrections")
FOR_ALL_STAFF = ("", "proposals")


async def given(house: House, person: UUID, role: Role) -> None:
    command = GiveRole(at=now(), member=member_of(PersonId(person)), person=PersonId(person), role=role)
    await house.running.perform(command, actor="a story")
    await house.shown()


def role_for(path: str) -> Role | None:
    """None for what every role opens, each so much of it as it may see."""
    _, _, below = path.partition("/desk")
    place, *rest = below.strip("/").split("/")
    if place == "companies" and any(one in MONEY_OF_A_COMPANY for one in rest):
        return "finance"
    return None if place in FOR_ALL_STAFF else NEEDS[place]


def doors() -> dict[str, set[Role]]:
    """Each route of the desk, of pages and of the API, with the roles that its doors ask for."""
    routers = [router for area in AREAS if isinstance(area, Part) for router in (*area.api, *area.pages)]
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    at_the_desk = [route for route in routes if route.path.startswith(("/desk", "/api/v1/desk"))]
    return {f"{sorted(route.methods)} {route.path}": asked_by(route.dependant) for route in at_the_desk}


def asked_by(dependant: Dependant) -> set[Role]:
    own = {dependant.call.role} if hasattr(dependant.call, "role") else set()
    return own.union(*(asked_by(below) for below in dependant.dependencies))


def test_each_route_of_the_desk_asks_for_the_role_of_its_place() -> None:
    found = doors()
    assert len(found) > 60
    for route, roles in found.items():
        needed = role_for(route)
        assert roles == ({needed} if needed else set()), route


async def test_a_door_opens_to_its_role_and_an_admin_and_to_no_customer(house: House) -> None:
    clerk, _ = await house.person(CLERK), await house.person(ANNA)
    places = {place: role for place, role in NEEDS.items() if place in PAGES}
    async with house.browser() as browser, house.browser() as anna:
        await browser.log_in(CLERK)
        await anna.log_in(ANNA)
        for place in places:
            assert (await anna.open(f"/desk/{place}")).status == 404, place
        for role in ROLES:
            await given(house, clerk, role)
            menu = (await browser.open("/desk")).links()
            for place, needed in places.items():
                opens = role in (needed, "admin")
                assert (f"/desk/{place}" in menu) == opens, (role, place)
                if not opens:
                    page = await browser.open(f"/desk/{place}")
                    assert page.status == 403 and needed in page.text, (role, place)
            member = member_of(PersonId(clerk))
            taken = TakeRole(at=now(), member=member, person=PersonId(clerk), role=role)
            await house.running.perform(taken, actor="a story")
            await house.shown()
        assert (await browser.open("/desk")).status == 404, "whose role is taken away sees no desk any more"


async def test_those_whom_the_setting_names_are_admins_until_somebody_has_been_given_that_role(house: House) -> None:
    await house.person(BOSS)
    clerk = await house.person(CLERK)
    house.edge.settings = house.edge.settings.model_copy(update={"staff": f" {BOSS.upper()} ,"})
    async with logged_in(house, BOSS) as boss, logged_in(house, CLERK) as other:
        assert (await boss.get("/desk/staff")).json() == []
        assert (await other.get("/desk/staff")).status_code == 404
        body = {"user": CLERK, "role": "finance", "change": "give"}
        assert (await boss.post("/desk/staff/roles", json=body)).json() == {"status": "given"}
        assert (await boss.get("/desk/log")).status_code == 200, "another role than an admin's changes nothing"
        assert (await other.get("/desk/money")).status_code == 200
        assert (await other.post("/desk/staff/roles", json=body | {"role": "admin"})).status_code == 403
        assert (await boss.post("/desk/staff/roles", json=body | {"role": "admin"})).status_code == 200
        assert (await boss.get("/desk/log")).status_code == 404, "now the setting says nothing any more"
        refused = await other.post("/desk/staff/roles", json=body | {"role": "admin", "change": "take"})
        assert refused.json()["code"] == "staff.own-admin"
        nobody = await other.post("/desk/staff/roles", json=body | {"user": "nobody@stafett.example"})
        assert nobody.json()["code"] == "desk.nobody-there"
        (line,) = (await other.get("/desk/staff")).json()
        assert (line["person"], line["roles"]) == (str(clerk), ["admin", "finance"])
        assert (await other.post("/desk/staff/roles", json=body | {"change": "take"})).json() == {"status": "taken"}
        (line,) = (await other.get("/desk/staff")).json()
        assert line["roles"] == ["admin"]


async def test_the_first_admin_is_named_on_the_command_line(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    boss = PersonId(await house.person(BOSS))
    asked = argparse.Namespace(command="give", user=BOSS, role="admin", by="")
    assert await change(house.running, house.edge.settings, asked) == 2, "who decided it is asked for"
    asked.by = "Åsa Öst"
    assert await change(house.running, house.edge.settings, asked) == 0
    await house.shown()
    assert await roles_of(house.running.db, boss) == {"admin"}
    async with logged_in(house, BOSS) as http:
        (line,) = (await http.get("/desk/log")).json()
        assert (line["person"], line["act"], line["about"]) == (None, "staff_role_given", f"admin {boss}")
    asked.user = "nobody@stafett.example"
    assert await change(house.running, house.edge.settings, asked) == 1
    assert "nobody has an account" in capsys.readouterr().err


def test_nobody_takes_away_their_own_right_to_name_admins() -> None:
    me, at = PersonId(uuid4()), now()
    member = Member(member_of(me))
    member.give(GiveRole(at=at, member=member.id, person=me, role="admin"))
    with pytest.raises(Refused, match=r"staff\.own-admin"):
        member.take(TakeRole(at=at, member=member.id, person=me, role="admin", by=me))
    member.take(TakeRole(at=at, member=member.id, person=me, role="admin", by=PersonId(uuid4())))
    assert member.roles == set()


async def test_the_desk_opens_to_staff_whose_log_in_asks_for_a_second_factor(house: House) -> None:
    """The page that refuses leads to where it is turned on; a session from before that is over."""
    person = PersonId(await house.person(BOSS))
    limited_to(house, staff=BOSS, staff_second_factor=True)
    async with house.browser() as browser, logged_in(house, BOSS) as before, logged_in(house, BOSS) as http:
        await browser.log_in(BOSS)
        page = await browser.open("/desk")
        assert page.status == 403 and "/settings/second-factor" in page.links() and "två steg" in page.text
        assert (await http.get("/desk/staff")).json()["code"] == "desk.second-factor-needed"
        assert (await http.post("/me/second-factor", json={"current": PASSWORD})).status_code == 201
        assert (await http.get("/desk/staff")).status_code == 403, "not before the app's first code"
        secret = await house.edge.second_factors.waiting(person)
        assert secret is not None
        code = code_at(secret, int(time.time() // STEP_S))
        assert (await http.post("/me/second-factor/confirm", json={"code": code})).is_success
        assert (await http.get("/desk/staff")).status_code == 200
        assert (await before.get("/desk/staff")).status_code == 401
        assert code_of(base64.b32encode(secret).decode(), time.time()) in {
            code_at(secret, int(time.time() // STEP_S) - earlier) for earlier in (0, 1)
        }, "what the demo shows as an app's code is one"
