"""The demo's second chapter: partners across borders, a recipient that is asked for, a register of 1,000 customers."""

import random
import time
from collections.abc import Callable
from typing import Any

from devstack.errands import import_customers
from devstack.journey import Problem, Visitor, until
from devstack.numbers import swedish_number

CUSTOMERS = 1_000
FIRST_WORDS = ("Ny", "Fjord", "Nord", "Skov", "Havn", "Dal", "Bakke", "Lund", "Berg", "Vik", "Elv", "Strand")
VAT = {"DK": "DK{}", "NO": "NO{}MVA"}


async def trade(
    supplier: Visitor, mette: Visitor, kari: Visitor, desk: Visitor, say: Callable[[str], None]
) -> dict[str, bool]:
    """Plays the chapter; returns what should be seen, and whether it was."""
    seen = await a_danish_receiver_enrols(supplier, mette, say)
    seen |= await a_norwegian_buyer_invites(supplier, kari, say)
    seen |= await a_recipient_is_asked_for(supplier, desk, say)
    return seen | await a_register_is_imported(supplier, say)


async def aboard(person: Visitor, country: str) -> dict[str, Any]:
    """Registers a company of the country's register that no earlier demo has taken."""
    await person.sign_up()
    for word in random.sample(FIRST_WORDS, len(FIRST_WORDS)):
        for hit in await person.look_up(word, country):
            try:
                await person.register(hit, VAT[country].format(hit["number"]))
            except Problem:
                continue  # It has joined already, or has left the register.
            await person.accept_terms()
            return hit
    raise TimeoutError(f"no company of {country} is left in the register: make down WIPE=1")


async def a_danish_receiver_enrols(supplier: Visitor, mette: Visitor, say: Callable[[str], None]) -> dict[str, bool]:
    number = f"DK-{int(time.time())}"
    invitation = {"customer_number": number, "customer_name": "Danmark", "email": mette.email, "language": "da"}
    invited = await supplier.own("POST", "/invitations", json=invitation)
    hit = await aboard(mette, "DK")
    done = await mette.own("POST", "/enrolments", json={"customer_number": number, "code": invited["code"]})
    receipt = await mette.mail(lambda item: "Kvittering" in item["subject"], "the receipt")
    say(f"{hit['name']} of Denmark is looked up, enrols with number and code, and gets its receipt in Danish")
    return {"the Danish receiver is enrolled": done["answer"] == "enrolment_completed" and bool(receipt["text"])}


async def a_norwegian_buyer_invites(supplier: Visitor, kari: Visitor, say: Callable[[str], None]) -> dict[str, bool]:
    hit = await aboard(kari, "NO")
    body = {"supplier_name": "Norrsken", "email": supplier.email, "given_name": "Anna", "family_name": "Norr"}
    invited = await kari.own("POST", "/supplier-invitations", json=body)
    mail = await supplier.mail(lambda item: hit["name"] in item["subject"], "the buyer's invitation")

    async def opened() -> dict[str, Any] | None:
        try:
            door = {"customer_number": "", "code": invited["code"]}
            found: dict[str, Any] = await supplier.own("POST", "/invitations/openings", json=door)
        except Problem:
            return None
        return found

    invitation = (await until(opened, "the invitation"))["invitation"]
    done = await supplier.own("POST", f"/invitations/{invitation}/acceptance", json={"customer_number": "NO-1"})
    say(f"{hit['name']} of Norway invites its Swedish supplier, who says yes: they are connected")
    return {"the Norwegian buyer has its supplier": done["answer"] == "connection_accepted" and bool(mail)}


async def a_recipient_is_asked_for(supplier: Visitor, desk: Visitor, say: Callable[[str], None]) -> dict[str, bool]:
    known = await supplier.own("POST", "/recipient-lookups", json={"search": "Infrabana"})
    say(f"{known['hits'][0]['name']} is found in the Peppol directory, behind {known['hits'][0]['operator']}")
    number = swedish_number(random.randrange(CUSTOMERS, 100_000))  # noqa: S311 - no secret
    form = {"name": f"Höga Kusten Åkeri {number} AB", "number": number, "operator": "Fjord Formidling"}
    asked = await supplier.own("POST", "/recipient-requests", json={**form, "email": "info@akeri.example"})
    for decision in ("take", "grant"):
        door = f"/desk/recipient-requests/{asked['request']}/decisions"
        await desk.call("POST", door, json={"decision": decision})
    await supplier.mail(lambda item: number in item["subject"] + item["text"], "the confirmation")
    page = await supplier.own("GET", f"/recipient-requests/{asked['request']}")
    say("A recipient that nobody knows is asked for, registered by the operator, and confirmed by mail")
    return {
        "the recipient is registered": page["status"] == "registered",
        "Peppol answers": known["reach"] == "reachable",
    }


async def a_register_is_imported(supplier: Visitor, say: Callable[[str], None]) -> dict[str, bool]:
    rows = [f"K-{n};Kund {n} i Ångermanland AB;{swedish_number(n)};" for n in range(CUSTOMERS)]
    content = "\r\n".join(["Kundnr;Företagsnamn;Org.nr;E-post", *rows]).encode("latin-1")
    page, seen = await import_customers(supplier, content, "kunder.csv", dry_run=False)
    steps = ", ".join(str(done) for done in sorted({*seen, page["rows_done"]}))
    say(f"A register of {page['rows']} customers is imported, seen on its way at {steps} rows")
    return {"every customer is imported": page["counts"]["new"] + page["counts"].get("members", 0) == CUSTOMERS}
