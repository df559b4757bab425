"""What the stories of formats share: example invoices, what an element says, and the search for silent losses."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from einvoice import formats
from einvoice.losses import Built, values
from einvoice.model import Invoice, from_json
from einvoice.xml import PREFIXES

FOLDER = Path(__file__).parent / "examples"
EXAMPLES = sorted(FOLDER.glob("*.json"))
REPLACED = {"specification"}
"""What a format states itself, so that a change of it changes nothing."""


def example(name: str) -> Invoice:
    """One of the invoices in `examples`."""
    return from_json((FOLDER / f"{name}.json").read_bytes())


def replace(part: Any, **changes: Any) -> Any:
    """A term with other values; `lines__0__quantity` reaches inside."""
    for path, value in changes.items():
        part = _put(part, path.split("__"), value)
    return part


def texts(document: bytes, path: str) -> list[str]:
    """What the elements at a path say, in the prefixes that we tell places with."""
    names = {**PREFIXES, "inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"}
    return [element.text or "" for element in etree.fromstring(document).iterfind(path, names)]


def said(document: bytes, path: str) -> str:
    """What the only element at a path says."""
    [text] = texts(document, path)
    return text


def lost(built: Built) -> set[str]:
    """The places of the losses."""
    return {loss.where for loss in built.losses}


def faults(document: bytes) -> list[str]:
    """What the schema or structure of its format finds in a document."""
    report = formats.validate(document)
    return [finding.text for finding in report.findings if finding.layer in ("xsd", "structure")]


def silent_losses(build: Callable[[Invoice], Built], invoice: Invoice) -> list[str]:
    """The values that can be changed without changing the document, a refusal or a reported loss."""
    built, silent = build(invoice), []
    for where, value in values(invoice):
        if where in REPLACED or _told(where, lost(built)):
            continue
        steps = [step for step in re.split(r"[.\[\]]+", where) if step]
        try:
            other = build(_put(invoice, steps, _other(value)))
        except ValueError:
            continue
        if other.document == built.document and other.losses == built.losses:
            silent.append(where)
    return silent


def _told(where: str, places: set[str]) -> bool:
    return any(where == place or where.startswith((f"{place}.", f"{place}[")) for place in places)


def _put(part: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if isinstance(part, tuple):
        index = int(first)
        return (*part[:index], _put(part[index], rest, value), *part[index + 1 :])
    return msgspec.structs.replace(part, **{first: _put(getattr(part, first), rest, value)})


def _other(value: object) -> object:
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, Decimal):
        return value + 1
    return value + b"1" if isinstance(value, bytes) else f"{value}X"
