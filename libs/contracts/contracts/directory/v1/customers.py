"""A supplier's own register of customers, imported from a file."""

from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, CustomerRecord, ImportCounts, Personal, RowFinding


class CustomerRegisterImportBegun(Fact):
    """The file was read: it has so many rows, and these headers were taken for these fields."""

    company: CompanyId
    upload: UUID
    file_name: str
    dry_run: bool
    rows: int
    columns: dict[str, str]


class CustomerRowsImported(Fact):
    """More rows were imported; `counts` cover all rows so far, `findings` concern these rows."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    rows_done: int
    counts: ImportCounts
    findings: tuple[RowFinding, ...] = ()


class CustomersEntered(Fact):
    """New or changed customers entered a supplier's register, and stand there as this fact says."""

    company: CompanyId
    upload: UUID
    customers: Personal[tuple[CustomerRecord, ...]]


class CustomerRegisterImported(Fact):
    """The import is complete: every row is done."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    counts: ImportCounts


class CustomerRegisterRefused(Refusal):
    """The file cannot be imported, and none of its rows was."""

    upload: UUID
