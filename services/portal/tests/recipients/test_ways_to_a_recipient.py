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
ABLE = ("e-invoice", "pdf-to-anybody", "paper-to-anybody", OTHER_OPERATORS)
"""What the network may be able to do one day."""
ASKED: dict[str, Any] = {"source": "requested", "status": "requested", "reach": ""}
BEHIND: dict[str, Any] = {"source": "outside", "behind_other_operator": True, "operator": "Nordpost"}


def ways(permits: frozenset[str] = frozenset(), able: tuple[str, ...] = ABLE, **changes: Any) -> list[str]:
    return list(ways_to(MEMBER | changes, permits, "en", able)["ways"])


@pytest.mark.req("S4-26")
def test_an_e_invoice_comes_before_pdf_and_pdf_before_paper() -> None:
    assert ways(connected=True) == ["e-invoice", "pdf", "paper"]
    assert ways(connected=False) == ["pdf", "paper"], "an e-invoice goes to who has agreed to receive it"


@pytest.mark.req("S2-17")
def test_pdf_and_paper_are_left_unless_e_invoices_are_required() -> None:
    assert ways(**ASKED) == ["pdf", "paper"]
    assert ways(**ASKED, e_invoice_required=True) == []


@pytest.mark.req("S2-07")
def test_behind_another_operator_the_e_invoice_takes_a_plan_that_reaches_there() -> None:
    assert ways(**BEHIND) == ["pdf", "paper"] and ways(PERMITTED, **BEHIND) == ["e-invoice", "pdf", "paper"]


@pytest.mark.parametrize(
    ("hit", "advice"),
    [
        (MEMBER | {"connected": False}, "Invite it: once it has accepted, you can send."),
        (BEHIND, "You cannot send there yet."),
        (ASKED, "The request is not decided yet."),
        (ASKED | {"status": "refused"}, "You cannot send there yet."),
        (ASKED | {"status": "registered", "behind_other_operator": True}, "You cannot send there yet."),
    ],
)
def test_what_the_network_cannot_do_today_is_neither_offered_nor_advised(hit: dict[str, Any], advice: str) -> None:
    """With the largest plan "You can send now" was told of recipients behind other operators, and Send refused them.

    Its siblings: PDF and paper to somebody who is in no network, and an e-invoice to a member without a connection.
    """
    told = ways_to(MEMBER | hit, PERMITTED, "en")
    assert (told["ways"], told["plan_needed"]) == ([], False) and advice in told["advice"]
    assert ways_to(MEMBER | {"connected": True}, frozenset(), "en")["advice"] == "You can send now."
