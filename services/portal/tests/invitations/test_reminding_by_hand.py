"""The button that sends an invitation once more: on a customer's page and on a supplier's, with its limit in words."""

from pages_house import House

from contracts.directory import v1 as directory
from contracts.examples import example
from contracts.fact import Fact
from contracts.portal import v1 as portal

ANNA = "anna@norrsken.example"


async def test_who_has_not_answered_is_reminded_on_their_page_and_too_often_is_said(house: House) -> None:
    company = await house.company(await house.person(ANNA))
    own = {"company": company}
    customer = example(directory.InvitationIssued).model_copy(update=own)
    supplier = example(directory.SupplierInvitationIssued).model_copy(update=own)
    await house.told(customer, supplier)
    often = False

    async def remind(fact: portal.InvitationReminderAsked) -> Fact:
        if often:
            return directory.InvitationRefused(
                company=fact.company,
                invitation=fact.invitation,
                code="invitation.mailed-lately",
                details={"hours": "24"},
            )
        update = {**own, "invitation": fact.invitation}
        return example(directory.InvitationReminded).model_copy(update=update)

    async with house.browser() as browser, house.answering(portal.InvitationReminderAsked, remind) as heard:
        await browser.log_in(ANNA)
        for role, invited in (("customers", customer), ("suppliers", supplier)):
            page = await browser.open(f"/c/{company}/{role}/{invited.invitation}")
            landed = await browser.press(page, f"{page.path}/remind")
            assert landed.path == page.path and "Påminnelse skickades" in landed.text
        often = True
        refused = await browser.press(landed, f"{landed.path}/remind")
        assert refused.status == 422 and "tidigast 24 timmar efter det senaste mejlet" in refused.text
    assert [fact.invitation for fact in heard[:2]] == [customer.invitation, supplier.invitation]  # type: ignore[attr-defined]
