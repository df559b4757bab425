"""What has happened to an import and to a supplier's register. Stored for ever: add fields with defaults only."""

from dataclasses import dataclass
from uuid import UUID

from chassis import Event
from contracts.values import (
    CompanyId,
    Country,
    CustomerRecord,
    DocumentRef,
    ImportCounts,
    Language,
    Personal,
    PersonId,
    RowFinding,
)


@dataclass(frozen=True, slots=True)
class Source:
    """What the rows are read from: the file, the choice of columns, and the country of rows that name none."""

    document: DocumentRef
    columns: dict[str, str]
    country: Country


class ImportRequested(Event, topic="directory.import_requested.v1"):
    company: CompanyId
    source: Source
    language: Language
    dry_run: bool
    invite: bool
    asked_by: PersonId


class ImportBegun(Event, topic="directory.import_begun.v1"):
    """The file could be read: how many rows it has, and which header was taken for which field."""

    company: CompanyId
    source: Source
    rows: int
    columns: dict[str, str]


class RowsImported(Event, topic="directory.rows_imported.v1"):
    """The rows up to `rows_done`, of `rows` in all, are imported; counts cover all so far, findings the last part."""

    company: CompanyId
    source: Source
    rows: int
    rows_done: int
    counts: ImportCounts
    findings: tuple[RowFinding, ...]


class ImportCompleted(Event, topic="directory.import_completed.v1"):
    company: CompanyId
    rows: int
    counts: ImportCounts


class ImportFailed(Event, topic="directory.import_failed.v1"):
    """The file cannot be imported, and none of its rows was."""

    company: CompanyId
    code: str
    details: dict[str, str]


class CustomersEntered(Event, topic="directory.customers_entered.v1"):
    """New or changed customers entered the register; the latest entry under a customer number counts."""

    company: CompanyId
    upload: UUID
    customers: Personal[tuple[CustomerRecord, ...]]


ImportEvent = ImportRequested | ImportBegun | RowsImported | ImportCompleted | ImportFailed
