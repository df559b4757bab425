"""A supplier's own register of customers, imported from a file."""

from uuid import UUID

from contracts.fact import Fact, Refusal
from contracts.values import CompanyId, CustomerRecord, ImportCounts, Personal, RowFinding


class CustomerRegisterImportBegun(Fact):
    """The file could be read: how many rows it has, and which header was taken for which field."""

    company: CompanyId
    upload: UUID
    file_name: str
    dry_run: bool
    rows: int
    columns: dict[str, str]


class CustomerRowsImported(Fact):
    """Some more rows are done; `counts` say what became of all of them so far, `findings` are of these rows."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    rows_done: int
    counts: ImportCounts
    findings: tuple[RowFinding, ...] = ()


class CustomersEntered(Fact):
    """Customers of a supplier as its register now has them: new ones and those that have changed."""

    company: CompanyId
    upload: UUID
    customers: Personal[tuple[CustomerRecord, ...]]


class CustomerRegisterImported(Fact):
    """Every row is done."""

    company: CompanyId
    upload: UUID
    dry_run: bool
    rows: int
    counts: ImportCounts


class CustomerRegisterRefused(Refusal):
    """The file cannot be imported: nothing of it was."""

    upload: UUID
