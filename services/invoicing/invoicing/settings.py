"""What can be set in the invoicing service, each limit with its unit."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import Settings


class InvoicingSettings(Settings):
    """Read from STAFETT_INVOICING_<SETTING>."""

    lines_max: int = 1_000
    attachments_max: int = 10
    attachment_bytes_max: int = 5_000_000
    attachments_bytes_max: int = 10_000_000
    """All attachments of one invoice; base64 makes them a third larger inside the UBL."""
    operator_file: str = ""
    """Who runs the network and sells credits: a file like contracts/operator/operator.toml; empty for that one."""
    numbers_passed_max: int = 1_000
    """How many numbers that were entered by hand the series may step over at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that decisions on an invoice are given."""

    lines: int
    attachments: int
    attachment_bytes: int
    attachments_bytes: int
    numbers_passed: int


def limits(settings: InvoicingSettings) -> Limits:
    """The resource that handlers ask for."""
    return Limits(
        lines=settings.lines_max,
        attachments=settings.attachments_max,
        attachment_bytes=settings.attachment_bytes_max,
        attachments_bytes=settings.attachments_bytes_max,
        numbers_passed=settings.numbers_passed_max,
    )
