"""How one can send to somebody: the best way first, and nothing that the recipient does not take."""

from typing import Any

import pytest

from portal.recipients.api import OTHER_OPERATORS, ways_to

MEMBER: dict[str, Any] = {
    "source": "member",
    "reach": "reachable",
    "behind_other_operator": False,
    "e_invoice_required": False,
    "operator": "",
    "status": "",
}
PERMITTED = frozenset({OTHER_OPERATORS})


def ways(permits: frozenset[str] = frozenset(), **changes: Any) -> list[str]:
    return list(ways_to(MEMBER | changes, permits, "en")["ways"])


@pytest.mark.req("S4-26")
def test_an_e_invoice_comes_before_pdf_and_pdf_before_paper() -> None:
    assert ways() == ["e-invoice", "pdf", "paper"]


@pytest.mark.req("S2-16", "S2-17")
def test_meanwhile_pdf_or_paper_are_left_unless_e_invoices_are_required() -> None:
    asked = {"source": "requested", "status": "requested", "reach": ""}
    assert ways(**asked) == ["pdf", "paper"]
    assert ways(**asked, e_invoice_required=True) == []


@pytest.mark.req("S2-07")
def test_behind_another_operator_the_e_invoice_takes_a_plan_that_reaches_there() -> None:
    behind = {"source": "outside", "behind_other_operator": True, "operator": "Nordpost"}
    assert ways(**behind) == ["pdf", "paper"] and ways(PERMITTED, **behind) == ["e-invoice", "pdf", "paper"]
