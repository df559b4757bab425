"""Finding whom to send to: search, Peppol, a request to the operator, and a register of 1,000 customers."""

import re
from pathlib import Path
from typing import Any

import pytest

from devstack.companies import NewCompany, NewVisitor
from devstack.errands import import_customers
from devstack.journey import Problem, Visitor, until
from devstack.network import Network
from devstack.numbers import swedish_number

CUSTOMERS = 1_000
FILE_NAME = "kunder.csv"


async def uploaded(person: Visitor, content: bytes, name: str = FILE_NAME) -> dict[str, Any]:
    file: dict[str, Any] = await person.own("POST", "/customer-registers/files", params={"name": name}, content=content)
    return file


def register_of(count: int, first: int = 40_000) -> bytes:
    numbers = range(first, first + count)
    rows = [f"K-{n};Kund {n} i Ångermanland AB;{swedish_number(n)};" for n in numbers]
    return "\r\n".join(["Kundnr;Företagsnamn;Org.nr;E-post", *rows]).encode("latin-1")


@pytest.mark.req("S2-04")
async def test_a_member_is_found_by_name_near_misses_and_number(company: NewCompany) -> None:
    supplier = await company("anna", "Leverantören i Sök AB")
    other = await company("karin", "Ödeshögs Spårläggning Æther AB")
    page = await other.own("GET", "")
    for query in ("ödeshögs spårläggning", "odeshogs sparlaggning", "Ödeshögs Spårlägning", page["number"]):

        async def found(query: str = query) -> dict[str, Any] | None:
            answer = await supplier.own("POST", "/recipient-searches", json={"search": query})
            return next((hit for hit in answer["hits"] if hit["id"] == other.company), None)

        hit = await until(found, f"{query} to be found")
        assert (hit["source"], hit["connected"], hit["ways"]) == ("member", False, []) and "Bjud in" in hit["advice"]


@pytest.mark.req("S2-31")
async def test_who_is_no_member_is_looked_up_at_peppol(company: NewCompany) -> None:
    supplier = await company("anna", "Leverantören i Peppol AB")
    answer = await supplier.own("POST", "/recipient-lookups", json={"search": "Infrabana"})
    (hit,) = answer["hits"]
    assert (answer["reach"], hit["name"], hit["operator"]) == (
        "reachable",
        "Infrabana Sverige AB",
        "Nordpost Meddelande AB",
    )
    assert hit["behind_other_operator"] and "Nordpost Meddelande AB" in hit["advice"]
    nobody = await supplier.own("POST", "/recipient-lookups", json={"search": "556012-5790"})
    assert (nobody["reach"], nobody["hits"]) == ("not-found", []) and "förfrågan" in nobody["advice"]
    again = await supplier.own("POST", "/recipient-searches", json={"search": "0007:5561234567"})
    assert [(hit["source"], hit["reach"]) for hit in again["hits"]] == [("outside", "reachable")]


