"""A supplier imports its register of customers: each row once, and no failure loses or doubles any."""

import pytest
from register_stories import (
    HEADER,
    SAMPLES,
    Supplier,
    company_number,
    findings,
    imported,
    refused,
    register_of,
    workbook,
)

from contracts.directory import v1 as facts
from contracts.values import ImportCounts
from directory.customers.importing import CustomerImport


@pytest.fixture
async def supplier() -> Supplier:
    supplier = Supplier()
    await supplier.joins()
    return supplier


@pytest.mark.req("S2-25")
@pytest.mark.parametrize("name", ["kunder.xls", "kunder.xlsx"])
async def test_a_spreadsheet_is_imported_with_all_its_columns(supplier: Supplier, name: str) -> None:
    told = await supplier.upload((SAMPLES / name).read_bytes(), name)
    begun = told[0]
    assert isinstance(begun, facts.CustomerRegisterImportBegun)
    assert (begun.rows, begun.columns["number"], begun.columns["country"]) == (2, "Organisationsnummer", "Landskod")
    assert imported(told).counts == ImportCounts(new=2)
    danish = supplier.customers()["10043"]
    assert (danish.name, danish.number, danish.country) == ("Rälsverket Øst ApS", "24256790", "DK")
    assert (danish.gln, danish.email, danish.city) == ("5790000435951", "faktura@oest.example", "København")
    assert supplier.customers()["10042"].address == "Box 4500"


async def test_progress_is_told_part_by_part_until_every_row_is_done(supplier: Supplier) -> None:
    told = await supplier.upload(register_of(100))
    progress = [fact.rows_done for fact in told if isinstance(fact, facts.CustomerRowsImported)]
    assert progress == [40, 80, 100]
    assert imported(told).counts == ImportCounts(new=100) and len(supplier.customers()) == 100


async def test_a_dry_run_finds_everything_and_changes_nothing(supplier: Supplier) -> None:
    content = f"{HEADER}\n1;Rätt AB;{company_number(1)};\n2;;{company_number(2)};\n3;Fel AB;556123-4560;\n".encode()
    told = await supplier.upload(content, dry_run=True)
    assert imported(told).counts == ImportCounts(new=1, refused=2)
    assert [(one.row, one.column, one.code) for one in findings(told)] == [
        (3, "name", "customer-row.name-missing"),
        (4, "number", "customer-row.number-malformed"),
    ]
    assert supplier.customers() == {}


async def test_the_same_file_twice_changes_nothing_and_a_changed_row_only_itself(supplier: Supplier) -> None:
    await supplier.upload(register_of(50))
    again = await supplier.upload(register_of(50))
    assert imported(again).counts == ImportCounts(unchanged=50)
    assert [fact for fact in again if isinstance(fact, facts.CustomersEntered)] == []
    moved = register_of(50).replace(b"Kund 7 AB", b"Kund Sju AB")
    third = await supplier.upload(moved)
    assert imported(third).counts == ImportCounts(changed=1, unchanged=49)
    assert supplier.customers()["K-7"].name == "Kund Sju AB" and len(supplier.customers()) == 50


async def test_the_same_upload_heard_twice_is_one_import(supplier: Supplier) -> None:
    fact = await supplier.uploaded(register_of(5))
    for _ in range(2):
        await supplier.directory.hear(fact)
    assert len([told for told in await supplier.directory.act() if isinstance(told, facts.CustomersEntered)]) == 1


async def test_rows_that_are_read_twice_after_a_kill_are_counted_once(supplier: Supplier) -> None:
    """An effect happens at least once: after a kill between reading and storing, a part is read again."""
    fact = await supplier.uploaded(register_of(100))
    await supplier.directory.hear(fact)
    await supplier.directory.act()
    counts = supplier.directory.told(facts.CustomerRegisterImported)[0].counts
    supplier.directory.store.inbox.clear()
    supplier.directory._acted = 0
    assert await supplier.directory.act() == []
    state = await supplier.directory.state(CustomerImport, fact.upload)  # type: ignore[attr-defined]
    assert state.counts == counts == ImportCounts(new=100) and state.ended


async def test_what_the_network_knows_already_is_matched_by_number(supplier: Supplier) -> None:
    member = await supplier.member("Kund 3 AB", company_number(3))
    told = await supplier.upload(register_of(10))
    assert imported(told).counts == ImportCounts(new=10, members=1)
    matched = supplier.customers()["K-3"]
    assert (matched.match, matched.member) == ("member", member)
    assert supplier.customers()["K-4"].match == ""


