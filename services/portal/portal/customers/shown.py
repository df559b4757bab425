"""What the API shows of customer registers: imports with their findings, and the customers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from contracts.values import CompanyId
from portal.edge.shown import Shown


class RegisterImport(Shown):
    id: UUID
    company: CompanyId
    file_name: str
    dry_run: bool
    status: Literal["running", "done"]
    rows: int
    rows_done: int
    columns: dict[str, str]
    counts: dict[str, int]
    began_at: datetime
    ended_at: datetime | None


class RowOfAnImport(Shown):
    """A finding on one row; `place` turns the page of findings."""

    place: int
    row: int
    column: str
    code: str
    level: Literal["error", "warning"]
    text: str


class RegisterImportPage(RegisterImport):
    findings: list[RowOfAnImport]


class OwnCustomer(Shown):
    """A customer as it stands in the company's own register; `key` turns the page."""

    key: str
    customer_number: str
    name: str
    number: str
    country: str
    gln: str
    email: str
    address: str
    address2: str
    postcode: str
    city: str
    match: str
    member: UUID | None
