"""Customers on one page: a supplier's own register of them, uploaded as a file and imported part by part."""

from chassis import Act, Area
from contracts.directory import v1 as told
from contracts.portal import v1 as portal
from directory.customers import boundary, commands, effects, events, handlers
from directory.customers.importing import CustomerImport

customers = Area(
    hears={
        portal.CustomerRegisterUploaded: commands.RequestImport,
    },
    handles={
        commands.RequestImport: handlers.request_import,
        commands.BeginImport: handlers.begin_import,
        commands.FailImport: CustomerImport.fail,
        commands.ImportRows: handlers.import_rows,
    },
    tells={
        events.ImportBegun: boundary.tell_import_begun,
        events.RowsImported: boundary.tell_rows_imported,
        events.CustomersEntered: told.CustomersEntered,
        events.ImportCompleted: boundary.tell_import_completed,
        events.ImportFailed: told.CustomerRegisterRefused,
    },
    refuses={
        portal.CustomerRegisterUploaded: told.CustomerRegisterRefused,
    },
    acts={
        events.ImportRequested: Act(effects.begin_import, timeout_s=120),
        events.ImportBegun: Act(effects.import_first_rows, timeout_s=120),
        events.RowsImported: Act(effects.import_next_rows, timeout_s=120),
    },
)