async def test_customers_with_an_address_are_invited_once_each(supplier: Supplier) -> None:
    content = register_of(3) + f"\nK-9;Utan adress AB;{company_number(9)};\n".encode()
    assert imported(await supplier.upload(content, invite=True)).counts == ImportCounts(new=4, invited=3)
    assert imported(await supplier.upload(content, invite=True)).counts == ImportCounts(unchanged=4)
    invitations = supplier.directory.told(facts.InvitationIssued)
    assert sorted(one.customer_number for one in invitations) == ["K-0", "K-1", "K-2"]


async def test_a_member_among_the_customers_is_invited_as_such_and_oneself_is_not(supplier: Supplier) -> None:
    member = await supplier.member("Kund 1 AB", company_number(1))
    content = register_of(2) + "\nK-9;Vi själva AB;5566778899;vi@exempel.example\n".encode()
    told = await supplier.upload(content, invite=True)
    assert imported(told).counts == ImportCounts(new=3, members=2, invited=2)
    (finding,) = findings(told)
    assert (finding.row, finding.code) == (4, "invitation.own-company")
    received = [fact for fact in told if getattr(fact, "customer", None) == member or fact.tenant == str(member)]
    assert received, "the member sees its invitation without waiting for a mail"


async def test_two_rows_of_one_customer_number_are_one_customer_and_a_finding(supplier: Supplier) -> None:
    content = f"{HEADER}\nK-1;Först AB;{company_number(1)};\n k-1 ;Sedan AB;{company_number(2)};".encode()
    told = await supplier.upload(content)
    assert imported(told).counts == ImportCounts(new=1, refused=1)
    (finding,) = findings(told)
    assert (finding.row, finding.code, finding.details) == (3, "customer-row.number-twice", {"first_row": "2"})
    assert supplier.customers()["K-1"].name == "Först AB"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
async def test_text_is_read_in_every_encoding_that_spreadsheets_write(
    supplier: Supplier, encoding: str, delimiter: str
) -> None:
    row = f'K-1;"Ångström; {delimiter} Søn, ÄÖ AB";{company_number(1)};å@exempel.example'
    text = "\r\n".join(line.replace(";", delimiter) for line in (HEADER, row.replace("; ", "¤")))
    await supplier.upload(text.replace("¤", "; ").encode(encoding))
    assert supplier.customers()["K-1"].name == " ".join(f"Ångström; {delimiter} Søn, ÄÖ AB".split())


@pytest.mark.parametrize(
    "headers",
    [
        ("Kundnummer", "Företagsnamn", "Org.nr"),
        ("Kundenummer", "Virksomhedsnavn", "CVR-nr."),
        ("Kundenr.", "Firmanavn", "Organisasjonsnummer"),
        ("Asiakasnumero", "Yrityksen nimi", "Y-tunnus"),
        ("Customer no", "Company name", "Registration number"),
    ],
)
async def test_headers_are_understood_in_five_languages(supplier: Supplier, headers: tuple[str, ...]) -> None:
    assert imported(await supplier.upload(f"{';'.join(headers)}\n1;Kund;{company_number(1)}".encode())).counts.new == 1


async def test_a_person_says_which_column_is_which(supplier: Supplier) -> None:
    content = f"Nr;Vem;Id;Post\n1;Kund AB;{company_number(1)};kund@exempel.example".encode()
    said = refused(await supplier.upload(content))
    assert (said.code, said.details["found"]) == ("customer-register.columns-missing", "Nr, Vem, Id, Post")
    columns = {"customer_number": "nr", "name": "Vem", "number": "Id", "email": "Post"}
    await supplier.upload(content, columns=columns)
    assert supplier.customers()["1"].email == "kund@exempel.example"
    wrong = refused(await supplier.upload(content, columns={**columns, "gln": "GLN"}))
    assert (wrong.code, wrong.details["column"]) == ("customer-register.no-such-column", "GLN")


async def test_formulas_are_made_harmless_and_said_to_be_so(supplier: Supplier) -> None:
    rows = [HEADER.split(";"), ["1", "@SUM(1+1)*cmd|' /C calc'!A0", company_number(1), "+46 8-123 (4)"]]
    told = await supplier.upload(workbook(rows), "kunder.xlsx")
    assert [(one.column, one.code, one.level) for one in findings(told)] == [
        ("name", "customer-row.formula", "warning"),
        ("email", "customer-row.email-malformed", "warning"),
    ]
    assert supplier.customers()["1"].name == "SUM(1+1)*cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["=+cmd|' /C calc'!A0", "@-=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+ =cmd|A0"])
async def test_no_formula_is_left_under_a_formula(supplier: Supplier, cell: str) -> None:
    await supplier.upload(f"{HEADER}\n1;{cell};{company_number(1)};".encode())
    assert supplier.customers()["1"].name[0] not in "=@+-"