@pytest.mark.req("S2-05", "S2-15", "S2-17", "S2-18")
async def test_a_recipient_is_asked_for_decided_and_confirmed_by_mail(desk: Visitor, company: NewCompany) -> None:
    supplier = await company("anna", "Leverantören som frågar AB")
    number = swedish_number(30_001)
    form = {
        "name": "Sälj & Råd i Ö-vik AB",
        "number": number,
        "operator": "Fjord Formidling",
        "email": "k@ovik.example",
    }
    with pytest.raises(Problem) as refused:
        await supplier.own("POST", "/recipient-requests", json={**form, "operator": ""})
    assert refused.value.code == "recipient-request.operator-missing"
    asked = await supplier.own("POST", "/recipient-requests", json={**form, "e_invoice_required": True})
    request = asked["request"]
    page = await supplier.own("GET", f"/recipient-requests/{request}")
    assert (page["status"], page["ways"]) == ("requested", []), "e-invoices are required: it waits, visibly"
    with pytest.raises(Problem) as hidden:
        await supplier.call("GET", "/desk/recipient-requests")
    assert hidden.value.status == 404
    waiting = await desk.call("GET", "/desk/recipient-requests")
    assert request in [row["id"] for row in waiting]
    for decision in ("take", "grant"):
        await desk.call("POST", f"/desk/recipient-requests/{request}/decisions", json={"decision": decision})
    with pytest.raises(Problem) as late:
        await desk.call("POST", f"/desk/recipient-requests/{request}/decisions", json={"decision": "take"})
    assert late.value.code == "recipient-decision.decided-already"
    mail = await supplier.mail(lambda item: "Ö-vik" in item["subject"], "the confirmation")
    assert "Fjord Formidling" in mail["text"] and re.search("kräver e-faktura", mail["text"])
    decided = await supplier.own("GET", f"/recipient-requests/{request}")
    assert (decided["status"], decided["ways"], decided["plan_needed"]) == ("registered", [], False)
    assert "Bjud in mottagaren" in decided["advice"], "no plan reaches other operators yet, so none is advised"
    other = await company("sven", "En annan leverantör AB")
    found = await other.own("POST", "/recipient-searches", json={"search": "salj rad o vik"})
    assert [(hit["source"], hit["operator"]) for hit in found["hits"]] == [("known", "Fjord Formidling")]


@pytest.mark.req("S2-25", "E-I9")
async def test_a_register_of_a_thousand_customers_is_tried_imported_and_searched(company: NewCompany) -> None:
    supplier = await company("anna", "Leverantören med register AB")
    member = await company("karin", "Kunden som redan är med AB")
    page = await member.own("GET", "")
    wrong = f"\r\nK-1;Fel AB;123;\r\nK-2;Kunden som redan är med;{page['number']};".encode("latin-1")
    content = register_of(CUSTOMERS) + wrong
    tried, _ = await import_customers(supplier, content, FILE_NAME, dry_run=True)
    assert (tried["rows"], tried["counts"]["new"], tried["counts"]["members"]) == (CUSTOMERS + 2, CUSTOMERS + 1, 1)
    (finding,) = tried["findings"]
    assert (finding["row"], finding["column"]) == (CUSTOMERS + 2, "number") and "stämmer inte" in finding["text"]
    assert await supplier.own("GET", "/customer-register") == []
    done, seen = await import_customers(supplier, content, FILE_NAME, dry_run=False)
    assert done["counts"]["new"] == CUSTOMERS + 1 and done["counts"]["refused"] == 1
    assert seen == sorted(seen), "progress never goes backwards"
    found = await supplier.own("POST", "/recipient-searches", json={"search": "kund 40500 angermanland"})
    assert found["customers"][0]["customer_number"] == "K-40500"
    again, _ = await import_customers(supplier, content, FILE_NAME, dry_run=False)
    assert again["counts"]["unchanged"] == CUSTOMERS + 1 and again["counts"]["new"] == 0


