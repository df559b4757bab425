"""Heard and told of customer registers: uploaded, row by row imported, done."""

from chassis import Heard, Refused
from contracts.directory import v1 as directory
from contracts.portal import v1 as portal
from directory.customers import events
from directory.customers.commands import RequestImport
from directory.customers.importing import CustomerImport


def on_customer_register_uploaded(fact: portal.CustomerRegisterUploaded, heard: Heard) -> RequestImport:
    return RequestImport(
        at=heard.at,
        company=fact.company,
        person=fact.person,
        upload=fact.upload,
        document=fact.document,
        country=fact.country,
        language=fact.language,
        columns=fact.columns,
        dry_run=fact.dry_run,
        invite=fact.invite,
    )


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


def tell_customers_entered(event: events.CustomersEntered, _: object) -> directory.CustomersEntered:
    return directory.CustomersEntered(company=event.company, upload=event.upload, customers=event.customers)


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


def tell_import_failed(event: events.ImportFailed, importing: CustomerImport) -> directory.CustomerRegisterRefused:
    return directory.CustomerRegisterRefused(
        company=event.company, upload=importing.id, code=event.code, details=event.details
    )


def tell_upload_refused(fact: portal.CustomerRegisterUploaded, refused: Refused) -> directory.CustomerRegisterRefused:
    return directory.CustomerRegisterRefused(
        company=fact.company, upload=fact.upload, code=refused.code, details=refused.details
    )
