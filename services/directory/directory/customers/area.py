"""Customers on one page: a supplier's own register of them, uploaded as a file and imported part by part."""

from chassis import Act
from chassis.area import Area
from contracts.portal import v1 as portal
from directory.customers import boundary, commands, effects, events, handlers

customers = Area(
    hears={
        portal.CustomerRegisterUploaded: boundary.on_customer_register_uploaded,
    },
    handles={
        commands.RequestImport: handlers.request_import,
        commands.BeginImport: handlers.begin_import,
        commands.FailImport: handlers.fail_import,
        commands.ImportRows: handlers.import_rows,
    },
    tells={
        events.ImportBegun: boundary.tell_import_begun,
        events.RowsImported: boundary.tell_rows_imported,
        events.CustomersEntered: boundary.tell_customers_entered,
        events.ImportCompleted: boundary.tell_import_completed,
        events.ImportFailed: boundary.tell_import_failed,
    },
    refuses={
        portal.CustomerRegisterUploaded: boundary.tell_upload_refused,
    },
    acts={
        events.ImportRequested: Act(effects.begin_import, timeout_s=120),
        events.ImportBegun: Act(effects.import_first_rows, timeout_s=120),
        events.RowsImported: Act(effects.import_next_rows, timeout_s=120),
    },
)
