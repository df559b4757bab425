"""What can be set in the invoicing service, each limit with its unit."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import Settings
from contracts.operator import Operator, operator
from einvoice.rules.pool import OfficialRules


class InvoicingSettings(Settings):
    """Read from STAFETT_INVOICING_<SETTING>."""

    lines_max: int = 1_000
    attachments_max: int = 10
    attachment_bytes_max: int = 5_000_000
    attachments_bytes_max: int = 10_000_000
    """The size of all attachments of one invoice together; base64 makes them a third larger inside the UBL."""
    operator_file: str = ""
    """A file that says who runs the network and sells credits; empty for contracts/operator/operator.toml."""
    numbers_passed_max: int = 1_000
    """How many numbers that were entered by hand the series may step over at once."""
    issue_past_days_max: int = 31
    """How old an invoice date may be on the day of issue. Within a month the VAT return of its period is still open for
    those who declare monthly (due in Sweden on the 26th of the month after, or the 12th of the one after that; in
    Denmark on the 25th; in Norway on the 10th and in Finland on the 12th of the second month), and Norway wants the
    invoice within a month of the delivery (bokføringsforskriften 5-2-2). An older one would change a filed return."""
    issue_ahead_days_max: int = 366
    """How far ahead an invoice may be dated; until that day it waits."""
    due_days_max: int = 366
    """The longest time to pay; between companies the law speaks of 30 or 60 days (Directive 2011/7/EU)."""
    delivery_past_days_max: int = 3_653
    """How old a delivery may be that is invoiced: after ten years a claim is barred in Sweden, sooner elsewhere."""
    delivery_ahead_days_max: int = 366
    """How far ahead a delivery may be that is invoiced before it is made."""

    undo_s_max: int = 60
    """How long an invoice may wait after Send so that its sender can undo it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that are passed to decisions on an invoice."""

    lines: int
    attachments: int
    attachment_bytes: int
    attachments_bytes: int
    numbers_passed: int
    issue_past_days: int
    issue_ahead_days: int
    due_days: int
    delivery_past_days: int
    delivery_ahead_days: int
    undo_s: int


def limits(settings: InvoicingSettings) -> Limits:
    """Builds the resource `Limits` that handlers ask for."""
    return Limits(
        lines=settings.lines_max,
        attachments=settings.attachments_max,
        attachment_bytes=settings.attachment_bytes_max,
        attachments_bytes=settings.attachments_bytes_max,
        numbers_passed=settings.numbers_passed_max,
        issue_past_days=settings.issue_past_days_max,
        issue_ahead_days=settings.issue_ahead_days_max,
        due_days=settings.due_days_max,
        delivery_past_days=settings.delivery_past_days_max,
        delivery_ahead_days=settings.delivery_ahead_days_max,
        undo_s=settings.undo_s_max,
    )


def who_runs_the_network(settings: InvoicingSettings) -> Operator:
    """The factory named in `uses`."""
    return operator(settings.operator_file)


def official_rules(settings: InvoicingSettings) -> OfficialRules:
    """The official rules that validate every invoice before it is issued."""
    return OfficialRules()
