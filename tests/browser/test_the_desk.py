"""The operator's desk in a browser: each place keeps nobody out and fits on a phone, and staff act on its pages."""

from devstack.companies import NewCompany
from devstack.journey import Visitor

from .conftest import NewGuest

PLACES = ("requests", "cases", "invoices", "money", "corrections", "proposals", "running", "staff", "log")


async def test_staff_find_their_way_and_settle_a_payment_that_no_file_tells_of(
    guest: NewGuest, company: NewCompany, desk: Visitor
) -> None:
    anna = await company("anna", "Norrsken Bygg AB")
    dag = await guest("sv")
    await dag.be(desk)
    await dag.open("/desk")
    await dag.look("desk")
    for place in PLACES:
        await dag.open(f"/desk/{place}")
        await dag.look(f"desk-{place}")
    await dag.open("/desk/running")
    for service in ("onboarding", "wallet", "portal"):
        await dag.sees(service)
    assert await dag.page.get_by_text("Redo", exact=True).count() >= 8
    await dag.open("/desk/companies")
    await dag.fill(search=anna.email)
    await dag.press("Sök")
    await dag.follow("Norrsken Bygg AB")
    await dag.look("desk-company")

    await dag.follow("Bank")
    await dag.fill(amount="1 234,50", booked_on="2026-11-27", reference="hittar inte hem", note="Sedd på kontot")
    await dag.press("Registrera en betalning")
    await dag.sees("Det är gjort.")
    await dag.sees("Referensen är okänd")
    await dag.look("desk-bank")
    await dag.page.locator("table a", has_text="2026").first.click()
    await dag.look("desk-bank-payment")
    await dag.fill(note="Tillbaka till betalaren i dag")
    await dag.press("Är återbetald")
    await dag.sees("Det är gjort.")
    await dag.open("/desk/log")
    await dag.sees("Betalade tillbaka över bank")
    await dag.sees("Registrerade en betalning")