async def test_merged_cells_are_pointed_out_and_titles_above_the_header_skipped(supplier: Supplier) -> None:
    rows = [["Kundregister 2026"], [], HEADER.split(";"), ["1", "Kund AB", company_number(1), ""], ["2", "", "", ""]]
    told = await supplier.upload(workbook(rows, merged="B4:B5"), "kunder.xlsx")
    assert imported(told).counts == ImportCounts(new=1, refused=1)
    said = {(one.row, one.code) for one in findings(told)}
    assert (5, "customer-row.merged-cells") in said and (5, "customer-row.name-missing") in said


async def test_sixty_columns_do_no_harm(supplier: Supplier) -> None:
    more = ";".join(f"Kolumn {place}" for place in range(57))
    content = f"{more};Kundnr;Namn;Orgnr\n{';' * 57}1;Kund AB;{company_number(1)}".encode()
    assert imported(await supplier.upload(content)).counts.new == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "customer-register.empty"),
        (b" \n\n ", "customer-register.empty"),
        (HEADER.encode(), "customer-register.empty"),
        (b"%PDF-1.7\n\x00\x01\x02\x03", "customer-register.unreadable"),
        (bytes(range(256)) * 20, "customer-register.unreadable"),
        (b"PK\x03\x04" + b"\0" * 500, "customer-register.unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "customer-register.unreadable"),
        (b"Kundnr;Namn\n1;Kund AB", "customer-register.columns-missing"),
        ((HEADER + "\n" + ";" * 300 + "x").encode(), "customer-register.too-many-columns"),
        (register_of(501), "customer-register.too-many-rows"),
    ],
)
async def test_what_is_no_register_is_refused_whole(content: bytes, code: str) -> None:
    supplier = Supplier(import_rows_max=500)
    await supplier.joins()
    assert refused(await supplier.upload(content)).code == code
    assert supplier.customers() == {}


async def test_a_file_that_swells_in_memory_ends_its_own_reader_only(supplier: Supplier) -> None:
    bomb = workbook([HEADER.split(";"), ["A" * 60_000_000]])
    assert len(bomb) < 1_000_000
    small = Supplier(import_memory_mb_max=160)
    await small.joins()
    assert refused(await small.upload(bomb, "kunder.xlsx")).code == "customer-register.too-heavy"
    assert imported(await supplier.upload(register_of(3))).counts.new == 3


async def test_a_file_that_is_too_large_is_never_opened() -> None:
    supplier = Supplier(import_file_bytes_max=1000)
    await supplier.joins()
    said = refused(await supplier.upload(register_of(100)))
    assert (said.code, said.details["size_max"]) == ("customer-register.too-large", "1000")


async def test_a_register_has_room_for_so_many_and_who_is_no_member_has_none() -> None:
    supplier = Supplier(import_customers_max=50)
    assert refused(await supplier.upload(register_of(5))).code == "customer-register.not-a-member"
    await supplier.joins()
    assert refused(await supplier.upload(register_of(51))).code == "customer-register.full"


async def test_a_row_of_data_is_never_repeated_in_a_refusal(supplier: Supplier) -> None:
    said = refused(await supplier.upload(b"1;Erik Testberg;880320-0016;erik@exempel.example\n2;x;y;z"))
    assert said.code == "customer-register.columns-missing" and said.details["found"] == "–"


async def test_sole_traders_and_addresses_are_sealed_in_the_store(supplier: Supplier) -> None:
    await supplier.upload(f"{HEADER}\n1;Erik Testbergs Snickeri;880320-0016;erik@exempel.example".encode())
    assert supplier.customers()["1"].number == "8803200016"
    rows = supplier.directory.store
    stored = [row.state for row in rows.rows] + [row.body for row in rows.facts]
    assert all(b"880320" not in text and b"erik@" not in text for text in stored)


async def test_a_number_that_a_spreadsheet_has_shortened_is_found_out(supplier: Supplier) -> None:
    told = await supplier.upload(f"{HEADER}\n1;Kund AB;5,59900E+09;".encode())
    assert [one.code for one in findings(told)] == ["customer-row.number-shortened"]


async def test_a_customer_abroad_keeps_the_number_it_has(supplier: Supplier) -> None:
    content = "Kundnr;Namn;Orgnr;Land\n1;Müller GmbH;HRB 12345 B;DE\n2;Nord;x;Atlantis".encode()
    told = await supplier.upload(content)
    assert supplier.customers()["1"].number == "HRB 12345 B"
    assert [one.code for one in findings(told) if one.level == "error"] == ["customer-row.country-unknown"]
