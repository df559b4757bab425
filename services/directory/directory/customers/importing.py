"""An import of a customer register: requested, begun, done part by part, completed; it resumes where it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import assert_never

from chassis import Aggregate
from contracts.values import ImportCounts, RowFinding
from directory.customers.commands import BeginImport, FailImport, ImportRows, RequestImport
from directory.customers.events import (
    ImportBegun,
    ImportCompleted,
    ImportEvent,
    ImportFailed,
    ImportRequested,
    RowsImported,
    Source,
)


class CustomerImport(Aggregate[ImportEvent], stream="directory.customer_import", id_field="upload"):
    """One import, with the id of its upload. Rows that are brought twice change nothing."""

    asked: ImportRequested
    rows: int = 0
    rows_done: int = 0
    counts: ImportCounts = ImportCounts()
    ended: bool = False

    # Decisions.

    def ask(self, command: RequestImport) -> None:
        if self.exists:
            return
        self.record(
            ImportRequested(
                company=command.company,
                source=Source(command.document, command.columns, command.country),
                language=command.language,
                dry_run=command.dry_run,
                invite=command.invite,
                asked_by=command.person,
            )
        )

    def begin(self, command: BeginImport) -> None:
        if self.rows == 0 and not self.ended:
            self.record(
                ImportBegun(
                    company=command.company, source=self.asked.source, rows=command.rows, columns=command.columns
                )
            )

    def fail(self, command: FailImport) -> None:
        if not self.ended:
            self.record(ImportFailed(company=command.company, code=command.code, details=command.details))

    def awaits(self, command: ImportRows) -> bool:
        """Whether these are the rows that come next."""
        return not self.ended and command.rows_before == self.rows_done < command.rows_done

    def advance(
        self,
        command: ImportRows,
        found: ImportCounts,
        findings: Sequence[RowFinding],
    ) -> None:
        """Adds the counts of these rows; after the last row the import is complete."""
        counts = _sum(self.counts, found)
        self.record(
            RowsImported(
                company=command.company,
                source=self.asked.source,
                rows=self.rows,
                rows_done=command.rows_done,
                counts=counts,
                findings=tuple(findings),
            )
        )
        if self.rows_done >= self.rows:
            self.record(ImportCompleted(company=command.company, rows=self.rows, counts=counts))

    # Evolution.

    def evolve(self, event: ImportEvent) -> None:
        match event:
            case ImportRequested():
                self.asked = event
            case ImportBegun():
                self.rows = event.rows
            case RowsImported():
                self.rows_done, self.counts = event.rows_done, event.counts
            case ImportCompleted() | ImportFailed():
                self.ended = True
            case _:
                assert_never(event)


def _sum(one: ImportCounts, other: ImportCounts) -> ImportCounts:
    names = [field.name for field in dataclasses.fields(ImportCounts)]
    return ImportCounts(**{name: getattr(one, name) + getattr(other, name) for name in names})
