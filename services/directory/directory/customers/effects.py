"""Reading an uploaded register, part by part: each part that is done asks for the next one, also after a kill."""

from chassis import Acting, Refused
from contracts.values import Personal
from directory.customers.commands import BeginImport, FailImport, ImportRows
from directory.customers.events import ImportBegun, ImportRequested, RowsImported
from directory.customers.files import CustomerFiles


async def begin_import(event: ImportRequested, acting: Acting) -> BeginImport | FailImport:
    try:
        file = await acting.use(CustomerFiles).file(event.source, acting.documents)
    except Refused as refused:
        return FailImport(
            at=acting.now, company=event.company, upload=acting.stream, code=refused.code, details=refused.details
        )
    return BeginImport(
        at=acting.now, company=event.company, upload=acting.stream, rows=len(file.rows), columns=file.columns
    )


async def import_first_rows(event: ImportBegun, acting: Acting) -> ImportRows:
    return await _rows_after(0, event, acting)


async def import_next_rows(event: RowsImported, acting: Acting) -> ImportRows | None:
    return await _rows_after(event.rows_done, event, acting) if event.rows_done < event.rows else None


async def _rows_after(before: int, event: ImportBegun | RowsImported, acting: Acting) -> ImportRows:
    files = acting.use(CustomerFiles)
    file = await files.file(event.source, acting.documents)
    done = min(before + files.batch_max, event.rows)
    readings = file.readings(before, done, event.source)
    kept = [reading for reading in readings if reading.customer is not None]
    return ImportRows(
        at=acting.now,
        company=event.company,
        upload=acting.stream,
        rows_before=before,
        rows_done=done,
        refused=len(readings) - len(kept),
        customers=Personal(tuple(reading.customer for reading in kept if reading.customer is not None)),
        rows=tuple(reading.row for reading in kept),
        participants=tuple(reading.participant for reading in kept),
        findings=tuple(finding for reading in readings for finding in reading.findings),
    )
