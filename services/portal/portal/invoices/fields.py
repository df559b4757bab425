"""A draft as the fields of a form, and back: rows are `lines-0-name`, `lines-1-name`, and so on."""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from contracts.values import Language
from portal.edge.forms import as_number
from portal.invoices.api import Draft

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "lines": (
        "name", "quantity", "unit", "price", "vat", "article", "description", "origin_country", "customs_number", "rest"
    ),
    "charges": ("reason_code", "reason", "amount", "vat", "rest"),
    "attachments": ("sha256", "size", "name"),
}  # fmt: skip
MAKES_A_ROW: Final[dict[str, tuple[str, ...]]] = {
    "lines": ("name", "price", "article", "description", "origin_country", "customs_number"),
    "charges": ("reason", "amount"),
    "attachments": ("sha256",),
}
"""A row in which none of these is filled in is not there: the others hold something from the start."""
NUMBERS: Final = frozenset({"quantity", "price", "amount"})
HEAD: Final = (
    "receiver", "currency", "issue_date", "due_date", "delivery_date", "order_number", "buyer_reference",
    "reference_person", "payment_reference", "seller_reference", "note", "number", "account",
    "exemption_reason", "exemption_code",
)  # fmt: skip
REST: Final = "rest"
"""A hidden field with what the page has no field for, as JSON, so that a draft of a system keeps it on the page."""
VAT: Final = ("vat_rate", "vat_category")
ROW: Final = re.compile(r"(lines|charges|attachments)-(\d{1,4})-(\w+)")
ONE: Final = "1"


def shown(draft: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The fields of a draft as it was kept."""
    fields = {name: str(draft.get(name) or "") for name in HEAD}
    fields["round_to_krona"] = "yes" if draft.get("round_to_krona") else ""
    fields[REST] = _rest(draft, (*HEAD, "round_to_krona", *GROUPS))
    for group, names in GROUPS.items():
        for place, row in enumerate(draft.get(group, ())):
            for name in names:
                fields[f"{group}-{place}-{name}"] = _shown(name, row, language)
    return fields


def _rest(part: Mapping[str, Any], on_the_page: Iterable[str]) -> str:
    rest = {name: value for name, value in part.items() if value and name not in on_the_page}
    return json.dumps(rest) if rest else ""


def _shown(name: str, row: Mapping[str, Any], language: Language) -> str:
    if name == REST:
        return _rest(row, (*VAT, "quantity", "price", "amount", *GROUPS["lines"], *GROUPS["charges"]))
    if name == "vat":
        return f"{row.get('vat_category', 'S')}-{plain(Decimal(row['vat_rate']), 'en')}"
    if name in NUMBERS:
        amount = Decimal(row[name])
        return "" if name != "quantity" and amount == 0 else plain(amount, language)
    return str(row.get(name) or "")


def plain(amount: Decimal, language: Language) -> str:
    """A number as it is typed: nothing between its digits, and no zeros at the end of it."""
    written = f"{amount:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return written if language == "en" else written.replace(".", ",")


def compacted(fields: Mapping[str, str], without: tuple[str, int] | None = None) -> dict[str, str]:
    """The same fields, their rows numbered from 0; without those in which nothing stands, and one more, if named."""
    found: dict[str, dict[int, dict[str, str]]] = {group: {} for group in GROUPS}
    rest: dict[str, str] = {}
    for key, value in fields.items():
        if match := ROW.fullmatch(key):
            found[match[1]].setdefault(int(match[2]), {})[match[3]] = value
        else:
            rest[key] = value
    for group, rows in found.items():
        kept = [
            row
            for place, row in sorted(rows.items())
            if (group, place) != without and any(row.get(name) for name in MAKES_A_ROW[group])
        ]
        for place, row in enumerate(kept):
            rest |= {f"{group}-{place}-{name}": value for name, value in row.items()}
    return rest


def rows_in(group: str, fields: Iterable[str]) -> int:
    """How many rows of a group there are."""
    places = [int(match[2]) for key in fields if (match := ROW.fullmatch(key)) and match[1] == group]
    return max(places, default=-1) + 1


def as_draft(fields: Mapping[str, str]) -> Draft:
    """What the API takes, of fields that are `compacted`. Raises pydantic.ValidationError.

    However little is filled in can be kept: a price that nobody has written yet is kept as none, and Send asks for it.
    """
    values: dict[str, Any] = _parsed(fields.get(REST, ""))
    values |= {name: fields[name] for name in HEAD if fields.get(name)}
    values["round_to_krona"] = bool(fields.get("round_to_krona"))
    for group in GROUPS:
        values[group] = [_row(group, place, fields) for place in range(rows_in(group, fields))]
    return Draft(**values)


def _row(group: str, place: int, fields: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in GROUPS[group]:
        text = fields.get(f"{group}-{place}-{name}", "")
        if name == REST:
            row |= _parsed(text)
        elif name == "vat":
            row["vat_category"], _, row["vat_rate"] = text.partition("-")
            row["vat_rate"] = row["vat_rate"] or "0"
        elif name in NUMBERS:
            row[name] = as_number(text) or (ONE if name == "quantity" else "0")
        elif text or name in ("name", "reason"):
            row[name] = text
    return row


def _parsed(rest: str) -> dict[str, Any]:
    """The hidden fields; whatever is no JSON object of a draft is refused as any other field is."""
    try:
        found = json.loads(rest or "{}")
    except ValueError:
        found = {REST: rest[:10]}
    return found if isinstance(found, dict) else {REST: rest[:10]}


def field_of(where: str) -> str:
    """The field that a place in a draft stands for, such as `lines/0/vat_rate`; empty for the draft as a whole."""
    parts = where.strip("/").split("/")
    if parts[0] in ("lines", "charges"):
        if len(parts) == 1:
            return f"{parts[0]}-0-name"
        name = parts[2] if len(parts) > 2 else "name"
        shown_as = "vat" if name in VAT else name
        return f"{parts[0]}-{parts[1]}-{shown_as if shown_as in GROUPS[parts[0]] else GROUPS[parts[0]][0]}"
    if parts[0] == "attachments":
        return "files"
    return parts[0] if parts[0] in HEAD else ""


def unwritten(fields: Mapping[str, str]) -> list[str]:
    """Prices and sums that are not filled in: they can be kept so, but not sent."""
    return [
        f"{group}-{place}-{name}"
        for group, name in (("lines", "price"), ("charges", "amount"))
        for place in range(rows_in(group, fields))
        if not fields.get(f"{group}-{place}-{name}")
    ]
