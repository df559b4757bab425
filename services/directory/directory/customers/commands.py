"""What may be asked about customer registers; never on the wire."""

from uuid import UUID

from chassis import Command
from contracts.values import CompanyId, Country, CustomerRecord, DocumentRef, Language, Personal, PersonId, RowFinding
from directory.recipients.number import Participant


class RequestImport(Command, lane="company"):
    company: CompanyId
    person: PersonId
    upload: UUID
    document: DocumentRef
    country: Country
    language: Language
    columns: dict[str, str]
    dry_run: bool
    invite: bool


class BeginImport(Command, lane="company"):
    company: CompanyId
    upload: UUID
    rows: int
    columns: dict[str, str]


class FailImport(Command, lane="company"):
    company: CompanyId
    upload: UUID
    code: str
    details: dict[str, str]


class ImportRows(Command, lane="company"):
    """Import the rows after `rows_before`: the customers, in which rows they stand, and whom their numbers name."""

    company: CompanyId
    upload: UUID
    rows_before: int
    rows_done: int
    refused: int
    customers: Personal[tuple[CustomerRecord, ...]]
    rows: tuple[int, ...]
    participants: tuple[Participant | None, ...]
    findings: tuple[RowFinding, ...]
