"""People and roles on their page: listed, invited, another role, removed; and the last owner, in words.

Siblings looked for: what each role is shown, and what it is refused when it sends the form all the same; a member of
another company; leaving oneself.
"""

from uuid import UUID, uuid4

from api_visitor import token_in
from pages_house import House
from team_stories import ANNA, BO, issued

from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal


async def with_bo(house: House, role: str = "invoicer") -> tuple[UUID, UUID, UUID]:
    """Anna's company, Anna who owns it, and Bo who belongs to it."""
    anna, bo = await house.person(ANNA, "Anna"), await house.person(BO, "Bo")
    company = await house.company(anna)
    member = {"company": company, "person": bo, "role": role, "name": "Bo", "email": BO, "language": "sv"}
    await house.told(onboarding.MemberJoined.model_validate(member))
    return company, anna, bo


async def changed(fact: portal.MemberRoleSet) -> Fact:
    return onboarding.MemberRoleChanged(company=fact.company, person=fact.member, role=fact.role)


async def left(fact: portal.MemberRemoved) -> Fact:
    return onboarding.MemberLeft(company=fact.company, person=fact.member)


async def test_an_owner_sees_everybody_and_gives_another_role(house: House) -> None:
    company, anna, bo = await with_bo(house)
    here = f"/c/{company}/people"
    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.open(here)
        assert "Anna Öst Du" in page.text and BO in page.text and page.form(f"{here}/{bo}")["role"] == "invoicer"
        assert "Den sista ägaren kan inte lämna" in page.text
        assert f"{here}/{anna}/remove" not in page.links(), "nothing is offered that would be refused"
        async with house.answering(portal.MemberRoleSet, changed) as heard:
            page = await browser.press(page, f"{here}/{bo}", role="owner")
        assert "Rollen är bytt" in page.text and heard[0].role == "owner"
        assert "Den sista ägaren" not in page.text and f"{here}/{anna}/remove" in page.links()


async def test_somebody_is_removed_after_a_page_that_says_what_ends(house: House) -> None:
    company, _, bo = await with_bo(house)
    here = f"/c/{company}/people"
    async with house.browser() as browser, house.browser() as bos:
        await browser.log_in(ANNA)
        await bos.log_in(BO)
        page = await browser.open(f"{here}/{bo}/remove")
        assert "API-nycklar som Bo Öst har gjort" in page.text
        async with house.answering(portal.MemberRemoved, left):
            page = await browser.press(page, f"{here}/{bo}/remove")
        assert "Personen är borttagen" in page.text and BO not in page.text
        assert (await bos.open(here)).status == 404, "at once"
        for stranger in (bo, uuid4()):
            assert (await browser.open(f"{here}/{stranger}/remove")).status == 422


async def test_whoever_only_reads_sees_the_list_leaves_and_changes_nothing(house: House) -> None:
    company, _, bo = await with_bo(house, "viewer")
    here = f"/c/{company}/people"
    async with house.browser() as browser:
        await browser.log_in(BO)
        page = await browser.open(here)
        assert "Ägare" in page.text and "bjuder in och byter roller" in page.text
        assert [form.action for form in page.tree.forms] == ["/logout"]
        forged = {**page.form("/logout"), "role": "owner", "email": "cia@norrsken.example"}
        for path in (here, f"{here}/{bo}", f"{here}/invitations/{uuid4()}/withdraw"):
            assert (await browser.http.post(path, data=forged)).status_code == 403
        assert f"{here}/{bo}/remove" in page.links()
        async with house.answering(portal.MemberRemoved, left):
            page = await browser.press(await browser.open(f"{here}/{bo}/remove"), f"{here}/{bo}/remove")
        assert page.path == "/companies" and str(company) not in page.response.text


async def test_an_administrator_gives_no_role_above_their_own(house: House) -> None:
    company, anna, bo = await with_bo(house, "admin")
    here = f"/c/{company}/people"
    async with house.browser() as browser:
        await browser.log_in(BO)
        page = await browser.open(here)
        assert not [form for form in page.tree.forms if form.action == f"{here}/{anna}"], "an owner is above"
        assert page.tree.xpath(f"//form[@action='{here}/{bo}']//option/@value") == ["viewer", "invoicer", "admin"]
        assert page.tree.xpath(f"//form[@action='{here}']//input[@type='radio']/@value") == [
            "viewer",
            "invoicer",
            "admin",
        ]


async def test_a_colleague_is_invited_mailed_again_and_the_invitation_taken_back(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    here = f"/c/{company}/people"

    async def withdrawn(fact: portal.ColleagueInvitationWithdrawn) -> Fact:
        return onboarding.ColleagueInvitationWithdrawn(
            company=fact.company, invitation=fact.invitation, person=fact.person
        )

    async with house.browser() as browser:
        await browser.log_in(ANNA)
        page = await browser.press(await browser.open(here), here, email="bo", given_name="Bo", role="viewer")
        assert page.status == 422 and page.form(here)["given_name"] == "Bo"
        async with house.answering(portal.ColleagueInvited, issued):
            page = await browser.press(page, here, email=BO, role="viewer", language="da")
        assert "Inbjudan är på väg" in page.text and BO in page.text
        first = token_in(house, "join")
        (invitation,) = [str(form.action) for form in page.tree.forms if str(form.action).endswith("/resend")]
        page = await browser.press(page, invitation)
        assert token_in(house, "join") != first and len(house.mail.mails) == 2
        async with house.answering(portal.ColleagueInvitationWithdrawn, withdrawn):
            page = await browser.press(page, invitation.replace("/resend", "/withdraw"))
        assert "Inbjudan är återtagen" in page.text and BO not in page.text
