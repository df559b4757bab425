"""Over the API: colleagues are invited and join, roles decide what one may do, and others ask for access."""

from uuid import uuid4

import pytest
from api_visitor import code_in, logged_in, token_in, visitor
from pages_house import PASSWORD, House
from team_stories import ANNA, BO, invited, issued, joined

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import Personal


@pytest.mark.req("S3-05", "S3-08", "S2-26")
async def test_a_colleague_joins_by_the_link_and_acts_for_the_company_at_once(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await invited(house, company)
    assert house.mail.mails[-1]["To"] == BO and "har inviteret dig" in str(house.mail.mails[-1]["Subject"])
    token = token_in(house, "join")
    async with visitor(house) as nobody:
        prefilled = (await nobody.get(f"/colleague-invitations/{token}")).json()
        assert (prefilled["email"], prefilled["given_name"], prefilled["family_name"]) == (BO, "Bo", "Ek")
        assert (await nobody.get("/colleague-invitations/guess")).status_code == 422
    await house.person(BO, "Bo")
    async with logged_in(house, BO) as bo, house.answering(portal.ColleagueInvitationAccepted, joined) as heard:
        assert (await bo.get(f"/companies/{company}")).status_code == 404
        for _ in range(2):
            answer = await bo.post("/colleague-invitations/accept", json={"token": token})
            assert (answer.status_code, answer.json()["answer"]) == (201, "member_joined"), answer.text
        assert len(heard) == 1, "the same yes twice is one"
        assert [item["role"] for item in (await bo.get("/me")).json()["companies"]] == ["invoicer"]
        members = (await bo.get(f"/companies/{company}/members")).json()
        assert {(one["email"], one["role"]) for one in members["members"]} == {(ANNA, "owner"), (BO, "invoicer")}
        assert members["invited"] == []
        assert (await bo.post(f"/companies/{company}/colleagues", json={"email": BO})).status_code == 403


async def test_or_by_the_code_and_a_newer_mail_takes_the_place_of_the_older(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await invited(house, company)
    await house.person(BO)
    old_code, old_token = code_in(house), token_in(house, "join")
    async with logged_in(house, ANNA) as anna:
        (waiting,) = (await anna.get(f"/companies/{company}/members")).json()["invited"]
        resent = await anna.post(f"/companies/{company}/colleagues/{waiting['id']}/resend")
        assert resent.status_code == 200
        stranger = await anna.post("/colleague-invitations/accept", json={"code": code_in(house)})
        assert stranger.json()["code"] == "colleague-invitation.unknown", "the code is for another address"
    async with logged_in(house, BO) as bo, house.answering(portal.ColleagueInvitationAccepted, joined):
        for spent in ({"token": old_token}, {"code": old_code if old_code != code_in(house) else "x"}):
            answer = await bo.post("/colleague-invitations/accept", json=spent)
            assert answer.json()["code"] == "colleague-invitation.unknown"
        answer = await bo.post("/colleague-invitations/accept", json={"code": code_in(house)})
        assert answer.status_code == 201


@pytest.mark.req("D-06")
async def test_the_secrets_of_people_never_cross_the_bus(house: House) -> None:
    """Passwords, codes and tokens stand hashed in the portal's own rows, and in no fact."""
    company = await house.company(await house.person(ANNA))
    async with logged_in(house, ANNA) as anna, house.answering(portal.ColleagueInvited, issued) as told:
        await anna.post(f"/companies/{company}/colleagues", json={"email": BO})
        code, token = code_in(house), token_in(house, "join")
        session = anna.headers["authorization"].split()[1]
        facts = "".join(fact.model_dump_json() for fact in told)
    rows = await house.running.db.fetch("SELECT to_jsonb(s)::text AS row FROM colleague_secrets s")
    rows = [*rows, *await house.running.db.fetch("SELECT to_jsonb(p)::text AS row FROM people p")]
    kept = "".join(row["row"] for row in rows)
    assert BO in facts and BO in kept
    for secret in (token, session, PASSWORD, f'"{code}"'):
        assert secret not in facts and secret not in kept


async def test_a_code_is_guessed_only_so_often(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await invited(house, company)
    await house.person(BO)
    code = code_in(house)
    async with logged_in(house, BO) as bo:
        for _ in range(house.edge.settings.code_tries_max):
            await bo.post("/colleague-invitations/accept", json={"code": f"{(int(code) + 1) % 10**6:06}"})
        answer = await bo.post("/colleague-invitations/accept", json={"code": code})
        assert answer.json()["code"] == "colleague-invitation.unknown"
        for neither_nor in ({}, {"token": "a", "code": "b"}):
            assert (await bo.post("/colleague-invitations/accept", json=neither_nor)).status_code == 422


async def test_who_has_left_is_answered_as_if_the_company_did_not_exist(house: House) -> None:
    person = await house.person(ANNA)
    company = await house.company(person)

    async def left(fact: portal.MemberRemoved) -> Fact:
        return onboarding.MemberLeft(company=fact.company, person=fact.member)

    async def demoted(fact: portal.MemberRoleSet) -> Fact:
        return onboarding.MemberRoleChanged(company=fact.company, person=fact.member, role=fact.role)

    async with logged_in(house, ANNA) as anna:
        async with house.answering(portal.MemberRoleSet, demoted):
            answer = await anna.put(f"/companies/{company}/members/{person}", json={"role": "viewer"})
            assert answer.json()["role"] == "viewer"
            await house.shown()
        refused = await anna.put(f"/companies/{company}/members/{person}", json={"role": "owner"})
        assert (refused.status_code, refused.json()["code"]) == (403, "role.insufficient")
        async with house.answering(portal.MemberRemoved, left):
            assert (await anna.delete(f"/companies/{company}/members/{person}")).json()["answer"] == "member_left"
            await house.shown()
        assert (await anna.get(f"/companies/{company}")).status_code == 404


@pytest.mark.req("S4-16", "D-01")
async def test_access_is_asked_for_by_number_and_answered_by_the_owner(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    await house.person(BO, "Bo")

    async def asked(fact: portal.AccessRequested) -> Fact:
        assert (fact.number, fact.email) == (Personal("556036-0793"), Personal(BO))
        return onboarding.AccessRequested(
            company=company,
            request=fact.request,
            person=fact.person,
            company_name="Norrsken Bygg AB",
            name=fact.name,
            email=fact.email,
            language=fact.language,
            message=fact.message,
        )

    async def said_no(fact: portal.AccessAnswered) -> Fact:
        return onboarding.AccessRequestAnswered(
            company=company,
            request=fact.request,
            person=uuid4(),
            company_name="Norrsken Bygg AB",
            accepted=fact.accepted,
            email=Personal(BO),
            language="sv",
        )

    async with logged_in(house, BO) as bo, logged_in(house, ANNA) as anna:
        async with house.answering(portal.AccessRequested, asked):
            body = {"number": "556036-0793", "message": "Jag sköter fakturorna."}
            assert (await bo.post("/access-requests", json=body)).status_code == 201
            await house.shown()
            too_long = await bo.post("/access-requests", json={**body, "message": "x" * 1001})
            assert too_long.status_code == 422
        (waiting,) = (await anna.get(f"/companies/{company}/access-requests")).json()
        assert (waiting["name"], waiting["message"], waiting["status"]) == ("Bo Öst", body["message"], "waiting")
        async with house.answering(portal.AccessAnswered, said_no):
            path = f"/companies/{company}/access-requests/{waiting['id']}"
            assert (await anna.put(path, json={"accepted": False})).json()["answer"] == "access_request_answered"
            await house.shown()
        (own,) = (await bo.get("/access-requests")).json()
        assert (own["company_name"], own["status"]) == ("Norrsken Bygg AB", "declined")
