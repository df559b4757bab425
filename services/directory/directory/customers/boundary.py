"""Adds to what is told of an import what its events do not hold: which file it was, and whether it was a trial run."""

from contracts.directory import v1 as directory
from directory.customers import events
from directory.customers.importing import CustomerImport


def tell_import_begun(event: events.ImportBegun, importing: CustomerImport) -> directory.CustomerRegisterImportBegun:
    return directory.CustomerRegisterImportBegun(
        company=event.company,
        upload=importing.id,
        file_name=event.source.document.name,
        dry_run=importing.asked.dry_run,
        rows=event.rows,
        columns=event.columns,
    )


def tell_rows_imported(event: events.RowsImported, importing: CustomerImport) -> directory.CustomerRowsImported:
    return directory.CustomerRowsImported(
        company=event.company,
        upload=importing.id,
        dry_run=importing.asked.dry_run,
        rows=event.rows,
        rows_done=event.rows_done,
        counts=event.counts,
        findings=event.findings,
    )


def tell_import_completed(
    event: events.ImportCompleted, importing: CustomerImport
) -> directory.CustomerRegisterImported:
    return directory.CustomerRegisterImported(
        company=event.company,
        upload=importing.id,
        dry_run=importing.asked.dry_run,
        rows=event.rows,
        counts=event.counts,
    )
