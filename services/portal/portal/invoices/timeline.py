"""The timeline of an invoice: one line for each fact, in plain words, with who and when."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from contracts.values import PersonId
from portal.edge.asking import Edge
from portal.edge.figures import zone_of
from portal.edge.reader import Reader

TONES = {
    "invoicing.invoice_issued": "success",
    "invoicing.invoice_handed_over": "success",
    "invoicing.invoice_delivered": "success",
    "invoicing.invoice_held": "warning",
    "invoicing.invoice_refused": "danger",
    "invoicing.invoice_undeliverable": "danger",
    "delivery.delivery_attempt_failed": "warning",
    "wallet.credit_refused": "warning",
}
SAVING = ("portal.invoice_draft_saved", "invoicing.invoice_drafted")
HANDED_OVER = "invoicing.invoice_handed_over"
OPENED = "invoicing.invoice_delivered"


class OfACompany(Protocol):
    """Who reads a timeline, and the company whose invoice it is about."""

    @property
    def reader(self) -> Reader: ...

    @property
    def company(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """`tone` is a colour of the design system; `evidence` is what a machine said, for whoever asks."""

    text: str
    who: str
    at: datetime
    tone: str
    evidence: str = ""


async def lines_of(row: dict[str, Any], here: OfACompany, edge: Edge) -> list[Line]:
    """Oldest first; a draft that saved itself again and again is one line, as it was saved last."""
    names = await _names(row["timeline"], edge)
    told = row["timeline"]
    kept = [line for line, then in zip(told, [*told[1:], None], strict=True) if not _is_saved_again(line, then, told)]
    return [
        Line(
            text=here.reader.t(f"timeline.{line['name']}", **values_of(line["body"], here)),
            who=_who(line, row, names, here.reader),
            at=line["at"],
            tone=TONES.get(line["name"], "neutral"),
            evidence=str(line["body"].get("receipt", "")),
        )
        for line in kept
    ]


def _is_saved_again(line: dict[str, Any], then: dict[str, Any] | None, told: list[dict[str, Any]]) -> bool:
    """Whether a later saving follows before anything else happens."""
    if line["name"] not in SAVING or then is None:
        return False
    rest = told[told.index(line) + 1 :]
    following = next((place for place, one in enumerate(rest) if one["name"] not in SAVING), len(rest))
    return any(one["name"] == line["name"] for one in rest[:following])


def delivery_of(row: dict[str, Any]) -> dict[str, Any]:
    """The transport receipt and the opening: one says that a channel took it, the other that somebody read it."""
    told = {line["name"]: line for line in row["timeline"]}
    return {"handed_over": told.get(HANDED_OVER), "opened": told.get(OPENED)}


async def _names(timeline: list[dict[str, Any]], edge: Edge) -> dict[str, str]:
    people = {PersonId(UUID(line["actor"])) for line in timeline if line["name"].startswith("portal.")}
    return {str(person): name for person, name in (await edge.people.names_of(people)).items()}


def _who(line: dict[str, Any], row: dict[str, Any], names: dict[str, str], reader: Reader) -> str:
    if line["name"].startswith("portal."):
        return names.get(line["actor"]) or reader.t("who.somebody")
    if line["name"] == OPENED:
        return row["receiver_name"] or reader.t("who.receiver")
    return "Stafett"


def values_of(body: dict[str, Any], here: OfACompany) -> dict[str, str]:
    """The fields of a fact as the sentence shows them."""
    return {name: _value(name, value, body, here) for name, value in body.items()}


def held(reason: str, until: date | None, reader: Reader) -> str:
    """What an invoice waits for, and until when if it waits for a day."""
    return reader.t(f"held.{reason}", until=reader.day(until)) if until else reader.word("held", reason)


def _value(name: str, value: Any, body: dict[str, Any], here: OfACompany) -> str:
    reader = here.reader
    match name, value:
        case "code", str():
            return reader.why(value, body.get("details", {}))
        case "reason", str():
            until = body.get("until")
            return held(value, date.fromisoformat(until) if until else None, reader)
        case (("channel" | "repair"), str()):
            return reader.word(name, value)
        case "next_attempt_at", str():
            return reader.moment(datetime.fromisoformat(value), zone_of(here.company["country"]))
        case _, {"amount": amount, "currency": currency}:
            return reader.money(Decimal(amount), currency)
        case _, int():
            return reader.number(value)
        case _:
            return str(value)