async def test_a_sole_traders_number_is_found_by_its_supplier_alone_and_stands_in_no_log(
    network: Network, company: NewCompany, desk: Visitor
) -> None:
    supplier = await company("anna", "Leverantören till en enskild AB")
    stranger = await company("sven", "Främlingen AB")
    register = "Kundnr;Namn;Personnr/Orgnr;E-post\r\nK-1;Erik Testbergs Snickeri;880320-0016;erik@exempel.example"
    columns = {"number": "Personnr/Orgnr"}
    done, _ = await import_customers(supplier, register.encode(), FILE_NAME, dry_run=False, columns=columns)
    assert done["counts"]["new"] == 1
    form = {"name": "Erik Testbergs Snickeri", "number": "880320-0016", "operator": "Fjord", "email": "e@x.example"}
    asked = await supplier.own("POST", "/recipient-requests", json=form)
    path = f"/desk/recipient-requests/{asked['request']}/decisions"
    await desk.call("POST", path, json={"decision": "grant"})
    await supplier.mail(lambda item: "Erik Testbergs" in item["subject"], "the confirmation")
    own = await supplier.own("POST", "/recipient-searches", json={"search": "880320-0016"})
    assert [row["customer_number"] for row in own["customers"]] == ["K-1"] and own["hits"] == []
    for query in ("880320-0016", "8803200016", "0007:8803200016", "SE880320001601"):
        found = await stranger.own("POST", "/recipient-searches", json={"search": query})
        assert (found["customers"], found["hits"]) == ([], []), query
    by_name = await stranger.own("POST", "/recipient-searches", json={"search": "erik testbergs"})
    assert [(hit["number"], hit["participant"]) for hit in by_name["hits"]] == [(None, None)]
    logs = [path for path in (network.folder / "logs").rglob("*") if path.is_file()]
    assert len(logs) > 5
    for log in logs:
        assert b"8803200016" not in log.read_bytes().replace(b"-", b""), f"a personal number in {log.name}"


@pytest.mark.slow
@pytest.mark.req("S2-25")
async def test_an_import_that_is_killed_goes_on_and_nothing_is_twice(
    network: Network, company: NewCompany, tmp_path: Path
) -> None:
    """The directory dies when rows are read and not yet stored, when they are stored, and once more in between."""
    supplier = await company("anna", "Leverantören vars nät dör AB")
    file = await uploaded(supplier, register_of(5_000, first=50_000))
    armed = {point: tmp_path / point for point in ("act.after", "append.after")}
    failpoints = ",".join(f"{point}={flag}" for point, flag in armed.items())
    await network.restart("directory", {"STAFETT_DIRECTORY_FAILPOINTS": failpoints})
    begun = await supplier.own("POST", "/customer-registers", json={"file": file, "dry_run": False})

    async def page() -> dict[str, Any]:
        found: dict[str, Any] = await supplier.own("GET", f"/customer-registers/{begun['upload']}")
        return found

    async def in_the_middle() -> bool | None:
        return (await page())["rows_done"] > 0 or None

    await until(in_the_middle, "the first rows", 120)
    network.kill("directory")
    await network.supervisor.ready("directory", 120)
    assert all(flag.exists() for flag in armed.values()), "it was killed at each point"

    async def done() -> dict[str, Any] | None:
        found = await page()
        return found if found["status"] == "done" else None

    counts = (await until(done, "the import to be done", 180))["counts"]
    assert (counts["new"], counts["changed"], counts["unchanged"], counts["refused"]) == (5_000, 0, 0, 0)
    numbers: list[str] = []
    while True:
        after = {"after": numbers[-1]} if numbers else {}
        rows = await supplier.own("GET", "/customer-register", params=after)
        if not rows:
            break
        numbers += [row["key"] for row in rows]
    assert numbers == sorted(f"K-{n}" for n in range(50_000, 55_000))
    await network.restart("directory")


async def test_what_is_too_large_or_no_register_is_refused_at_the_door(
    company: NewCompany, visitor: NewVisitor
) -> None:
    supplier = await company("anna", "Leverantören med skräp AB")
    with pytest.raises(Problem) as large:
        await uploaded(supplier, b"x" * 10_000_001)
    assert (large.value.status, large.value.code) == (413, "body.too-large")
    with pytest.raises(Problem) as empty:
        await uploaded(supplier, b"")
    assert empty.value.code == "customer-register.empty"
    file = await uploaded(supplier, b"%PDF-1.7\n\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e", "faktura.pdf")
    with pytest.raises(Problem) as unreadable:
        await supplier.own("POST", "/customer-registers", json={"file": file})
    assert unreadable.value.code == "customer-register.unreadable"
    stranger = await visitor("stranger")
    stranger.company = supplier.company
    with pytest.raises(Problem) as hidden:
        await stranger.own("GET", "/customer-register")
    assert hidden.value.status == 404
