"""Translates what is told of numbers: only the gap that a number entered by hand leaves before it."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.invoicing import v1 as told
from invoicing.numbers import events
from invoicing.numbers.series import NumberSeries


def tell_number_gap_found(event: events.NumberEntered, series: NumberSeries) -> Iterator[told.NumberGapFound]:
    if event.missing_from:
        yield told.NumberGapFound(
            company=event.company,
            invoice=event.invoice,
            number=event.number,
            missing_from=event.missing_from,
            missing_to=event.missing_to,
        )
