"""The page on business terms says how a draft says each; here it is held to the fields that a draft has."""

import re
from dataclasses import fields
from pathlib import Path

import contracts
from contracts.values import DraftLine, InvoiceDraft

PAGE = Path(contracts.__file__).parents[3] / "docs" / "business-terms.md"
ROW = re.compile(r"\| (B[TG]-\d+) \|[^|]*\|[^|]*\| ([^|]*) \|")
NOT_SAID = {
    *(
        "BT-8",
        "BT-28",
        "BT-29",
        "BT-42",
        "BT-43",
        "BT-45",
        "BT-46",
        "BT-57",
        "BT-58",
        "BT-60",
        "BG-11",
        "BT-62",
        "BT-63",
    ),
    *("BG-12", "BT-64", "BT-65", "BT-164", "BT-66", "BT-67", "BT-68", "BT-69", "BT-82", "BG-18", "BT-87", "BT-88"),
    *("BG-19", "BT-89", "BT-90", "BT-91", "BT-124"),
}
"""Second numbers and names of parties, a tax representative, cards and direct debits, and files that lie elsewhere."""


def test_every_field_of_a_draft_is_on_the_page_and_each_field_on_the_page_is_one() -> None:
    ours = {field.name for field in fields(InvoiceDraft)} | {f"lines.{field.name}" for field in fields(DraftLine)}
    told = set(re.findall(r"`([^`]+)`", " ".join(said for _, said in ROW.findall(PAGE.read_text()))))
    assert told <= ours
    assert ours - told == {"receiver", "exchange_rate_date", "lines.classification_list"}


def test_what_a_draft_cannot_say_is_known() -> None:
    assert {term for term, said in ROW.findall(PAGE.read_text()) if said.startswith("not by a draft")} == NOT_SAID
