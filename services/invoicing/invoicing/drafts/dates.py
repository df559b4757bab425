"""The dates of an invoice: which dates are errors, and whether it waits for its issue date.

An invoice is issued on the day that stands on it, or within a month after: later than that, the VAT return of its
period may be filed already, and the number series of a year that is over would be opened again. One that is dated
ahead is not issued early, since it would carry a number and a date of a day that has not come: it waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from contracts.values import Finding, InvoiceDraft
from invoicing.drafts.circumstances import Circumstances

WORDS: dict[str, dict[str, str]] = {
    "issue-date.too-old": {
        "sv": "Fakturadatumet {day} är mer än {days} dagar gammalt, och momsen för den tiden kan vara redovisad. Välj "
        "ett senare fakturadatum, och skriv när det levererades som leveransdatum.",
        "da": "Fakturadatoen {day} er mere end {days} dage gammel, og momsen for den periode kan være angivet. Vælg en "
        "senere fakturadato, og skriv hvornår der blev leveret, som leveringsdato.",
        "nb": "Fakturadatoen {day} er mer enn {days} dager gammel, og merverdiavgiften for den tiden kan være levert. "
        "Velg en senere fakturadato, og skriv når det ble levert, som leveringsdato.",
        "fi": "Laskun päiväys {day} on yli {days} päivää vanha, ja sen kauden arvonlisävero on voitu jo ilmoittaa. "
        "Valitse myöhempi päiväys ja merkitse toimitusaika toimituspäiväksi.",
        "en": "The invoice date {day} is more than {days} days old, and the VAT of that time may be declared already. "
        "Choose a later invoice date, and give the day of delivery as the delivery date.",
    },
    "issue-date.too-far": {
        "sv": "Fakturadatumet {day} ligger mer än {days} dagar fram. Välj ett tidigare fakturadatum.",
        "da": "Fakturadatoen {day} ligger mere end {days} dage fremme. Vælg en tidligere fakturadato.",
        "nb": "Fakturadatoen {day} ligger mer enn {days} dager fram. Velg en tidligere fakturadato.",
        "fi": "Laskun päiväys {day} on yli {days} päivän päässä. Valitse aikaisempi päiväys.",
        "en": "The invoice date {day} is more than {days} days ahead. Choose an earlier invoice date.",
    },
    "issue-date.ahead": {
        "sv": "Fakturadatumet är {day}. Fakturan väntar, och skickas av sig själv den dagen.",
        "da": "Fakturadatoen er {day}. Fakturaen venter, og sendes af sig selv den dag.",
        "nb": "Fakturadatoen er {day}. Fakturaen venter, og sendes av seg selv den dagen.",
        "fi": "Laskun päiväys on {day}. Lasku odottaa ja lähtee itsestään sinä päivänä.",
        "en": "The invoice date is {day}. The invoice waits, and is sent by itself on that day.",
    },
    "due-date.before-issue": {
        "sv": "Förfallodatumet ligger före fakturadatumet.",
        "da": "Forfaldsdatoen ligger før fakturadatoen.",
        "nb": "Forfallsdatoen ligger før fakturadatoen.",
        "fi": "Eräpäivä on ennen laskun päiväystä.",
        "en": "The due date is earlier than the invoice date.",
    },
    "due-date.too-far": {
        "sv": "Förfallodatumet {day} ligger mer än {days} dagar efter fakturadatumet. Välj ett tidigare.",
        "da": "Forfaldsdatoen {day} ligger mere end {days} dage efter fakturadatoen. Vælg en tidligere.",
        "nb": "Forfallsdatoen {day} ligger mer enn {days} dager etter fakturadatoen. Velg en tidligere.",
        "fi": "Eräpäivä {day} on yli {days} päivää laskun päiväyksen jälkeen. Valitse aikaisempi.",
        "en": "The due date {day} is more than {days} days after the invoice date. Choose an earlier one.",
    },
    "delivery-date.too-old": {
        "sv": "Leveransdatumet {day} ligger mer än {days} dagar före fakturadatumet. Kontrollera året.",
        "da": "Leveringsdatoen {day} ligger mere end {days} dage før fakturadatoen. Kontrollér året.",
        "nb": "Leveringsdatoen {day} ligger mer enn {days} dager før fakturadatoen. Kontroller året.",
        "fi": "Toimituspäivä {day} on yli {days} päivää ennen laskun päiväystä. Tarkista vuosi.",
        "en": "The delivery date {day} is more than {days} days before the invoice date. Check the year.",
    },
    "delivery-date.too-far": {
        "sv": "Leveransdatumet {day} ligger mer än {days} dagar efter fakturadatumet. Kontrollera året.",
        "da": "Leveringsdatoen {day} ligger mere end {days} dage efter fakturadatoen. Kontrollér året.",
        "nb": "Leveringsdatoen {day} ligger mer enn {days} dager etter fakturadatoen. Kontroller året.",
        "fi": "Toimituspäivä {day} on yli {days} päivää laskun päiväyksen jälkeen. Tarkista vuosi.",
        "en": "The delivery date {day} is more than {days} days after the invoice date. Check the year.",
    },
}


def findings_on(draft: InvoiceDraft, around: Circumstances) -> Iterator[Finding]:
    """Checks the dates of a draft against today's date in the supplier's country."""
    limits, today = around.limits, around.today
    issued = draft.issue_date or today
    if (today - issued).days > limits.issue_past_days:
        yield _finding("issue-date.too-old", "issue_date", around, issued, limits.issue_past_days)
    elif (issued - today).days > limits.issue_ahead_days:
        yield _finding("issue-date.too-far", "issue_date", around, issued, limits.issue_ahead_days)
    elif issued > today:
        yield _finding("issue-date.ahead", "issue_date", around, issued, level="warning")
    if draft.due_date and draft.due_date < issued:
        yield _finding("due-date.before-issue", "due_date", around, draft.due_date)
    elif draft.due_date and (draft.due_date - issued).days > limits.due_days:
        yield _finding("due-date.too-far", "due_date", around, draft.due_date, limits.due_days)
    if draft.delivery_date and (issued - draft.delivery_date).days > limits.delivery_past_days:
        yield _finding("delivery-date.too-old", "delivery_date", around, draft.delivery_date, limits.delivery_past_days)
    elif draft.delivery_date and (draft.delivery_date - issued).days > limits.delivery_ahead_days:
        yield _finding(
            "delivery-date.too-far", "delivery_date", around, draft.delivery_date, limits.delivery_ahead_days
        )


def _finding(
    rule: str, where: str, around: Circumstances, day: date, days: int = 0, level: Literal["error", "warning"] = "error"
) -> Finding:
    words = WORDS[rule]
    sentence = words.get(around.language, words["en"]).format(day=day.isoformat(), days=days)
    return Finding(rule=rule, level=level, where=where, text=sentence)
