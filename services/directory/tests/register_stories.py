"""What stories of customer registers begin with: a supplier, and files of every kind that people upload."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID
from xml.sax.saxutils import escape

from directory_stories import registered

from chassis import new_id
from chassis.testing import Rehearsal
from contracts.directory import v1 as facts
from contracts.fact import Fact
from contracts.onboarding import v1 as onboarding
from contracts.portal import v1 as portal
from contracts.values import CustomerRecord, Personal, RowFinding
from directory.app import service
from directory.customers.files import CustomerFiles
from directory.customers.policy import RegisterPolicy
from directory.invitations.limits import InvitationPolicy
from directory.members.reception import ReceptionPolicy
from directory.settings import DirectorySettings
from nordic.digits import luhn_digit

SAMPLES = Path(__file__).parent / "registers"
HEADER = "Kundnr;Namn;Organisationsnummer;E-post"


def company_number(serial: int) -> str:
    """Makes a valid organisation number from a serial number."""
    body = f"5599{serial:05d}"
    return body + luhn_digit(body)


def register_of(count: int, first: int = 0) -> bytes:
    rows = [f"K-{n};Kund {n} AB;{company_number(n)};kund{n}@exempel.example" for n in range(first, first + count)]
    return "\n".join([HEADER, *rows]).encode()


class Supplier:
    """A supplier that uploads registers to a directory in memory."""

    def __init__(self, **settings: object) -> None:
        chosen = DirectorySettings.model_validate({"import_batch_max": 40, **settings})
        self.policy = RegisterPolicy(customers_max=chosen.import_customers_max)
        uses = [CustomerFiles(chosen), self.policy, InvitationPolicy(), ReceptionPolicy()]
        self.directory = Rehearsal(service, uses=uses)
        self.id = new_id()

    async def joins(self) -> None:
        await self.directory.hear(registered("Leverantören AB").model_copy(update={"company": self.id}))

    async def member(self, name: str, number: str) -> UUID:
        """Registers another company."""
        fact = registered(name).model_copy(update={"company": new_id(), "number": Personal(number)})
        assert isinstance(fact, onboarding.CompanyRegistered)
        await self.directory.hear(fact)
        return fact.company

    async def upload(self, content: bytes, name: str = "kunder.csv", **options: object) -> list[Fact]:
        """Lets the directory hear of an upload, and returns everything that was told of it."""
        fact = await self.uploaded(content, name, **options)
        return [*await self.directory.hear(fact), *await self.directory.act()]

    async def uploaded(self, content: bytes, name: str = "kunder.csv", **options: object) -> Fact:
        document = await self.directory.documents.keep(content, "text/csv", name)
        act = {"company": self.id, "person": new_id(), "upload": new_id(), "country": "SE", "dry_run": False}
        return portal.CustomerRegisterUploaded.model_validate({**act, "document": document, **options})

    def customers(self) -> dict[str, CustomerRecord]:
        """The customers as somebody who followed all facts would know them."""
        entered = self.directory.told(facts.CustomersEntered)
        return {one.customer_number: one for fact in entered for one in fact.customers.reveal()}


def imported(told: Sequence[Fact]) -> facts.CustomerRegisterImported:
    done = [fact for fact in told if isinstance(fact, facts.CustomerRegisterImported)]
    assert len(done) == 1, told
    return done[0]


def refused(told: Sequence[Fact]) -> facts.CustomerRegisterRefused:
    (fact,) = told
    assert isinstance(fact, facts.CustomerRegisterRefused), fact
    return fact


def findings(told: Sequence[Fact]) -> list[RowFinding]:
    return [one for fact in told if isinstance(fact, facts.CustomerRowsImported) for one in fact.findings]


def workbook(rows: Sequence[Sequence[str]], merged: str = "") -> bytes:
    """Writes a minimal .xlsx of text cells; cells that begin with = become formulas without a value."""
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, place, text) for place, text in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    merges = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Kunder" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData>{merges}</worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _cell(row: int, place: int, text: str) -> str:
    name = f"{_column(place)}{row}"
    if text.startswith("="):
        return f'<c r="{name}"><f>{escape(text[1:])}</f></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""


def _column(place: int) -> str:
    return (_column(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
