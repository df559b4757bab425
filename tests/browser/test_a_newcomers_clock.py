"""From the mail that invites to the thing done, by the shortest way: clicks and fields as docs/newcomer.md says."""

import re
from pathlib import Path

from devstack.companies import PERSONAL_NUMBER, NewCompany
from devstack.journey import PASSWORD

from .companies import DENMARK, SWEDEN, sign_on_this_device
from .conftest import NewGuest
from .guest import Guest, Tally
from .test_buying_credits import VISA, pay

TABLE = Path(__file__).parents[2] / "docs" / "newcomer.md"
ROW = re.compile(r"^\| (?P<way>[^|]+?) \| S\d \| \d+ \| \d+ \| (?P<clicks>\d+) \| (?P<fields>\d+) \|$", re.M)


def told(who: str) -> dict[str, tuple[int, int]]:
    """Clicks and fields of each way of the table that begins with these words."""
    rows = {row["way"]: (int(row["clicks"]), int(row["fields"])) for row in ROW.finditer(TABLE.read_text())}
    return {way: counted for way, counted in rows.items() if way.startswith(who)}


def taken(guest: Guest) -> tuple[int, int]:
    """What was counted since the last time."""
    tally, guest.tally = guest.tally, Tally()
    return tally.clicks, tally.fields


async def account(per: Guest, email: str, number: str) -> None:
    await per.open(await per.link(email, "/enrol"))
    await per.follow("Registrera dig")
    await per.fill(password=PASSWORD, repeated=PASSWORD, privacy=True)
    await per.press("Registrera")
    await per.open(await per.link(email, "/confirm/"))
    await per.press("Bekräfta adressen")
    await per.fill(password=PASSWORD)
    await per.press("Logga in")


async def aboard(per: Guest, email: str, number: str) -> None:
    await per.follow("Registrera företaget")
    await per.fill(search=number)
    await per.press("Hämta")
    await per.press("Ja, lägg till företaget")
    await per.fill(terms=True)
    await per.press("Ja, anslut")
    await per.sees("Ni är kopplade")


async def accounts(per: Guest, email: str, number: str) -> None:
    """The address came from the register."""
    await per.follow("Bankkonto")
    await per.fill(kind="bankgiro", number="5050-1055")
    await per.press("Spara kontot")


async def signature(per: Guest, email: str, number: str) -> None:
    await per.follow("Skriv under")
    await per.fill(personal_number=PERSONAL_NUMBER, authority_declared=True)
    await per.press("Signera")
    await sign_on_this_device(per, "Per Ek")
    await per.sees("Underskriften är gjord")


async def klip(per: Guest, email: str, number: str) -> None:
    await per.follow("Fakturaklipp")
    await per.fill(quantity="100")
    await per.press("Lägg i kundvagnen")
    await per.follow("Till kassan")
    await per.fill(payment="card", card_type="visa", terms=True)
    await per.press("Beställ för 250,00\u00a0kr")
    await pay(per, VISA)
    await per.sees("Betalningen är mottagen")


async def invoice(per: Guest, email: str, number: str) -> None:
    """The only customer is chosen, and the number, the dates and the account are filled in."""
    await per.follow("Fakturor")
    await per.follow("Ny faktura")
    row = {"name": "Montering", "quantity": "10", "price": "950,50"}
    await per.fill(buyer_reference="AB12", **{f"lines-0-{name}": value for name, value in row.items()})
    await per.press("Skicka")
    await per.sees("Du har skickat fakturan till Infrabana Sverige AB. Den har nummer")


async def test_a_receiver_from_the_invitation_to_the_receipt(guest: NewGuest, company: NewCompany) -> None:
    supplier, danish = await company("bo", "Rälsverket AB", signed=True), next(DENMARK)
    email = f"ida.{danish.number}@fjordkaffe.example"
    body = {"customer_number": "4711", "customer_name": "Kunden", "email": email, "language": "da"}
    await supplier.own("POST", "/invitations", json=body)
    ida = await guest("da")
    await ida.open(await ida.link(email, "/enrol"))
    await ida.follow("Opret konto")
    await ida.fill(given_name="Ida", family_name="Friis", password=PASSWORD, repeated=PASSWORD, privacy=True)
    await ida.press("Opret")
    await ida.fill(code=await ida.code(email))
    await ida.press("Bekræft")
    await ida.fill(password=PASSWORD)
    await ida.press("Log ind")
    await ida.follow("Registrer virksomheden")
    await ida.fill(search=danish.number)
    await ida.press("Hent")
    await ida.press("Ja, tilføj virksomheden")
    await ida.fill(terms=True)
    await ida.press("Ja, modtag e-fakturaer")
    await ida.sees("I modtager nu e-fakturaer fra Rälsverket AB")
    assert told("a receiver") == {next(iter(told("a receiver"))): taken(ida)}


async def test_a_supplier_from_the_invitation_to_the_first_sent_invoice(guest: NewGuest, company: NewCompany) -> None:
    buyer, swedish = await company("karin", "Infrabana Sverige AB", signed=True, ready=True), next(SWEDEN)
    email = f"per.{swedish.identity}@bygg.example"
    body = {"supplier_name": swedish.name, "email": email, "given_name": "Per", "family_name": "Ek", "language": "sv"}
    await buyer.own("POST", "/supplier-invitations", json=body)
    per = await guest("sv")
    counted = []
    for part in (account, aboard, accounts, signature, klip, invoice):
        await part(per, email, swedish.identity)
        counted.append(taken(per))
    assert list(told("a supplier").values()) == counted
